import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect, newDatabaseName, withDatabase } from '../harness/databases.ts'
import { freePort } from '../harness/free-port.ts'
import { buildServer, root } from './support/built-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'))
const source = inject('databaseSource')
const running = new Set<ChildProcess>()

beforeAll(buildServer)
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function start(file: 'main.js' | 'cli.js', words: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'server/dist', file), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  running.add(child)
  return child
}

/** Runs a command to its end, as a script would: nobody watches, so nothing moves on the screen. */
async function gatehouse(words: string[], env: Record<string, string>) {
  const child = start('cli.js', words, env)
  let out = ''
  let err = ''
  child.stdout?.on('data', (bytes: Buffer) => (out += bytes))
  child.stderr?.on('data', (bytes: Buffer) => (err += bytes))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, out, err }
}

describe('the command line, as it is shipped', () => {
  const embedded = { DATA_DIR: join(folder, 'data'), METRICS_PORT: '0' }
  const tokenIn = (text: string) => /token=(rst_[\w-]+)/.exec(text)?.[1]

  test('A1 makes the first administrator on a database that does not exist yet, and beside a running server', async () => {
    const first = await gatehouse(['admin', 'create', '--email', 'root@example.org'], embedded)
    expect(first, first.err).toMatchObject({ status: 0, err: '' })
    const port = await freePort()
    const server = start('main.js', [], { ...embedded, PORT: String(port) })
    const post = (path: string, body: object) =>
      fetch(`http://localhost:${port}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).catch(() => undefined)
    const reset = { token: tokenIn(first.out), newPassword: 'plum orchard at night' }
    await expect
      .poll(async () => (await post('/password-reset/confirm', reset))?.status, { timeout: 30_000 })
      .toBe(204)
    const second = await gatehouse(['admin', 'create', '--email', 'two@example.org'], embedded)
    expect(second, second.err).toMatchObject({ status: 0, err: '' })
    expect((await post('/password-reset/confirm', { ...reset, token: tokenIn(second.out) }))?.status).toBe(
      204,
    )

    const file = join(folder, 'people.ndjson')
    writeFileSync(file, '{"email":"ada@example.org","displayName":"Ada","isVerified":true}\nno json\n')
    expect(await gatehouse(['users', 'import', file], embedded)).toEqual({
      status: 1,
      out: '1 created, 0 exist already, 1 bad lines.\n',
      err: 'line 2: The line is no JSON. (row.not_json)\n',
    })
    const log = await gatehouse(['audit', 'export'], embedded)
    expect(log.out.split('\n')[0]).toContain('admin.audit_exported')
    expect((await gatehouse(['audit', 'verify'], embedded)).status).toBe(0)
    server.kill('SIGTERM')
    await once(server, 'exit')
  })

  test.skipIf(source.kind !== 'postgres')('says so where the database is not up to date', async () => {
    const adminUrl = source.kind === 'postgres' ? source.adminUrl : ''
    const name = newDatabaseName('gh_test_cli')
    const admin = connect(adminUrl)
    await admin.unsafe(`CREATE DATABASE ${name}`)
    const env = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://id.example.org',
      SECRET_KEY: 'Hy6Vn2Ce8Kt4Rw0Jp5Lx9Bd3Qz7Ms1Gf-Aa2Uu4Ii6Oo',
      DATABASE_URL: withDatabase(adminUrl, name),
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'no-reply@example.org',
      REDIS_URL: process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379',
    }
    const create = ['admin', 'create', '--email', 'root@example.org']
    const early = await gatehouse(create, env)
    expect(early).toMatchObject({ status: 1, out: '' })
    expect(early.err).toContain('gatehouse migrate up')
    expect((await gatehouse(['migrate', 'up'], env)).status).toBe(0)
    const { status, out, err } = await gatehouse(create, env)
    expect(status, err).toBe(0)
    expect(out).toContain('https://id.example.org/reset-password?token=rst_')
    await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  })
})
