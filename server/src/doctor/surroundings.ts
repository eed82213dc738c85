import { sql } from 'drizzle-orm'
import { clockSkewMs } from '../platform/clock-skew.ts'
import { oldestQueuedAgeSeconds } from '../rooms/mail/index.ts'
import { type Check, error, type Finding, ok, type Patient, warning } from './finding.ts'
import { keyVaultCheck } from './key-vault.ts'

const REDIS_TIMEOUT_MS = 3_000

async function database({ database: { sql: ask } }: Patient): Promise<Finding[]> {
  const [row] = await ask<{ version: number; read_only: string }>`
    SELECT current_setting('server_version_num')::int AS version, current_setting('transaction_read_only') AS read_only`
  const version = Math.floor((row?.version ?? 0) / 10_000)
  if (row?.read_only === 'on')
    return [error('database', 'takes no writes', 'DATABASE_URL names a standby: point it at the primary')]
  return version < 14
    ? [error('database', `is Postgres ${version}`, 'Postgres 14 or later')]
    : [ok('database', `Postgres ${version} answers`)]
}

async function clocks(patient: Patient): Promise<Finding[]> {
  const skewSeconds = Math.abs(await clockSkewMs(patient)) / 1_000
  const message = `the clocks of this machine and the database differ by ${skewSeconds.toFixed(1)} s`
  return skewSeconds > 5 ? [error('clock', message, 'synchronise both with NTP')] : [ok('clock', message)]
}

async function redis({ secrets, log }: Patient): Promise<Finding[]> {
  if (secrets.redisUrl === undefined) return [ok('redis', 'not configured: limits are counted in memory')]
  const { createRedis } = await import('../platform/redis.ts')
  const client = createRedis(secrets.redisUrl, log)
  try {
    if (client.status !== 'ready')
      await new Promise<void>((resolve, reject) => {
        client.once('ready', resolve)
        client.once('error', reject)
        setTimeout(() => reject(new Error('no answer within 3 s')), REDIS_TIMEOUT_MS).unref()
      })
    const [, policy] = (await client.config('GET', 'maxmemory-policy').catch(() => [])) as string[]
    return policy !== undefined && policy !== 'noeviction' && !policy.startsWith('volatile')
      ? [warning('redis', `drops any key when it is full (${policy})`, 'maxmemory-policy volatile-ttl')]
      : [ok('redis', 'answers')]
  } catch (reason) {
    return [error('redis', wordsOf(reason), 'check REDIS_URL, and that this machine may reach it')]
  } finally {
    client.disconnect()
  }
}

async function relay({ config, secrets }: Patient): Promise<Finding[]> {
  if (secrets.smtpUrl === undefined) {
    return config.environment === 'production'
      ? [error('smtp', 'no relay is configured: no mail goes out', 'set SMTP_URL')]
      : [ok('smtp', 'not configured: mail stays in the development mailbox')]
  }
  const { greetRelay } = await import('../platform/mailer.ts')
  try {
    await greetRelay(secrets.smtpUrl)
    return [ok('smtp', 'the relay answers and takes the credentials')]
  } catch (reason) {
    return [error('smtp', wordsOf(reason), 'check SMTP_URL, and that this machine may reach it')]
  }
}

async function outbox({ database: { db } }: Patient): Promise<Finding[]> {
  const ageMinutes = Math.floor((await oldestQueuedAgeSeconds(db)) / 60)
  return ageMinutes > 5
    ? [
        warning(
          'mail',
          `the oldest mail has been waiting for ${ageMinutes} minutes`,
          'see smtp above, and the server’s log',
        ),
      ]
    : [ok('mail', 'nothing waits')]
}

async function administrators({ database: { db } }: Patient): Promise<Finding[]> {
  const [row] = await db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM users WHERE platform_role = 'admin' AND disabled_at IS NULL`,
  )
  return row?.count
    ? [ok('administrators', `${row.count} can administer the platform`)]
    : [
        warning(
          'administrators',
          'nobody administers the platform',
          'gatehouse admin create --email you@example.org',
        ),
      ]
}

/** What has to be registered at each provider, to the letter. */
async function redirects({ config }: Patient): Promise<Finding[]> {
  const base = config.publicUrl.href.replace(/\/$/, '')
  return config.providers.map(({ id }) =>
    ok(`provider.${id}`, `its redirect URI is ${base}/login/oauth/${id}/callback`),
  )
}

const wordsOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason))

export const surroundingChecks: readonly Check[] = [
  ['database', database],
  ['clock', clocks],
  ['redis', redis],
  ['smtp', relay],
  keyVaultCheck,
  ['mail', outbox],
  ['administrators', administrators],
  ['provider', redirects],
]
