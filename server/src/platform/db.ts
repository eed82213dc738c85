import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Connection, Rows } from './db-connection.ts'
import {
  ConnectionLost,
  codeOf,
  isReadOnly,
  isTransient,
  reasonOf,
  toIdentityError,
  unavailable,
} from './db-errors.ts'
import { Pool, type PoolLoad } from './db-pool.ts'
import type { Log } from './log.ts'
import type { Tracing } from './tracing.ts'

export { isRefusedValue, toIdentityError } from './db-errors.ts'

/** What a store takes: the database, or a transaction of it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>

/** The pool, and the drizzle view of it that stores use. */
export interface Database {
  readonly db: Db
  /** One statement past drizzle, for the few hot ones and for health checks. */
  sql<Row = Record<string, unknown>>(text: TemplateStringsArray, ...parameters: unknown[]): Promise<Row[]>
  /** How many connections are lent and how many wait to be, and how many callers wait for one. */
  load(): PoolLoad
  /** Takes other credentials, for connections that are made from now on. Those there are serve until they come back. */
  renew(url: string): void
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  poolMax: number
  statementTimeoutMs: number
  lockTimeoutMs: number
  connectTimeoutMs: number
  applicationName: string
  log: Log
  tracing?: Tracing | undefined
  /** As `PoolOptions` has it. */
  onRefused?: (() => Promise<void>) | undefined
}

/** How long a statement or transaction waits for a free connection. */
const ACQUIRE_TIMEOUT_MS = 1_000

/** Tries of work that Postgres asks to repeat: the first, and three more. */
const TRIES = 4

const REPORT_INTERVAL_MS = 1_000

/**
 * The database, over a pool whose every wait is bounded. Whatever goes wrong with the connection rather than with
 * the statement is thrown as `unavailable`; with `retryable` where the effect may have happened all the same.
 * Work that met a deadlock or a serialization failure is repeated, so a transaction's function may run again.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({ ...options, acquireTimeoutMs: ACQUIRE_TIMEOUT_MS })
  const gate = new Gate(pool, options.log)
  // Drizzle asks a client for these four; it is given our pool in place of the driver's own.
  const client = {
    options: { parsers: {}, serializers: {} },
    unsafe: (text: string, parameters?: unknown[]) =>
      new Statement((values) => gate.once((connection) => connection.run(text, parameters, values))),
    begin: (work: (scope: Scope) => Promise<unknown>) => gate.transaction(work),
  }
  return {
    db: drizzle({ client: client as unknown as postgres.Sql, casing: 'snake_case' }),
    sql: async <Row>(text: TemplateStringsArray, ...parameters: unknown[]) => {
      const statement = text.reduce((before, part, index) => `${before}$${index}${part}`)
      return [...(await gate.once((connection) => connection.run(statement, parameters)))] as Row[]
    },
    load: () => pool.load(),
    renew: (url) => pool.renew(url),
    close: () => pool.close(),
  }
}

/** A statement that drizzle awaits as it is, for rows as objects, or asks for `values()`. */
class Statement implements PromiseLike<Rows> {
  readonly #run: (values: boolean) => Promise<Rows>

  constructor(run: (values: boolean) => Promise<Rows>) {
    this.#run = run
  }

  values(): Promise<Rows> {
    return this.#run(true)
  }

  // biome-ignore lint/suspicious/noThenProperty: drizzle awaits what `unsafe` answers
  then: PromiseLike<Rows>['then'] = (resolve, reject) => this.#run(false).then(resolve, reject)
}

/** The way to a connection and back, and what its failures mean. */
class Gate {
  readonly #pool: Pool
  readonly #log: Log
  #unreported = 0
  #reportAgainAtMs = 0

  constructor(pool: Pool, log: Log) {
    this.#pool = pool
    this.#log = log
  }

  once<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#repeating(async () => {
      const connection = await this.#pool.acquire()
      try {
        return await work(connection)
      } finally {
        this.#pool.release(connection)
      }
    })
  }

  transaction<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
    return this.once(async (connection) => {
      const scope = new Scope(connection)
      let result: Result
      try {
        await connection.run('begin')
        result = await work(scope)
      } catch (error) {
        // A connection that cannot even roll back is cut: the server then rolls back by itself.
        await connection.run('rollback').catch(() => connection.destroy('the rollback failed'))
        throw beforeCommit(error)
      }
      const { command } = await connection.run('commit')
      if (command !== 'COMMIT') throw scope.firstFailure ?? new Error(`commit answered ${command}`)
      for (const work of scope.onCommit) work()
      return result
    })
  }

  async #repeating<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let tried = 1; ; tried++) {
      try {
        return await work()
      } catch (error) {
        if (isTransient(error) && tried < TRIES) {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** tried))
          continue
        }
        throw this.#translate(error)
      }
    }
  }

  #translate(error: unknown): unknown {
    const identityError = toIdentityError(error)
    if (!identityError || identityError === error) return error
    if (isReadOnly(error)) this.#pool.recycle()
    this.#report(error)
    return identityError
  }

  /** Says it in the log once a second at the most: in an outage every request finds out. */
  #report(error: unknown): void {
    this.#unreported += 1
    if (performance.now() < this.#reportAgainAtMs) return
    this.#reportAgainAtMs = performance.now() + REPORT_INTERVAL_MS
    // Not the error itself: drizzle's carries the parameters.
    const facts = { code: codeOf(error), reason: reasonOf(error), count: this.#unreported }
    this.#unreported = 0
    this.#log.warn({ dependency: 'database', ...facts }, 'the database is not available')
  }
}

/** A connection lost before COMMIT was asked for has had no effect, whatever was under way on it. */
function beforeCommit(error: unknown): unknown {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof ConnectionLost) return unavailable(error, false)
  }
  return error
}

/** What drizzle runs a transaction's statements on. */
class Scope {
  readonly options = { parsers: {}, serializers: {} }
  readonly #connection: Connection
  readonly #depth: number
  /** Remembered for a COMMIT that turns out a ROLLBACK because somebody swallowed it. */
  firstFailure: unknown
  /** What `afterCommit` was given. */
  readonly onCommit: (() => void)[] = []

  constructor(connection: Connection, depth = 0) {
    this.#connection = connection
    this.#depth = depth
  }

  unsafe(text: string, parameters?: unknown[]): Statement {
    return new Statement((values) =>
      this.#connection.run(text, parameters, values).catch((error: unknown) => {
        this.firstFailure ??= error
        throw error
      }),
    )
  }

  /** Drizzle's migrator opens a transaction of its own, whatever it is given. */
  begin<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
    return this.savepoint(work)
  }

  async savepoint<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
    const name = `depth_${this.#depth + 1}`
    await this.#connection.run(`savepoint ${name}`)
    try {
      const inner = new Scope(this.#connection, this.#depth + 1)
      const result = await work(inner)
      await this.#connection.run(`release savepoint ${name}`)
      this.onCommit.push(...inner.onCommit)
      return result
    } catch (error) {
      await this.#connection.run(`rollback to savepoint ${name}`).catch(() => {})
      throw error
    }
  }
}
