import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { LeasedDatabase } from '../../../test/harness/databases.ts'
import { leaseDatabase } from '../../../test/harness/leases.ts'
import { IdentityError } from '../kit/identity-error.ts'
import { type Database, openDatabase, toIdentityError } from './db.ts'

let lease: LeasedDatabase
let database: Database

beforeAll(async () => {
  lease = await leaseDatabase(inject('databaseSource'))
  database = openDatabase({
    url: lease.url,
    poolMax: 4,
    statementTimeoutMs: 3_000,
    lockTimeoutMs: 1_000,
    connectTimeoutMs: 5_000,
    applicationName: 'gatehouse-test',
    log: pino({ level: 'silent' }),
  })
  await database.sql`create table notes (id int primary key, body text)`
})
afterAll(async () => {
  await database?.close()
  await lease?.release()
})

const bodyOf = async (id: number) =>
  (await database.sql<{ body: string }>`select body from notes where id = ${id}`)[0]?.body

describe('the database port', () => {
  test('answers each caller with their own rows, whatever runs beside', async () => {
    const wanted = Array.from({ length: 200 }, (_, index) => `row ${index}`)
    const rows = await Promise.all(
      wanted.map((text) => database.sql<{ v: string }>`select ${text}::text as v`),
    )
    expect(rows.map(([row]) => row?.v)).toEqual(wanted)
  })

  test('keeps what a transaction has written once it has ended, and nothing of one that failed', async () => {
    await database.db.transaction((tx) => tx.execute(sql`insert into notes values (1, 'kept')`))
    await expect(
      database.db.transaction(async (tx) => {
        await tx.execute(sql`insert into notes values (2, 'lost')`)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await bodyOf(1)).toBe('kept')
    expect(await bodyOf(2)).toBeUndefined()
  })

  test('undoes an inner transaction that failed and keeps the outer one', async () => {
    await database.db.transaction(async (tx) => {
      await tx.execute(sql`insert into notes values (3, 'outer')`)
      await tx
        .transaction(async (inner) => {
          await inner.execute(sql`insert into notes values (4, 'inner')`)
          throw new Error('inner')
        })
        .catch(() => {})
    })
    expect(await bodyOf(3)).toBe('outer')
    expect(await bodyOf(4)).toBeUndefined()
  })

  test('does not report success for a transaction whose failed statement somebody swallowed', async () => {
    const swallowing = database.db.transaction(async (tx) => {
      await tx.execute(sql`insert into notes values (5, 'lost')`)
      await tx.execute(sql`select 1 / 0`).catch(() => {})
    })
    await expect(swallowing).rejects.toThrow('division by zero')
    expect(await bodyOf(5)).toBeUndefined()
  })

  test('lets transactions side by side add up', async () => {
    await database.sql`insert into notes values (6, '0')`
    await Promise.all(
      Array.from({ length: 12 }, () =>
        database.db.transaction(async (tx) => {
          const [row] = await tx.execute<{ body: string }>(
            sql`select body from notes where id = 6 for update`,
          )
          await tx.execute(sql`update notes set body = ${String(Number(row?.body) + 1)} where id = 6`)
        }),
      ),
    )
    expect(await bodyOf(6)).toBe('12')
  })

  test('runs a transaction again that met a serialization failure, and gives up after three more tries', async () => {
    const fail = sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`
    let runs = 0
    const heals = database.db.transaction(async (tx) => {
      runs += 1
      if (runs < 3) await tx.execute(fail)
      return 'done'
    })
    expect(await heals).toBe('done')
    expect(runs).toBe(3)

    runs = 0
    const neverHeals = database.db.transaction(async (tx) => {
      runs += 1
      await tx.execute(fail)
    })
    await expect(neverHeals).toFailWith('unavailable')
    expect(runs).toBe(4)
  })

  test('leaves an error of the statement itself as it is', async () => {
    await expect(database.sql`insert into notes values (1, 'twice')`).rejects.toMatchObject({ code: '23505' })
    expect(toIdentityError(new Error('anything'))).toBeUndefined()
  })

  test("finds what unavailability means under drizzle's wrapping", async () => {
    const cause = Object.assign(new Error('terminating connection'), { code: '57P01' })
    const wrapped = new Error('Failed query', { cause })
    expect(toIdentityError(wrapped)).toBeInstanceOf(IdentityError)
    expect(toIdentityError(wrapped)).toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 2,
      retryable: undefined,
    })
    const own = new IdentityError('not_found')
    expect(toIdentityError(new Error('Failed query', { cause: own }))).toBe(own)
  })
})
