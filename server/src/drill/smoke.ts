import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Setting } from '../cli/setting.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { RunningPlatform } from '../platform.ts'
import type { Outcome } from './checks.ts'

const CALL_TIMEOUT_MS = 10_000
const READY_TIMEOUT_MS = 60_000

/** Somebody who is in the copy, and whose password is known. */
export interface Probe {
  email: string
  password: string
}

/** What takes no mail: nothing may reach anybody from a copy. */
const refusing: Mailer = {
  send: () => Promise.reject(new Error('a copy sends no mail')),
  close: async () => {},
}

/**
 * Starts a server on a restored copy and signs in: readiness, a password, a refresh, who it is, signing out. With
 * nobody to try, an account is made for it. No worker runs on the copy, no mail leaves it, and no Redis is asked.
 */
export async function smoke(url: string, setting: Setting, probe?: Probe): Promise<Outcome[]> {
  const { createApp } = await import('../app.ts')
  const { listen, portOf } = await import('../lifecycle.ts')
  const { createPlatform } = await import('../platform.ts')
  const config = {
    ...setting.config,
    environment: setting.config.environment === 'production' ? ('production' as const) : ('test' as const),
    redisRequired: false,
    maintenanceMode: 'off' as const,
  }
  const alone = { databaseUrl: url, migrationDatabaseUrl: url, redisUrl: undefined, smtpUrl: undefined }
  const secrets = { ...setting.secrets, ...alone }
  const platform = await createPlatform(config, secrets, { mailer: refusing, log: setting.log })
  let server: Server | undefined
  try {
    server = await listen(createApp(platform), { host: '127.0.0.1', port: 0 })
    const base = `http://127.0.0.1:${portOf(server)}`
    await ready(base)
    await signIn(base, probe ?? (await makeProbe(platform)))
    const says = probe
      ? `${probe.email} signed in, refreshed and out`
      : 'a new account signed in, refreshed and out'
    return [{ check: 'sign-in', ok: true, says }]
  } finally {
    server?.closeAllConnections()
    server?.close()
    await platform.stop()
  }
}

async function makeProbe(platform: RunningPlatform): Promise<Probe> {
  const { importUsers } = await import('../rooms/user-import/index.ts')
  const { systemContext } = await import('../rooms/audit/index.ts')
  const name = `drill-${randomBytes(9).toString('hex')}`
  const [email, password] = [`${name}@example.org`, randomBytes(24).toString('base64url')]
  const passwordHash = await platform.passwords.hash(password)
  const ndjson = JSON.stringify({ email, displayName: name, isVerified: true, passwordHash })
  const { created } = await importUsers(systemContext(platform), { ndjson, dryRun: false })
  if (created !== 1) throw new Error('the account to sign in with could not be made')
  return { email, password }
}

type Body = Record<string, unknown>

async function call(
  base: string,
  words: string,
  body?: object,
  token?: unknown,
): Promise<{ status: number; body: Body }> {
  const [method = '', path = ''] = words.split(' ')
  const response = await fetch(`${base}${path}`, {
    method,
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${String(token)}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Body) : {} }
}

async function ready(base: string): Promise<void> {
  const giveUpAt = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    const { status, body } = await call(base, 'GET /ready')
    if (status === 200) return
    if (Date.now() > giveUpAt) throw new Error(`the server is not ready: ${JSON.stringify(body.checks)}`)
    await sleep(500)
  }
}

async function signIn(base: string, probe: Probe): Promise<void> {
  const must = async (status: number, ...[words, body, token]: [string, object?, unknown?]) => {
    const answer = await call(base, words, body, token)
    if (answer.status === status) return answer.body
    throw new Error(`${words} answered ${answer.status} ${String(answer.body.code ?? '')}, not ${status}`)
  }
  const session = await must(200, 'POST /api/v1/login', { ...probe })
  if (session.status !== 'signed_in')
    throw new Error(`${probe.email} has a second factor: name somebody who has none`)
  await must(200, 'GET /api/v1/me', undefined, session.accessToken)
  const { refreshToken } = await must(200, 'POST /api/v1/refresh', { refreshToken: session.refreshToken })
  await must(204, 'POST /api/v1/logout', { refreshToken })
  await must(401, 'POST /api/v1/refresh', { refreshToken })
}
