import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect, newDatabaseName, withDatabase } from '../harness/databases.ts'
import { freePort } from '../harness/free-port.ts'
import { startTcpProxy } from '../harness/tcp-proxy.ts'
import { buildServer, root } from './support/built-server.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
const running = new Set<ChildProcess>()
const source = inject('databaseSource')

interface Started {
  process: ChildProcess
  said: () => string
  ended: Promise<number | null>
}

function start(file: 'main.js' | 'cli.js', env: Record<string, string>, commands: string[] = []): Started {
  const child = spawn(process.execPath, [join(root, 'server/dist', file), ...commands], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, ...env },
  })
  running.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes))
  const ended = once(child, 'exit').then(([status]) => status as number | null)
  return { process: child, said: () => said, ended }
}

const production = (databaseUrl: string, port: number) => ({
  NODE_ENV: 'production',
  PORT: String(port),
  METRICS_PORT: '0',
  PUBLIC_URL: 'https://id.example.org',
  SECRET_KEY: 'Hy6Vn2Ce8Kt4Rw0Jp5Lx9Bd3Qz7Ms1Gf-Aa2Uu4Ii6Oo',
  DATABASE_URL: databaseUrl,
  REDIS_URL: process.env.TEST_REDIS_URL ?? '',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'no-reply@example.org',
  SHUTDOWN_DELAY_MS: '0',
})

async function taken(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** The status a path answers with; 0 while nothing does. Production knows its own host name only. */
const statusOf = (port: number, path: string): Promise<number> =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    ({ status }) => status,
    () => 0,
  )

beforeAll(async () => {
  await buildServer()
})
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a server that cannot start', () => {
  test('because of its configuration says all of it without values and exits with 78', async () => {
    const server = start('main.js', { NODE_ENV: 'production', PORT: 'eighty', SECRET_KEY: 'tiny-value' })
    expect(await server.ended).toBe(78)
    for (const name of ['PORT', 'SECRET_KEY', 'PUBLIC_URL', 'DATABASE_URL'])
      expect(server.said()).toContain(name)
    expect(server.said()).not.toMatch(/eighty|tiny-value/)
  })

  test('because its port is taken says so, and which other to use', async () => {
    const other = await taken()
    const server = start('main.js', { PORT: String(other.port) })
    expect(await server.ended).toBe(1)
    expect(server.said()).toContain(`Port ${other.port} of 127.0.0.1 is taken`)
    await other.free()
  })
})

describe.skipIf(source.kind !== 'postgres' || !process.env.TEST_REDIS_URL)('a server in production', () => {
  const adminUrl = source.kind === 'postgres' ? source.adminUrl : ''
  const name = newDatabaseName('gh_test_start')
  afterAll(async () => {
    const admin = connect(adminUrl)
    await admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.end()
  })

  test('serves nothing but probes until the database is there and migrated, and then serves without a restart', async () => {
    const { hostname, port: databasePort } = new URL(adminUrl)
    const proxy = await startTcpProxy({ host: hostname, port: Number(databasePort || 5432) })
    await proxy.refuse()
    const url = new URL(withDatabase(adminUrl, name))
    url.hostname = '127.0.0.1'
    url.port = String(proxy.port)
    const port = await freePort()
    const server = start('main.js', production(url.href, port))
    await expect.poll(() => statusOf(port, '/health'), { timeout: 20_000 }).toBe(200)
    expect(await statusOf(port, '/ready')).toBe(503)

    const admin = connect(adminUrl)
    await admin.unsafe(`CREATE DATABASE ${name}`)
    await admin.end()
    await proxy.reopen()
    const pending = await fetch(`http://127.0.0.1:${port}/ready`)
    expect([pending.status, await pending.json()]).toMatchObject([503, { checks: { schema: 'failed' } }])

    const migrate = start('cli.js', production(withDatabase(adminUrl, name), port), ['migrate', 'up'])
    expect(await migrate.ended, migrate.said()).toBe(0)
    await expect.poll(() => statusOf(port, '/ready'), { timeout: 10_000 }).toBe(200)
    server.process.kill('SIGTERM')
    expect(await server.ended, server.said()).toBe(0)
    await proxy.close()
  })
})
