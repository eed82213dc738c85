import { Connection, type ConnectionOptions } from './db-connection.ts'
import { ConnectionLost } from './db-errors.ts'

export interface PoolOptions extends ConnectionOptions {
  poolMax: number
  acquireTimeoutMs: number
}

/** For the metric `db_pool_connections`. */
export interface PoolLoad {
  idle: number
  used: number
  /** Callers that wait for a connection. */
  waiting: number
}

/** How often connections are looked at for servers that have gone silent, in ms. */
const WATCH_INTERVAL_MS = 250

/** Connections older than this are replaced between uses, so that a new primary or certificate is found in time. */
const MAX_AGE_MS = 30 * 60_000

interface Waiter {
  resolve: (connection: Connection | Promise<Connection>) => void
  timer: NodeJS.Timeout
}

/**
 * At most `poolMax` connections, each lent to one statement or transaction at a time. Waiting for one is bounded,
 * and a connection that broke, fell silent or leads to a standby takes the idle ones with it: they most likely
 * lead to the same place, and the next request finds out in a connect, not in a hang.
 */
export class Pool {
  readonly #options: PoolOptions
  readonly #idle: Connection[] = []
  readonly #all = new Set<Connection>()
  readonly #waiters: Waiter[] = []
  readonly #watch: NodeJS.Timeout
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#watch = setInterval(() => this.#endSilent(), WATCH_INTERVAL_MS)
    this.#watch.unref()
  }

  /**
   * Lends a connection. It must come back by `release`.
   *
   * @throws {ConnectionLost} `before` when none becomes free in time or none can be made.
   */
  async acquire(): Promise<Connection> {
    if (this.#isClosed) throw new ConnectionLost('before', 'the pool is closed')
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#all.size < this.#options.poolMax) return this.#open()
    return this.#wait()
  }

  release(connection: Connection): void {
    if (connection.isLost) return
    if (this.#isClosed || Date.now() - connection.openedAtMs > MAX_AGE_MS) {
      void connection.close()
      return
    }
    const waiter = this.#waiters.shift()
    if (!waiter) {
      this.#idle.push(connection)
      return
    }
    clearTimeout(waiter.timer)
    waiter.resolve(connection)
  }

  load(): PoolLoad {
    const idle = this.#idle.length
    return { idle, used: this.#all.size - idle, waiting: this.#waiters.length }
  }

  /** Gives up every idle connection; lent ones go when they come back broken. */
  recycle(): void {
    for (const connection of this.#idle.splice(0)) void connection.close()
  }

  /** Waits for what is lent to come back, five seconds at the most, and closes everything. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#watch)
    for (const waiter of this.#waiters.splice(0)) {
      clearTimeout(waiter.timer)
      waiter.resolve(this.#open())
    }
    const closing = this.#idle.splice(0).map((connection) => connection.close())
    const giveUpAt = Date.now() + 5_000
    while (this.#all.size > 0 && Date.now() < giveUpAt)
      await new Promise((resolve) => setTimeout(resolve, 20))
    for (const connection of this.#all) connection.destroy('the pool is closed')
    await Promise.all(closing)
  }

  async #open(): Promise<Connection> {
    if (this.#isClosed) throw new ConnectionLost('before', 'the pool is closed')
    const connection = new Connection(this.#options)
    this.#all.add(connection)
    connection.onLost = () => this.#forget(connection)
    await connection.open()
    return connection
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection)
    const index = this.#idle.indexOf(connection)
    if (index >= 0) this.#idle.splice(index, 1)
    // Its place is free, and taken at once by whoever waits longest: never more than `poolMax`.
    const waiter = this.#waiters.shift()
    if (!waiter) return
    clearTimeout(waiter.timer)
    waiter.resolve(this.#open())
  }

  #wait(): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        const index = this.#waiters.indexOf(waiter)
        if (index < 0) return
        this.#waiters.splice(index, 1)
        reject(new ConnectionLost('before', 'no database connection became free in time'))
      }
      // Timers come before sockets when the process was held up: what has arrived meanwhile is looked at first.
      const timer = setTimeout(() => setImmediate(giveUp), this.#options.acquireTimeoutMs)
      const waiter: Waiter = { resolve, timer }
      this.#waiters.push(waiter)
    })
  }

  #endSilent(): void {
    const now = Date.now()
    let anySilent = false
    for (const connection of [...this.#all]) anySilent = connection.endIfSilent(now) || anySilent
    if (anySilent) this.recycle()
  }
}
