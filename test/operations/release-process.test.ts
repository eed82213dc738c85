// The scripts as programs: with an `az` on the PATH, and a server that can be signed in to.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type AzOnPath, putAzOnPath } from './support/az-on-path.ts'
import { FAKE_REGISTRY, type FakeState, flowOf, newState } from './support/fake-azure-state.ts'
import { OLD } from './support/releasing.ts'

const root = join(import.meta.dirname, '../..')
const account = { TEST_LOGIN_EMAIL: 'smoke@example.org', TEST_LOGIN_PASSWORD: 'a-planted-password-of-tests' }

/** Answers as the platform does where a smoke test asks. */
function startServer(): Promise<Server> {
  const live = new Set<string>()
  let made = 0
  const issue = () => {
    made += 1
    live.add(`rt_${made}`)
    return `rt_${made}`
  }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    const body = text ? (JSON.parse(text) as Record<string, string>) : {}
    const answer = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
    if (request.url === '/health' || request.url === '/ready') return answer(200, { status: 'ok' })
    if (request.url === '/api/v1/login')
      return body.password === account.TEST_LOGIN_PASSWORD
        ? answer(200, { status: 'signed_in', refreshToken: issue() })
        : answer(401, { code: 'auth.invalid_credentials', requestId: 'r1' })
    if (!live.delete(body.refreshToken ?? '')) return answer(401, { code: 'auth.session_expired' })
    return request.url === '/api/v1/logout'
      ? response.writeHead(204).end()
      : answer(200, { refreshToken: issue() })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

describe('the scripts as programs', () => {
  let server: Server
  let domain = ''
  beforeAll(async () => {
    server = await startServer()
    domain = `127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  async function azureWith(changes: Partial<FakeState> = {}): Promise<AzOnPath & { state: FakeState }> {
    const traffic = [{ revisionName: OLD, weight: 100, label: 'stable' }]
    const state = newState({ domain, revisionsShareDomain: true, traffic, ...changes })
    const az = await putAzOnPath(state)
    onTestFinished(() => az.remove())
    return { ...az, state }
  }
  const words = (script: string, more: string[]) => [
    join(root, 'scripts', `${script}.ts`),
    ...['--resource-group', 'group', '--app', 'api', '--job', 'migrate', '--scheme', 'http'],
    '--settle-seconds',
    '0.1',
    ...['--public-url', `http://${domain}`, ...more],
  ]
  const releaseWords = [
    '--image',
    `${FAKE_REGISTRY}/gatehouse:next`,
    '--workspace',
    'w',
    '--every-seconds',
    '0.2',
  ]

  function run(az: AzOnPath, all: string[]): Promise<{ status: number; out: string; err: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, all, { env: { ...az.env, ...account } }, (error, out, err) =>
        resolve({ status: error ? Number(error.code) : 0, out, err }),
      )
    })
  }

  test('release says one JSON line per step, and never the password', async () => {
    const az = await azureWith()
    const { status, out, err } = await run(az, words('release', [...releaseWords, '--watch-minutes', '0.01']))
    expect(status, out + err).toBe(0)
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: string; outcome: string; at: string })
    expect(lines.at(-1)).toMatchObject({ step: 'release', outcome: 'ok', exit: 0 })
    for (const { at } of lines) expect(Date.parse(at)).not.toBeNaN()
    const { state } = az
    expect(flowOf(state)).toEqual({ [state.revisions.at(-1)?.name ?? '']: 100 })
    expect(out + err + JSON.stringify(state.calls)).not.toContain(account.TEST_LOGIN_PASSWORD)
  })

  test('a release that is killed at a tenth leaves nobody there: its guard goes back', async () => {
    const az = await azureWith()
    const all = words('release', [...releaseWords, '--watch-minutes', '60'])
    const child = spawn(process.execPath, all, {
      env: { ...az.env, ...account },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr.resume()
    const killed = once(child, 'exit')
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('"weight":10')) child.kill('SIGKILL')
    })
    expect((await killed)[1]).toBe('SIGKILL')
    await expect.poll(() => flowOf(az.state), { timeout: 60_000, interval: 100 }).toEqual({ [OLD]: 100 })
  })

  test('a release that is asked to stop goes back, and says so', async () => {
    const az = await azureWith()
    const all = words('release', [...releaseWords, '--watch-minutes', '60'])
    const child = spawn(process.execPath, all, {
      env: { ...az.env, ...account },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr.resume()
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (text.includes('"weight":10')) child.kill('SIGTERM')
    })
    expect((await once(child, 'exit'))[0], said).toBe(13)
    expect(flowOf(az.state)).toEqual({ [OLD]: 100 })
  })

  test.each([
    ['without an image', 'release', ['--workspace', 'w'], account, 'Name the image'],
    ['without a source for the watch', 'release', ['--image', 'x.azurecr.io/y:z'], account, '--prometheus'],
    ['without an account', 'release', releaseWords, {}, 'TEST_LOGIN_EMAIL'],
    ['with a word it does not know', 'release', ['--imago', 'x'], account, '--imago'],
    [
      'with a number that is none',
      'release',
      [...releaseWords, '--watch-minutes', 'long'],
      account,
      '--watch-minutes',
    ],
    ['without an account', 'rollback', [], {}, 'TEST_LOGIN_EMAIL'],
  ])('called %s, %s ends with 64 and asks nothing of Azure', async (_, script, more, env, why) => {
    const az = await azureWith()
    const child = execFile(process.execPath, words(script, more), { env: { ...az.env, ...env } })
    let said = ''
    child.stderr?.on('data', (text: string) => {
      said += text
    })
    const [status] = await once(child, 'close')
    expect({ status, calls: az.state.calls }, said).toEqual({ status: 64, calls: [] })
    expect(said).toContain(why)
  })
})
