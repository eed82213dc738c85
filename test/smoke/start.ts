// Starts the platform as the README says, uses it as a person with curl would, stops it with Ctrl-C, and starts it again
// on what it has kept. Run by CI; not a vitest test, since it wants the terminal's own signals.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../harness/free-port.ts'

const START_TIMEOUT_MS = 120_000
const STOP_TIMEOUT_MS = 15_000

const root = join(import.meta.dirname, '../..')
const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-smoke-'))
const port = await freePort()
const base = `http://localhost:${port}`
const person = { email: 'ada@example.org', password: 'plum orchard at night' }

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function say(what: string): void {
  process.stdout.write(`${what}\n`)
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`)
  say(`ok: ${what}`)
}

interface Running {
  process: ChildProcess
  output: () => string
}

/** `npm start` in a process group of its own, as a shell would run it. */
async function start(): Promise<Running> {
  const { DATABASE_URL: _, REDIS_URL: __, SMTP_URL: ___, ...environment } = process.env
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PORT: String(port), DATA_DIR: dataDir },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text))
  const giveUpAt = Date.now() + START_TIMEOUT_MS
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const ready = await fetch(`${base}/ready`).catch(() => undefined)
    if (ready?.status === 200) return { process: child, output: () => said }
    await sleep(100)
  }
  throw new Error(`npm start did not get ready:\n${said}`)
}

/** Ctrl-C: the terminal sends SIGINT to the whole group. */
async function interrupt({ process: child, output }: Running): Promise<void> {
  process.kill(-child.pid!, 'SIGINT')
  const giveUp = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), STOP_TIMEOUT_MS)
  const [status] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  clearTimeout(giveUp)
  if (status !== 0) say(output())
  must(status === 0, 'Ctrl-C ends it with status 0')
}

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${base}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

async function mailedToken(): Promise<string> {
  const giveUpAt = Date.now() + 10_000
  while (Date.now() < giveUpAt) {
    const mails = (await (await fetch(`${base}/dev/mailbox.json`)).json()) as { to: string; text: string }[]
    const token = /[?&]token=([\w-]+)/.exec(mails.find(({ to }) => to === person.email)?.text ?? '')?.[1]
    if (token) return token
    await sleep(100)
  }
  throw new Error('no mail came')
}

let running: Running | undefined
try {
  running = await start()
  must(running.output().includes(base), 'a banner names the address')
  must((running.output().match(/dev\/mailbox/g) ?? []).length === 1, 'it names the mailbox, once')
  for (const path of ['/health', '/docs', '/openapi.json', '/login', '/.well-known/jwks.json']) {
    must((await fetch(base + path)).status === 200, `${path} is served`)
  }
  must((await post('/register', { ...person, displayName: 'Ada' })).status === 202, 'a person signs up')
  must((await post('/verify-email', { token: await mailedToken() })).status === 200, 'proves the address')
  const signedIn = await post('/login', person)
  must(signedIn.status === 200, 'and signs in')
  const smoke = spawnSync('npm', ['run', '--silent', 'test-login', '--', '--base-url', base], {
    cwd: root,
    encoding: 'utf8',
  })
  must(smoke.status === 0, `npm run test-login finds that signing in works\n${smoke.stdout}${smoke.stderr}`)
  await interrupt(running)

  running = await start()
  const refreshed = await post('/refresh', { refreshToken: signedIn.body.refreshToken })
  must(refreshed.status === 200, 'after a restart the session goes on')
  must((await post('/login', person)).status === 200, 'and the account is there')
  const me = await fetch(`${base}/api/v1/me`, {
    headers: { authorization: `Bearer ${signedIn.body.accessToken}` },
  })
  must(me.status === 200, 'and the access token still holds: the signing key was kept')
  await interrupt(running)
} catch (error) {
  if (running && running.process.exitCode === null) process.kill(-running.process.pid!, 'SIGKILL')
  say(running?.output() ?? '')
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
