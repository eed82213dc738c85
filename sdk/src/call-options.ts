/** What a single call can be told besides its input. */
export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** How long one attempt may take, in ms; the client's own setting unless given. */
  timeoutMs?: number | undefined
  /**
   * For procedures that take one; made by the client unless given. Pass your own to make a repetition safe across
   * a restart of your program: the same key and input have one effect.
   */
  idempotencyKey?: string | undefined
}
