/** What becomes of a look that failed, and of the first one that did not afterwards. */
interface Telling {
  /** Told once, however long it goes on failing. */
  failed(error: unknown): void
  recovered?(): void
}

/**
 * Looks at something now and again and again, never twice at once, until the returned function is called, which resolves
 * once the last look is over. It keeps no process alive.
 *
 * @param intervalMs from the end of a look to the next.
 */
export function watch(
  intervalMs: number,
  look: () => Promise<void>,
  { failed, recovered }: Telling,
): () => Promise<void> {
  let isFailing = false
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  async function round(): Promise<void> {
    try {
      await look()
      if (isFailing) recovered?.()
      isFailing = false
    } catch (error) {
      if (!isFailing) failed(error)
      isFailing = true
    }
    if (!isStopped) timer = setTimeout(begin, intervalMs).unref()
  }
  let looking = Promise.resolve()
  function begin(): void {
    looking = round()
  }
  begin()

  return async () => {
    isStopped = true
    clearTimeout(timer)
    await looking
  }
}
