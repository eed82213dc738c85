/** Tells listeners of changes. */
export interface Announcer<Change> {
  announce(change: Change): void
  /** Hears of every change from now on; gives a function that stops it. */
  subscribe(listener: (change: Change) => void): () => void
}

/**
 * Delivers changes in order, each to everybody, also when a listener causes the next one: that waits until all have
 * heard of this one.
 */
export function createAnnouncer<Change>(): Announcer<Change> {
  const listeners = new Set<(change: Change) => void>()
  const pending: Change[] = []

  function deliver(change: Change): void {
    for (const listener of [...listeners]) {
      try {
        listener(change)
      } catch (error) {
        // As EventTarget does: a listener's mistake is its owner's to see, and stops nobody else.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  return {
    announce(change) {
      if (pending.push(change) > 1) return
      for (let next = pending[0]; next !== undefined; next = pending[0]) {
        deliver(next)
        pending.shift()
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
