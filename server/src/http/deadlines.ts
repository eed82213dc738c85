/** How finely time is told here, in ms. */
const TICK_MS = 100

interface Wait {
  dueTick: number
  giveUp: () => void
}

/**
 * Gives up on work that takes too long, with one timer for all of it: since every wait is equally long, the first to
 * begin is the first that is due. A timer per request was a tenth of what an answer costs.
 */
export class Deadlines {
  readonly #ticks: number
  /** In the order they began. */
  readonly #waits = new Set<Wait>()
  #tick = 0
  #isTicking = false

  constructor(afterMs: number) {
    this.#ticks = Math.ceil(afterMs / TICK_MS)
  }

  /** What the work gives, or what `lateError` makes when it has given nothing in time. The work itself goes on. */
  limit<Result>(work: Promise<Result>, lateError: () => unknown): Promise<Result> {
    return new Promise((resolve, reject) => {
      const wait = { dueTick: this.#tick + this.#ticks, giveUp: () => reject(lateError()) }
      this.#waits.add(wait)
      if (!this.#isTicking) this.#arm()
      work.then(
        (result) => {
          this.#waits.delete(wait)
          resolve(result)
        },
        (error) => {
          this.#waits.delete(wait)
          reject(error)
        },
      )
    })
  }

  #arm(): void {
    this.#isTicking = true
    setTimeout(() => this.#advance(), TICK_MS).unref()
  }

  #advance(): void {
    this.#tick += 1
    for (const wait of this.#waits) {
      if (wait.dueTick > this.#tick) break
      this.#waits.delete(wait)
      wait.giveUp()
    }
    if (this.#waits.size > 0) this.#arm()
    else this.#isTicking = false
  }
}
