/** What must outlive the program for a person to stay signed in. Both are secrets. */
export interface StoredTokens {
  refreshToken: string | null
  /** Tells this device from strangers at its next sign-in; outlives signing out. */
  deviceToken: string | null
}

/**
 * Where a client with `delivery: 'body'` keeps its tokens: a keychain, a file only you can read, a row of your
 * database. Not localStorage: every script of a page can read that. Browsers have the better `delivery: 'cookie'`.
 */
export interface TokenStorage {
  load(): StoredTokens | null | Promise<StoredTokens | null>
  save(tokens: StoredTokens): void | Promise<void>
  /**
   * Runs `work` while no other process does, for a storage that several processes share. Without it their refreshes
   * may cross; the platform forgives that for ten seconds and then takes it for theft.
   */
  exclusively?<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Keeps tokens as long as the program runs. */
export function memoryStorage(tokens: StoredTokens | null = null): TokenStorage {
  let kept = tokens
  return {
    load: () => kept,
    save: (next) => {
      kept = next
    },
  }
}
