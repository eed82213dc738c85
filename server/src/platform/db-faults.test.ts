import { createServer, type Server } from 'node:net'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { LeasedDatabase } from '../../../test/harness/databases.ts'
import { leaseDatabase } from '../../../test/harness/leases.ts'
import { startTcpProxy, type TcpProxy } from '../../../test/harness/tcp-proxy.ts'
import { type Database, type DatabaseOptions, openDatabase } from './db.ts'

const source = inject('databaseSource')
const opened: Database[] = []
let lease: LeasedDatabase
let proxy: TcpProxy

function open(changes: Partial<DatabaseOptions> = {}): Database {
  const throughProxy = new URL(lease.url)
  throughProxy.hostname = '127.0.0.1'
  throughProxy.port = String(proxy.port)
  const database = openDatabase({
    url: throughProxy.href,
    poolMax: 4,
    statementTimeoutMs: 3_000,
    lockTimeoutMs: 1_000,
    connectTimeoutMs: 1_000,
    applicationName: 'gatehouse-test',
    log: pino({ level: 'silent' }),
    ...changes,
  })
  opened.push(database)
  return database
}

/** How long it takes until `work` fails, in ms. */
async function msToFail(work: PromiseLike<unknown>): Promise<number> {
  const startedAtMs = performance.now()
  await expect(Promise.resolve(work)).toFailWith('unavailable')
  return performance.now() - startedAtMs
}

