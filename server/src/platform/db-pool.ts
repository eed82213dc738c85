import { Connection, type ConnectionOptions } from './db-connection.ts'
import { ConnectionLost, isRefusal } from './db-errors.ts'

export interface PoolOptions extends ConnectionOptions {
  poolMax: number
  acquireTimeoutMs: number
  /** Called when the database refuses the credentials, and waited for: `renew` may bring others meanwhile. */
  onRefused?: (() => Promise<void>) | undefined
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
 *
 * While the server cannot be reached one connect at a time is made, and all who wait share what comes of it. Many at
 * once would each be given up after a second, and a server that comes back would find a queue of those before the ones
 * that somebody still waits for: with little CPU it never gets through it.
 */
export class Pool {
  readonly #options: PoolOptions
  readonly #idle: Connection[] = []
  readonly #all = new Set<Connection>()
  readonly #waiters: Waiter[] = []
  readonly #watch: NodeJS.Timeout
  #isClosed = false
  /** What connections are made with: the newest first, then the one before, until the newest has been let in. */
  #urls: readonly string[]
  #isProofDue = false
  /** Whether the last attempt to connect has failed. Then one at a time finds out for all whether that is over. */
  #isDown = false
  #probe: Promise<Connection> | undefined

  constructor(options: PoolOptions) {
    this.#options = options
    this.#urls = [options.url]
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
    if (this.#all.size >= this.#options.poolMax) return this.#wait()
    if (this.#probe) {
      await this.#probe
      return this.acquire()
    }
    return this.#open()
  }

  release(connection: Connection): void {
    if (connection.isLost) return
    if (this.#isClosed || this.#isOutdated(connection)) {
      void connection.close()
      return
    }
    const waiter = this.#waiters.shift()
    if (!waiter) {
      // Makes room for a connection that shows whether the newest credentials are taken.
      if (this.#isProofDue) void connection.close()
      else this.#idle.push(connection)
      return
    }
    clearTimeout(waiter.timer)
    waiter.resolve(connection)
  }

  load(): PoolLoad {
    const idle = this.#idle.length
    return { idle, used: this.#all.size - idle, waiting: this.#waiters.length }
  }

  /**
   * Takes other credentials. Connections are made with them from now on, and with the former ones while the database does
   * not know these yet. Once one was let in, those that were made before are closed as they come back: nobody waits.
   */
  renew(url: string): void {
    if (url === this.#urls[0] && this.#urls.length === 1) return
    // The last one is that which was let in: however many come before the next one is, it stays.
    this.#urls = [...new Set([url, this.#urls.at(-1)!])]
    this.#isProofDue = true
    if (this.#all.size < this.#options.poolMax) this.#prove()
    else void this.#idle.pop()?.close()
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
    const giveUpAt = performance.now() + 5_000
    while (this.#all.size > 0 && performance.now() < giveUpAt)
      await new Promise((resolve) => setTimeout(resolve, 20))
    for (const connection of this.#all) connection.destroy('the pool is closed')
    await Promise.all(closing)
  }

  async #open(): Promise<Connection> {
    if (this.#isClosed) throw new ConnectionLost('before', 'the pool is closed')
    const opening = this.#connect()
    if (this.#isDown) this.#probe = opening
    try {
      const connection = await opening
      this.#isDown = false
      return connection
    } catch (error) {
      this.#isDown = true
      throw error
    } finally {
      if (this.#probe === opening) this.#probe = undefined
    }
  }

  async #connect(): Promise<Connection> {
    const { onRefused } = this.#options
    // Each takes the place of the one before, so that nobody else does.
    let connection: Connection | undefined
    const tryEach = async (): Promise<unknown> => {
      let refusal: unknown
      for (const url of this.#urls) {
        if (connection) this.#all.delete(connection)
        connection = new Connection({ ...this.#options, url })
        this.#all.add(connection)
        try {
          await connection.open()
          return undefined
        } catch (error) {
          if (!isRefusal(error)) throw error
          refusal = error
        }
      }
      return refusal
    }
    try {
      const tried = this.#urls
      let refusal = await tryEach()
      if (refusal && onRefused) {
        await onRefused()
        if (tried !== this.#urls) refusal = await tryEach()
      }
      if (refusal) throw refusal
    } catch (error) {
      if (connection) this.#forget(connection)
      throw error
    }
    return this.#welcome(connection!)
  }

  /** Takes a connection in that was just made. The first with the newest credentials ends the use of the former ones. */
  #welcome(connection: Connection): Connection {
    connection.onLost = () => this.#forget(connection)
    if (connection.isLost) this.#forget(connection)
    if (connection.url === this.#urls[0] && this.#urls.length > 1) {
      this.#urls = [connection.url]
      this.#isProofDue = false
      for (const idle of [...this.#idle]) if (this.#isOutdated(idle)) void idle.close()
    }
    return connection
  }

  #isOutdated({ url, openedAtMs }: Connection): boolean {
    return !this.#urls.includes(url) || performance.now() - openedAtMs > MAX_AGE_MS
  }

  /** Makes one connection that nobody has asked for, to see whether the newest credentials are taken. */
  #prove(): void {
    if (!this.#isProofDue || this.#isClosed) return
    this.#isProofDue = false
    this.#open().then(
      (connection) => this.release(connection),
      () => {},
    )
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection)
    const index = this.#idle.indexOf(connection)
    if (index >= 0) this.#idle.splice(index, 1)
    // Its place is free, and taken at once by whoever waits longest: never more than `poolMax`.
    const waiter = this.#waiters.shift()
    if (!waiter) {
      this.#prove()
      return
    }
    clearTimeout(waiter.timer)
    waiter.resolve(this.acquire())
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
    const nowMs = performance.now()
    let anySilent = false
    for (const connection of [...this.#all]) anySilent = connection.endIfSilent(nowMs) || anySilent
    if (anySilent) this.recycle()
  }
}
