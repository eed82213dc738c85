import { connect, type Socket } from 'node:net'
import postgres from 'postgres'
import { ConnectionLost, isFatal, isReadOnly } from './db-errors.ts'
import type { Log } from './log.ts'
import { queryFacts, type Tracing } from './tracing.ts'

export interface ConnectionOptions {
  url: string
  applicationName: string
  connectTimeoutMs: number
  statementTimeoutMs: number
  lockTimeoutMs: number
  log: Log
  tracing?: Tracing | undefined
}

/** A transaction that does nothing for this long is ended by the server, so that a stuck request frees its locks. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

/** How much longer than its statement timeout we wait for a server that says nothing at all. */
const SILENCE_GRACE_MS = 1_500

/** Types drizzle reads and writes itself: dates, times and JSON pass through the driver as text. */
const TEXT_TYPES = [1184, 1082, 1083, 1114, 1182, 1185, 1115, 1231]
const JSON_TYPES = [114, 3802]
const asText = (value: unknown): unknown => value

export type Rows = postgres.RowList<postgres.Row[]>

/**
 * One connection to Postgres that lives once: when it breaks it stays broken and the pool makes another.
 *
 * The driver (postgres 3.4.9) reconnects by itself, which inside a transaction would run the next statement
 * outside of it, and it can throw where nobody awaits while doing so. So each connection is a driver of its own
 * with `max: 1`, a socket that can be had once, and neither `begin` nor type fetching.
 */
export class Connection {
  readonly #sql: postgres.Sql
  readonly #options: ConnectionOptions
  #socket: Socket | undefined
  #lost: ConnectionLost | undefined
  /** Everyone who waits for an answer. The driver forgets some of them when a connection breaks; we do not. */
  readonly #waiting = new Set<(error: unknown) => void>()
  /** `performance.now()` at which a server that has not answered counts as gone; 0 while nothing is asked. */
  #silentAt = 0
  readonly openedAtMs = performance.now()
  /** What it was made with. */
  readonly url: string
  onLost: () => void = () => {}

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.url = options.url
    this.#sql = postgres(options.url, {
      max: 1,
      prepare: true,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: options.connectTimeoutMs / 1000,
      connection: {
        application_name: options.applicationName,
        statement_timeout: options.statementTimeoutMs,
        lock_timeout: options.lockTimeoutMs,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      },
      onnotice: (notice) => options.log.debug({ notice: notice.message }, 'notice of the database'),
      onclose: () => this.#lose('the connection was closed'),
      socket: (target: SocketTarget) => this.#openSocket(target),
    } as postgres.Options<Record<string, never>>)
    for (const type of TEXT_TYPES) {
      this.#sql.options.parsers[type] = asText as never
      this.#sql.options.serializers[type] = asText as never
    }
    for (const type of JSON_TYPES) this.#sql.options.serializers[type] = asText as never
  }

  get isLost(): boolean {
    return this.#lost !== undefined
  }

  /** Connects, signs in, and makes sure that the server takes writes. @throws {ConnectionLost} `before`. */
  async open(): Promise<void> {
    let readOnly: unknown
    try {
      readOnly = (await this.run('show transaction_read_only'))[0]?.transaction_read_only
    } catch (cause) {
      this.destroy('the database cannot be reached')
      throw new ConnectionLost('before', 'the database cannot be reached', { cause })
    }
    if (readOnly !== 'on') return
    this.destroy('the server is a read-only standby')
    throw new ConnectionLost('before', 'the server is a read-only standby')
  }

  /** Runs one statement. With `values`, rows are arrays in the order of the columns, as drizzle wants them. */
  run(text: string, parameters: readonly unknown[] = [], values = false): Promise<Rows> {
    const { tracing } = this.#options
    if (!tracing?.isOn) return this.#run(text, parameters, values)
    return tracing.within(
      () => queryFacts(text),
      () => this.#run(text, parameters, values),
    )
  }

  #run(text: string, parameters: readonly unknown[], values: boolean): Promise<Rows> {
    if (this.#lost)
      return Promise.reject(new ConnectionLost('before', this.#lost.message, { cause: this.#lost }))
    this.#silentAt = performance.now() + this.#options.statementTimeoutMs + SILENCE_GRACE_MS
    return new Promise<Rows>((resolve, reject) => {
      const settle = () => {
        this.#waiting.delete(fail)
        if (this.#waiting.size === 0) this.#silentAt = 0
      }
      const fail = (error: unknown) => {
        settle()
        reject(error)
      }
      this.#waiting.add(fail)
      const query = this.#sql.unsafe(text, parameters as never[], { prepare: true })
      ;(values ? query.values() : query).then(
        (rows) => {
          settle()
          resolve(rows as unknown as Rows)
        },
        (error: unknown) => {
          if (!isFatal(error)) return fail(error)
          const reason = (error as Error).message
          fail(isReadOnly(error) ? error : new ConnectionLost('unknown', reason, { cause: error }))
          this.destroy(reason, error)
        },
      )
    })
  }

  /** Ends a connection whose server has stopped answering. @returns whether it did. */
  endIfSilent(nowMs: number): boolean {
    if (this.#silentAt === 0 || nowMs < this.#silentAt) return false
    this.destroy('the server does not answer')
    return true
  }

  /** Cuts the connection; whoever still waits on it gets a `ConnectionLost` with outcome `unknown`. */
  destroy(reason: string, cause?: unknown): void {
    this.#lose(reason, cause)
    this.#socket?.destroy()
  }

  /** Says goodbye and closes. */
  async close(): Promise<void> {
    this.#lose('the connection was closed')
    await this.#sql.end({ timeout: 1 }).catch(() => {})
    this.#socket?.destroy()
  }

  #lose(message: string, cause?: unknown): void {
    if (this.#lost) return
    this.#lost = new ConnectionLost('unknown', message, { cause })
    for (const fail of this.#waiting) fail(this.#lost)
    this.onLost()
  }

  async #openSocket(target: SocketTarget): Promise<Socket> {
    if (this.#lost || this.#socket) throw new Error('a connection lives once')
    try {
      return await this.#connectSocket(target)
    } catch (error) {
      // Not left to the driver: with several hosts in the URL it would tell nobody.
      this.#lose('the database cannot be reached', error)
      throw error
    }
  }

  async #connectSocket(target: SocketTarget): Promise<Socket> {
    const host = decodeURIComponent(target.host[0] ?? 'localhost')
    const port = target.port[0] ?? 5432
    // As with libpq, a host that is a folder (`%2Frun%2Fpostgresql`) holds the server's socket.
    const socket = host.startsWith('/')
      ? connect(`${host}/.s.PGSQL.${port}`)
      : connect({ host, port, noDelay: true })
    this.#socket = socket
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => socket.destroy(new Error('the database did not accept the connection in time')),
        this.#options.connectTimeoutMs,
      )
      socket
        .once('connect', resolve)
        .once('error', reject)
        .once('close', () => reject(new Error('closed')))
      socket.once('close', () => clearTimeout(timer)).once('connect', () => clearTimeout(timer))
    })
    socket.removeAllListeners()
    // The driver reads these to name the server in its TLS handshake.
    return Object.assign(socket, { host, port })
  }
}

interface SocketTarget {
  host: string[]
  port: number[]
}