async function msToRecover(database: Database): Promise<number> {
  const startedAtMs = performance.now()
  for (;;) {
    const works = await database.sql`select 1`.then(
      () => true,
      () => false,
    )
    if (works) return performance.now() - startedAtMs
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

// What they would break on PGlite is Postgres's own: timeouts, terminated backends.
describe.skipIf(source.kind !== 'postgres')('the database port, when the database fails', () => {
  beforeAll(async () => {
    lease = await leaseDatabase(source)
    const { hostname, port } = new URL(lease.url)
    proxy = await startTcpProxy({ host: hostname, port: Number(port || 5432) })
    const database = open()
    await database.sql`create table notes (id serial, body text)`
    await database.sql`create unlogged table counters (id int primary key, n int)`
    await database.sql`insert into counters values (1, 0), (2, 0)`
  })
  const closeAll = async () => {
    for (const database of opened.splice(0)) await database.close()
  }
  afterEach(async () => {
    proxy.onClientBytes = () => true
    proxy.thaw()
    await closeAll()
  })
  afterAll(async () => {
    await proxy?.close()
    await lease?.release()
  })

  const count = async (database: Database, body: string) =>
    Number((await database.sql<{ n: string }>`select count(*) as n from notes where body = ${body}`)[0]?.n)

  test('waits a second for a free connection, and no longer', async () => {
    const database = open({ poolMax: 2 })
    const busy = [database.sql`select pg_sleep(2)`, database.sql`select pg_sleep(2)`]
    const waited = await msToFail(database.sql`select 1`)
    expect(waited).toBeGreaterThan(900)
    expect(waited).toBeLessThan(1_300)
    await Promise.all(busy)
  })

  test('ends a statement after three seconds and a wait for a lock after one', async () => {
    const database = open()
    const slow = await msToFail(database.sql`select pg_sleep(9)`)
    expect(slow).toBeLessThan(3_500)

    let waitedMs = 0
    await database.db.transaction(async (tx) => {
      await tx.execute(sql`update counters set n = n + 1 where id = 1`)
      waitedMs = await msToFail(database.sql`update counters set n = n + 1 where id = 1`)
    })
    expect(waitedMs).toBeGreaterThan(900)
    expect(waitedMs).toBeLessThan(1_500)
  })

  test('answers at once where nothing listens', async () => {
    const database = open({ url: 'postgres://nobody@127.0.0.1:1/none' })
    expect(await msToFail(database.sql`select 1`)).toBeLessThan(1_000)
  })

  test('answers within three seconds where connections are taken and nothing is said', async () => {
    const mute: Server = createServer(() => {})
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as { port: number }
    const database = open({ url: `postgres://nobody@127.0.0.1:${port}/none` })
    expect(await msToFail(database.sql`select 1`)).toBeLessThan(3_000)
    await database.close()
    mute.close()
  })

  test('lets one at a time find out whether a server answers again, however many wait', async () => {
    let connections = 0
    const mute: Server = createServer(() => {
      connections += 1
    })
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as { port: number }
    const database = open({ url: `postgres://nobody@127.0.0.1:${port}/none` })
    const many = () => Promise.all(Array.from({ length: 20 }, () => msToFail(database.sql`select 1`)))
    await many()
    const before = connections
    await many()
    expect(connections - before).toBe(1)
    await database.close()
    mute.close()
  })

  test('notices that a server has fallen silent although the clock is set back meanwhile', async () => {
    const database = open({ poolMax: 1, statementTimeoutMs: 500 })
    await database.sql`select 1`
    proxy.freeze()
    const waited = msToFail(database.sql`select 1`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
    try {
      expect(await waited).toBeLessThan(10_000)
    } finally {
      vi.useRealTimers()
    }
  })

  test('gives up on connections that fall silent, and works again when the network does', async () => {
    const database = open()
    await Promise.all(Array.from({ length: 4 }, () => database.sql`select pg_sleep(0.05)`))
    proxy.freeze()
    const waits = await Promise.all(Array.from({ length: 12 }, () => msToFail(database.sql`select 1`)))
    expect(Math.max(...waits)).toBeLessThan(10_000)
    proxy.thaw()
    expect(await msToRecover(database)).toBeLessThan(2_000)
  })

  test('survives every way of losing connections under load, and recovers without a restart', async () => {
    const database = open({ poolMax: 8 })
    let isOver = false
    const outcomes = new Set<string>()
    const load = Array.from({ length: 16 }, async (_, index) => {
      while (!isOver) {
        const work =
          index % 2 === 0
            ? database.sql`select ${'x'.repeat(index * 300)}::text`
            : database.db.transaction(async (tx) => {
                await tx.execute(sql`insert into notes (body) values ('load')`)
                await tx.execute(sql`select pg_sleep(0.001)`)
              })
        outcomes.add(
          await Promise.resolve(work).then(
            () => 'ok',
            (error: { code?: string; cause?: { code?: string } }) =>
              error.code ?? error.cause?.code ?? String(error),
          ),
        )
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    })
    const admin = openDatabase({ ...openOptions(), url: lease.url })
    for (let round = 0; round < 8; round++) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      proxy.cut('reset')
      await new Promise((resolve) => setTimeout(resolve, 60))
      proxy.cut('end')
      await new Promise((resolve) => setTimeout(resolve, 60))
      await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
    }
    await proxy.refuse()
    await new Promise((resolve) => setTimeout(resolve, 300))
    await proxy.reopen()
    const recoveredMs = await msToRecover(database)
    isOver = true
    await Promise.all(load)
    await admin.close()
    // Vitest fails the run for anything that is thrown where nobody awaits.
    expect([...outcomes].sort()).toEqual(['ok', 'unavailable'])
    expect(recoveredMs).toBeLessThan(10_000)
  })

  test('never holds more connections than it may, whatever breaks', async () => {
    await closeAll()
    await expect.poll(() => proxy.open()).toBe(0)
    proxy.peak = 0
    const database = open({ poolMax: 3 })
    for (let round = 0; round < 6; round++) {
      const calls = Array.from({ length: 30 }, () => database.sql`select pg_sleep(0.02)`.catch(() => {}))
      await new Promise((resolve) => setTimeout(resolve, 40))
      proxy.cut('reset')
      await Promise.all(calls)
    }
    expect(proxy.peak).toBe(3)
  })

  test('says that a change may have happened when the connection is lost at COMMIT', async () => {
    const database = open()
    proxy.onClientBytes = (bytes) => {
      if (!bytes.includes('commit')) return true
      setImmediate(() => proxy.cut('reset'))
      return false
    }
    const lost = database.db.transaction((tx) => tx.execute(sql`insert into notes (body) values ('unknown')`))
    await expect(lost).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    proxy.onClientBytes = () => true
    // This time the server never heard of it.
    expect(await count(database, 'unknown')).toBe(0)
  })

  test('never runs the rest of a transaction outside of it, after its connection is lost', async () => {
    const database = open()
    const broken = database.db.transaction(async (tx) => {
      await tx.execute(sql`insert into notes (body) values ('half')`)
      proxy.cut('end')
      await new Promise((resolve) => setTimeout(resolve, 50))
      await tx.execute(sql`insert into notes (body) values ('half')`).catch(() => {})
      await tx.execute(sql`insert into notes (body) values ('half')`)
    })
    await expect(broken).rejects.toMatchObject({ code: 'unavailable', retryable: undefined })
    expect(await count(database, 'half')).toBe(0)
  })

  test('repeats the loser of a deadlock, so that both transactions end well', async () => {
    const database = open({ lockTimeoutMs: 5_000 })
    const add = (first: number, second: number) =>
      database.db.transaction(async (tx) => {
        await tx.execute(sql`update counters set n = n + 1 where id = ${first}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
        await tx.execute(sql`update counters set n = n + 1 where id = ${second}`)
      })
    const [before] = await database.sql<{ n: string }>`select sum(n) as n from counters`
    await Promise.all([add(1, 2), add(2, 1)])
    const [after] = await database.sql<{ n: string }>`select sum(n) as n from counters`
    expect(Number(after?.n) - Number(before?.n)).toBe(4)
  })

  test('leaves a server that has become read-only for the one that takes writes', async () => {
    const database = open({ poolMax: 2 })
    // As a primary that was demoted: connections stay, and writes on them are refused.
    await Promise.all(
      [1, 2].map(
        () => database.sql`select set_config('default_transaction_read_only', 'on', false), pg_sleep(0.1)`,
      ),
    )
    await expect(Promise.resolve(database.sql`insert into notes (body) values ('x')`)).toFailWith(
      'unavailable',
    )
    await database.sql`insert into notes (body) values ('after failover')`
    expect(await count(database, 'after failover')).toBe(1)
  })

  test('ends a transaction that does nothing for ten seconds', async () => {
    const [row] = await open().sql<{ idle: string; durable: string }>`
      select current_setting('idle_in_transaction_session_timeout') as idle,
        current_setting('synchronous_commit') as durable`
    expect(row).toEqual({ idle: '10s', durable: 'on' })
  })
})

function openOptions(): Omit<DatabaseOptions, 'url'> {
  return {
    poolMax: 1,
    statementTimeoutMs: 3_000,
    lockTimeoutMs: 1_000,
    connectTimeoutMs: 1_000,
    applicationName: 'gatehouse-test-admin',
    log: pino({ level: 'silent' }),
  }
}
