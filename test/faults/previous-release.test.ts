import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freePort } from '../harness/free-port.ts'
import { canRace } from '../harness/index.ts'
import { leaseDatabase } from '../harness/leases.ts'
import { buildServer, killServers, root, startServer } from './support/built-server.ts'

/** The commit of the release that still serves while the next one is rolled out. */
const previous = readFileSync(join(root, 'drizzle/previous-release'), 'utf8').trim()
const password = 'plum orchard at night'

const git = (...words: string[]) => execFileSync('git', words, { cwd: root, maxBuffer: 256 * 2 ** 20 })

/** A copy without its history (an archive, a shallow clone) has no earlier release to try. */
function hasPrevious(): boolean {
  try {
    git('cat-file', '-e', `${previous}^{commit}`)
    return true
  } catch {
    console.warn(`\n  SKIPPED: the release before, ${previous}, is not in this copy’s history.\n`)
    return false
  }
}

/** The earlier release's own sources, built with the packages that are installed here. */
function buildPrevious(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-previous-'))
  execFileSync('tar', ['-x', '-C', folder], { input: git('archive', previous) })
  for (const part of ['.', ...readdirSync(folder)]) {
    const modules = join(root, part, 'node_modules')
    if (existsSync(modules)) symlinkSync(modules, join(folder, part, 'node_modules'))
  }
  const build = `import { buildIfStale } from './scripts/build.ts'; await buildIfStale()`
  execFileSync(process.execPath, ['--input-type=module', '-e', build], {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, GIT_COMMIT: previous },
  })
  return folder
}

async function call(url: string, method: string, path: string, body?: object, token?: string) {
  const { port } = new URL(url)
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'x-request-id': `to-port-${port}`,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> }
}

describe.skipIf(!canRace || !hasPrevious())('beside the release before, on one database', () => {
  let release: (() => Promise<void>) | undefined
  let folder = ''
  let older = ''
  let newer = ''

  beforeAll(async () => {
    // Migrated by this version.
    const lease = await leaseDatabase(inject('databaseSource'))
    release = lease.release
    await buildServer()
    folder = buildPrevious()
    const env = { PUBLIC_URL: `http://127.0.0.1:${await freePort()}` }
    older = (await startServer(lease.url, env, folder)).url
    newer = (await startServer(lease.url, env)).url
  })
  afterAll(async () => {
    await killServers()
    if (folder) rmSync(folder, { recursive: true, force: true })
    await release?.()
  })

  async function verifiedBy(url: string, email: string): Promise<void> {
    expect((await call(url, 'POST', '/register', { email, password, displayName: 'Somebody' })).status).toBe(
      202,
    )
    const giveUpAt = Date.now() + 20_000
    for (;;) {
      // Whichever of the two sent it: each has a mailbox of its own.
      const boxes = await Promise.all(
        [older, newer].map(async (at) => (await fetch(`${at}/dev/mailbox.json`)).json()),
      )
      const mails = boxes.flat() as { to: string; text: string }[]
      const token = /verify-email\?token=([\w-]+)/.exec(mails.find(({ to }) => to === email)?.text ?? '')?.[1]
      if (token) {
        expect((await call(url, 'POST', '/verify-email', { token })).status).toBe(200)
        return
      }
      if (Date.now() > giveUpAt) throw new Error('no mail came')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  test('F14 what either of them does, the other carries on', async () => {
    const versions = await Promise.all(
      [older, newer].map(async (url) => (await call(url, 'GET', '/version')).body.commit),
    )
    expect(versions[0]).toBe(previous)
    expect(versions[1]).not.toBe(previous)
    for (const [begins, goesOn] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const email = `person-of-${new URL(begins).port}@example.org`
      await verifiedBy(begins, email)
      const session = await call(begins, 'POST', '/login', { email, password })
      expect(session.status).toBe(200)
      const me = await call(goesOn, 'GET', '/me', undefined, session.body.accessToken as string)
      expect(me).toMatchObject({ status: 200, body: { email } })
      const refreshed = await call(goesOn, 'POST', '/refresh', { refreshToken: session.body.refreshToken })
      expect(refreshed.status).toBe(200)
      const again = await call(begins, 'POST', '/login', { email, password })
      const token = again.body.accessToken as string
      expect((await call(goesOn, 'POST', '/me/sessions/revoke-others', {}, token)).status).toBe(204)
      const ended = await call(begins, 'GET', '/me', undefined, refreshed.body.accessToken as string)
      expect(ended.status).toBe(401)
      expect((await call(begins, 'DELETE', '/me', {}, token)).status).toBe(202)
      expect((await call(goesOn, 'GET', '/me', undefined, token)).status).toBe(401)
    }
  })

  test('F14 both say that they are ready', async () => {
    for (const url of [older, newer]) expect((await fetch(`${url}/ready`)).status).toBe(200)
  })
})
