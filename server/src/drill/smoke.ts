import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Setting } from '../cli/setting.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { RunningPlatform } from '../platform.ts'
import { type SmokeAccount, type SmokeOptions, signInAndOut, smokeClient } from '../sign-in-smoke.ts'
import type { Outcome } from './checks.ts'

const READY_TIMEOUT_MS = 60_000

/** Somebody who is in the copy, and whose password is known. */
export type Probe = SmokeAccount

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
    const copy = { baseUrl: `http://127.0.0.1:${portOf(server)}` }
    await ready(copy)
    await signInAndOut(copy, probe ?? (await makeProbe(platform)), (accessToken) =>
      smokeClient(copy).step(200, 'GET', '/api/v1/me', undefined, accessToken),
    )
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

async function ready(server: SmokeOptions): Promise<void> {
  const { call } = smokeClient(server)
  const giveUpAt = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    const { status, body } = await call('GET', '/ready')
    if (status === 200) return
    if (Date.now() > giveUpAt) throw new Error(`the server is not ready: ${JSON.stringify(body.checks)}`)
    await sleep(500)
  }
}
