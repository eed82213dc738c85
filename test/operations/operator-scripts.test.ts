import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withVariables } from '../../scripts/setup-oauth.ts'
import { type ListeningWorld, startListeningWorld } from '../sdk/listening-world.ts'

const root = join(import.meta.dirname, '../..')

interface Ended {
  status: number
  said: string
}

const runScript = (name: string, words: string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env } }
    const child = execFile(
      process.execPath,
      [join(root, 'scripts', name), ...words],
      options,
      (error, out, err) => resolve({ status: error ? Number(error.code) : 0, said: out + err }),
    )
    child.stdin?.end()
  })

describe('scripts/test-login', () => {
  let world: ListeningWorld
  beforeAll(async () => {
    world = await startListeningWorld()
    return () => world.close()
  })

  test('signs in with a named account, refreshes, and signs out', async () => {
    const { email, password } = await world.people.verified('ada')
    const words = ['--base-url', world.url, '--email', email]
    const { status, said } = await runScript('test-login.ts', words, { TEST_LOGIN_PASSWORD: password })
    expect(said).toContain('Signing in works.')
    expect(said).not.toContain(password)
    expect(status).toBe(0)
  })

  test.each([
    [
      'a wrong password',
      async () => ({ email: (await world.people.verified('bea')).email }),
      'auth.invalid_credentials',
    ],
    ['an account with a second factor', () => world.people.withTotp('cora'), 'second factor'],
    ['an account that is not proven', () => world.people.signedUp('dora'), 'auth.email_not_verified'],
  ])('says what is wrong with %s', async (_, make, why) => {
    const { email, password = 'not-the-right-one' } = (await make()) as { email: string; password?: string }
    const words = ['--base-url', world.url, '--email', email, '--password', password]
    const { status, said } = await runScript('test-login.ts', words)
    expect(said).toContain(`FAILED  POST /login`)
    expect(said).toContain(why)
    expect(status).toBe(1)
  })

  test('says when nobody answers', async () => {
    const { status, said } = await runScript('test-login.ts', ['--base-url', 'http://127.0.0.1:9'])
    expect(said).toContain('FAILED  GET /health')
    expect(status).toBe(1)
  })
})

describe('scripts/setup-oauth', () => {
  let folder = ''
  let file = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-oauth-'))
    file = join(folder, '.env')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const client = {
    GOOGLE_CLIENT_ID: '123-abc.apps.googleusercontent.com',
    GOOGLE_CLIENT_SECRET: 'GOCSPX-$ecret#of-this-test',
  }

  test('prints the redirect URI of the runbook, and puts the client where only its owner reads it', async () => {
    writeFileSync(file, '# mine\nSECRET_KEY=keep-me\n#GOOGLE_CLIENT_ID=\n')
    const { status, said } = await runScript('setup-oauth.ts', ['--env-file', file], client)
    expect(status, said).toBe(0)
    expect(said).toContain('http://localhost:8000/login/oauth/google/callback\n')
    expect(said).not.toContain(client.GOOGLE_CLIENT_SECRET)
    expect(readFileSync(file, 'utf8')).toBe(
      `# mine\nSECRET_KEY=keep-me\nGOOGLE_CLIENT_ID=${client.GOOGLE_CLIENT_ID}\nGOOGLE_CLIENT_SECRET='${client.GOOGLE_CLIENT_SECRET}'\n`,
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['a client id of something else', { GOOGLE_CLIENT_ID: 'no', GOOGLE_CLIENT_SECRET: 'long-enough-secret' }],
    ['a secret that breaks out of its line', { ...client, GOOGLE_CLIENT_SECRET: "x'\nSECRET_KEY=mine-now" }],
  ])('refuses %s, and leaves the file as it was', async (_, env) => {
    const before = readFileSync(file, 'utf8')
    const { status, said } = await runScript('setup-oauth.ts', ['--env-file', file], env)
    expect(status).toBe(1)
    expect(said).toContain('is not valid')
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  test('sets each variable once, whatever is there', () => {
    expect(withVariables('A=1\nB=2', { B: '3', C: 'x y' })).toBe("A=1\nB=3\nC='x y'\n")
    expect(withVariables('', { A: '$&' })).toBe("A='$&'\n")
    expect(withVariables('export A=1\nAA=2\n', { A: '9' })).toBe('A=9\nAA=2\n')
  })
})
