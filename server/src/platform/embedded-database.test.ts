import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from './db.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded-database.ts'
import { findEmbeddedDatabase } from './embedded-lock.ts'

// Making a database from nothing takes seconds of computing, and many of them on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
const opened: Database[] = []
let embedded: EmbeddedDatabase

function open(url = embedded.url): Database {
  const database = openDatabase({
    url,
    poolMax: 4,
    statementTimeoutMs: 3_000,
    lockTimeoutMs: 1_000,
    connectTimeoutMs: 5_000,
    applicationName: 'gatehouse-test',
    log: pino({ level: 'silent' }),
  })
  opened.push(database)
  return database
}

const closeAll = () => Promise.all(opened.splice(0).map((database) => database.close()))

beforeAll(async () => {
  embedded = await startEmbeddedDatabase({ dataDir })
  await open().sql`create table notes (id int primary key, body text)`
})
afterAll(async () => {
  await closeAll()
  await embedded?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the embedded database', () => {
  test('is a Postgres 18 that only its user can reach', async () => {
    const [row] = await open().sql<{
      version: string
    }>`select current_setting('server_version_num') as version`
    expect(Number(row?.version)).toBeGreaterThan(180_000)
    for (const folder of ['run', 'pg']) expect(statSync(join(dataDir, folder)).mode & 0o077).toBe(0)
  })

  test('lets transactions on several connections take turns', async () => {
    const database = open()
    await database.sql`insert into notes values (1, '0')`
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.db.transaction(async (tx) => {
          const [row] = await tx.execute<{ body: string }>(sql`select body from notes where id = 1`)
          await new Promise((resolve) => setTimeout(resolve, 2))
          await tx.execute(sql`update notes set body = ${String(Number(row?.body) + 1)} where id = 1`)
        }),
      ),
    )
    expect(await database.sql`select body from notes where id = 1`).toEqual([{ body: '20' }])
  })

  test('rolls back what a connection leaves unfinished', async () => {
    const client = await rawClient(embedded.url)
    client.write(simple("begin; insert into notes values (2, 'unfinished')"))
    await new Promise((resolve) => setTimeout(resolve, 100))
    client.destroy()
    expect(await open().sql`select body from notes where id = 2`).toEqual([])
  })

  test('never runs what another connection has bound', async () => {
    const [first, second] = [await rawClient(embedded.url), await rawClient(embedded.url)]
    const heard = { first: collect(first), second: collect(second) }
    first.write(Buffer.concat([parse("select 'for the first'"), BIND]))
    await new Promise((resolve) => setTimeout(resolve, 50))
    second.write(Buffer.concat([parse("select 'for the second'"), BIND, EXECUTE, SYNC]))
    await new Promise((resolve) => setTimeout(resolve, 50))
    first.write(Buffer.concat([EXECUTE, SYNC]))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(heard.first()).toContain('for the first')
    expect(heard.first()).not.toContain('for the second')
    expect(heard.second()).toContain('for the second')
    first.destroy()
    second.destroy()
  })

  test("does not let one connection's error swallow what another asks", async () => {
    const [first, second] = [await rawClient(embedded.url), await rawClient(embedded.url)]
    const heard = collect(second)
    first.write(Buffer.concat([parse('select 1 / 0'), BIND, EXECUTE]))
    await new Promise((resolve) => setTimeout(resolve, 50))
    second.write(simple("select 'an answer'"))
    first.write(SYNC)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(heard()).toContain('an answer')
    first.destroy()
    second.destroy()
  })

  test('has one process per folder, and names the one it has', async () => {
    await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`)
    expect(await findEmbeddedDatabase(dataDir)).toBe(embedded.url)
  })

  test('keeps what was committed over a stop, and is found no more meanwhile', async () => {
    await open().sql`insert into notes values (3, 'kept')`
    await closeAll()
    await embedded.stop()
    expect(await findEmbeddedDatabase(dataDir)).toBeUndefined()
    embedded = await startEmbeddedDatabase({ dataDir })
    expect(await open().sql`select body from notes where id = 3`).toEqual([{ body: 'kept' }])
  })

  test('takes over the folder of a process that was killed, with all it had committed', async () => {
    await closeAll()
    await embedded.stop()
    await insertAndDie(dataDir)
    embedded = await startEmbeddedDatabase({ dataDir })
    expect(await open().sql`select body from notes where id = 4`).toEqual([{ body: 'killed' }])
  })

  test('takes over a folder whose lock names a process that lives on as something else', async () => {
    await closeAll()
    await embedded.stop()
    const stale = { pid: process.ppid, sinceMs: 0, url: embedded.url }
    writeFileSync(join(dataDir, 'pg.lock'), JSON.stringify(stale))
    embedded = await startEmbeddedDatabase({ dataDir })
    expect(await open().sql`select 1 as one`).toEqual([{ one: 1 }])
  })
})

test('begins anew in a folder whose first start was interrupted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  mkdirSync(join(folder, 'pg.new/base'), { recursive: true })
  writeFileSync(join(folder, 'pg.new/PG_VERSION'), '18')
  const first = await startEmbeddedDatabase({ dataDir: folder })
  expect(await open(first.url).sql`select 1 as one`).toEqual([{ one: 1 }])
  await closeAll()
  await first.stop()
  expect(readdirSync(folder).sort()).toEqual(['pg', 'run'])
  rmSync(folder, { recursive: true, force: true })
})

/** Another process, which commits a row and is killed with the database running. */
async function insertAndDie(folder: string): Promise<void> {
  const source = `
    import { pino } from 'pino'
    import { openDatabase } from './db.ts'
    import { startEmbeddedDatabase } from './embedded-database.ts'
    const { url } = await startEmbeddedDatabase({ dataDir: ${JSON.stringify(folder)} })
    const database = openDatabase({ url, poolMax: 1, statementTimeoutMs: 3000, lockTimeoutMs: 1000,
      connectTimeoutMs: 1000, applicationName: 'killed', log: pino({ level: 'silent' }) })
    await database.sql\`insert into notes values (4, 'killed')\`
    process.kill(process.pid, 'SIGKILL')
  `
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const signal = await new Promise((resolve) => child.on('exit', (_, ended) => resolve(ended)))
  expect(signal).toBe('SIGKILL')
}

// The wire protocol by hand (PostgreSQL 18, section 54.7), since a driver never leaves an exchange half done.
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}
const simple = (text: string) => message('Q', Buffer.from(`${text}\0`))
const parse = (text: string) => message('P', Buffer.from(`\0${text}\0\0\0`))
const BIND = message('B', Buffer.alloc(8))
const EXECUTE = message('E', Buffer.alloc(5))
const SYNC = message('S', Buffer.alloc(0))

async function rawClient(url: string): Promise<Socket> {
  const socket = connect(join(decodeURIComponent(new URL(url).hostname), '.s.PGSQL.5432'))
  const parameters = Buffer.from('user\0postgres\0\0')
  const startup = Buffer.alloc(8)
  startup.writeInt32BE(parameters.length + 8)
  startup.writeInt32BE(196_608, 4)
  socket.write(Buffer.concat([startup, parameters]))
  await new Promise((resolve) => socket.once('data', resolve))
  return socket
}

function collect(socket: Socket): () => string {
  const parts: Buffer[] = []
  socket.on('data', (bytes: Buffer) => parts.push(bytes))
  return () => Buffer.concat(parts).toString('latin1')
}
