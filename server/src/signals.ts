import type { Platform } from './context.ts'
import { readiness } from './http/health.ts'
import { clockSkewMs } from './platform/clock-skew.ts'
import type { CountedMailer } from './platform/mail-counting.ts'
import type { Readings } from './platform/metrics.ts'
import { migrationStatus } from './platform/migrations.ts'
import type { RedisLink } from './platform/redis.ts'
import { restoreDrillAgeSeconds } from './rooms/audit/index.ts'
import { oldestQueuedAgeSeconds } from './rooms/mail/index.ts'
import { listSigningKeys } from './rooms/signing-keys/index.ts'
import type { Following } from './vault-following.ts'

/** A reading that takes longer is left out, in ms: whoever reads the metrics must learn that something hangs. */
const READING_TIMEOUT_MS = 1_500
/** However often somebody asks, the database is asked once in this time, in ms. */
const CACHED_MS = 1_000

interface Parts {
  redis: Pick<RedisLink, 'client'> | undefined
  relay: Pick<CountedMailer, 'answers'>
  following: Pick<Following, 'status'>
}

/** Looks at what is not counted: whether dependencies answer, what waits, how old the keys are. Never rejects. */
export function lookAt(platform: Platform, { redis, relay, following }: Parts): () => Promise<Readings> {
  const judge = readiness(platform)
  const { database, clock, passwords } = platform
  const readAll = async () => {
    const [
      checks,
      redisAnswers,
      migrationsPending,
      keyAgeSeconds,
      outboxOldestAgeSeconds,
      clockSkewSeconds,
      drillAgeSeconds,
    ] = await Promise.all([
      judge(),
      redis && inTime(redis.client.ping()),
      inTime(migrationStatus(database).then(({ pending }) => pending.length)),
      inTime(keyAges(platform)),
      inTime(oldestQueuedAgeSeconds(database.db)),
      inTime(clockSkewMs({ clock, database }).then((skewMs) => skewMs / 1_000)),
      inTime(restoreDrillAgeSeconds(database)),
    ])
    const relayAnswers = relay.answers()
    const vault = following.status()
    const dependencies = {
      database: checks.database === 'ok',
      ...(redis && { redis: redisAnswers !== undefined }),
      ...(relayAnswers !== undefined && { smtp: relayAnswers }),
      ...(vault && { key_vault: vault.isUp }),
    }
    const isReady = platform.readiness.isPrepared && !Object.values(checks).includes('failed')
    return {
      isReady,
      dependencies,
      migrationsPending,
      keyAgeSeconds,
      outboxOldestAgeSeconds,
      clockSkewSeconds,
      secretExpirySeconds: Object.fromEntries(
        Object.entries(vault?.expiresAt ?? {}).map(([variable, at]) => [variable, at.getTime() / 1_000]),
      ),
      drillAgeSeconds,
    }
  }
  let known: { atMs: number; readings: ReturnType<typeof readAll> } | undefined
  return async () => {
    const nowMs = performance.now()
    if (!known || nowMs - known.atMs > CACHED_MS) known = { atMs: nowMs, readings: readAll() }
    const readings = await known.readings
    return { ...readings, poolConnections: { ...database.load() }, passwordQueue: passwords.load() }
  }
}

async function keyAges({ database, clock }: Platform): Promise<Record<string, number>> {
  const ages: Record<string, number> = {}
  for (const { state, createdAt } of await listSigningKeys({ db: database.db })) {
    if (state === 'retired' || state === 'revoked') continue
    ages[state] = Math.max(ages[state] ?? 0, (clock.nowMs() - createdAt.getTime()) / 1_000)
  }
  return ages
}

/** What was read; undefined where that failed or took too long. */
function inTime<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, READING_TIMEOUT_MS, undefined)
    reading.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer))
  })
}
