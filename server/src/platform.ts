import { existsSync, readFileSync } from 'node:fs'
import type { Config, Secrets } from './config.ts'
import type { VaultedSecrets } from './config-vault.ts'
import type { Build, Platform } from './context.ts'
import { startHousekeeping } from './housekeeping.ts'
import { contractHash } from './http/contract.ts'
import { hours } from './kit/duration.ts'
import { systemClock } from './platform/clock.ts'
import { watchClock } from './platform/clock-skew.ts'
import { type Database, openDatabase } from './platform/db.ts'
import { createLimiter } from './platform/limiter.ts'
import { createLog } from './platform/log.ts'
import { countMails } from './platform/mail-counting.ts'
import { traceMails } from './platform/mail-tracing.ts'
import type { Metrics } from './platform/metrics.ts'
import { migrationStatus } from './platform/migrations.ts'
import { createOidc } from './platform/oidc.ts'
import { createPasswords } from './platform/passwords.ts'
import { createKeyRing } from './platform/signing-keys.ts'
import { createTelemetry } from './platform/telemetry.ts'
import { openTracing } from './platform/trace-exporting.ts'
import { noTracing } from './platform/tracing.ts'
import { createVault } from './platform/vault.ts'
import { findDatabase, openMailer, openRedis, redisCheck } from './platform-ports.ts'
import { createRenewal, type Renew } from './renewal.ts'
import { createDailyCounter, type DailyCounter, RATE_LIMITED } from './rooms/admin/index.ts'
import { anchorAuditChains, warnWhenDrillIsDue } from './rooms/audit/index.ts'
import { createOutbox, type Outbox } from './rooms/mail/index.ts'
import { watchHashKinds } from './rooms/passwords/index.ts'
import { ensureSigningKeys, loadSigningKeys, watchSigningKeys } from './rooms/signing-keys/index.ts'
import { ensureVaultRoots, watchVaultRoots } from './rooms/vault-roots/index.ts'
import { lookAt } from './signals.ts'
import { type Following, followVault } from './vault-following.ts'

/** A platform with its workers. */
export interface RunningPlatform extends Platform {
  outbox: Outbox
  /** Begins to send mail, to follow changes of the signing keys, and to clean up. */
  start(): void
  /** Takes other secrets into use. */
  renew: Renew
  /** Goes on taking secrets from where they came from. */
  follow(vaulted: VaultedSecrets): void
  /** Ends the workers and closes every connection. What was lent of the database comes back first. */
  stop(): Promise<void>
}

/** How often a platform that could not be prepared is tried again, in ms. */
const PREPARE_AGAIN_MS = 1_000

const AUDIT_ANCHOR_INTERVAL_MS = hours(1)

/**
 * Builds every port, brings the database up to date where it may, and loads the signing keys.
 *
 * Migrations are run in development and on the embedded database. In production a platform whose database is away or
 * lacks migrations is returned all the same, not prepared: it answers probes, and 503 to everything else, until `start`
 * has found the database as it should be.
 *
 * @throws {Error} outside production, when the database cannot be reached or the keys cannot be loaded.
 */
export async function createPlatform(
  config: Config,
  secrets: Secrets,
  overrides?: Partial<Platform>,
): Promise<RunningPlatform> {
  const platform = await openPlatform(config, secrets, overrides)
  try {
    await prepare(platform)
    return platform
  } catch (error) {
    await platform.stop()
    throw error
  }
}

/** As `createPlatform`, without looking at the signing keys: for commands that must work when those cannot be opened. */
export async function openPlatform(
  config: Config,
  secrets: Secrets,
  overrides: Partial<Platform> = {},
): Promise<RunningPlatform> {
  const closing = new AsyncDisposableStack()
  try {
    return await assemble({ config, secrets, overrides, closing })
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}

interface Parts {
  config: Config
  secrets: Secrets
  overrides: Partial<Platform>
  /** Everything that was opened, to be closed in reverse order. */
  closing: AsyncDisposableStack
}

async function assemble({ config, secrets, overrides, closing }: Parts): Promise<RunningPlatform> {
  const build = overrides.build ?? readBuild()
  const telemetry = createTelemetry({
    build,
    providers: config.providers.map(({ id }) => id),
    token: secrets.metricsToken,
  })
  let tracing = overrides.tracing ?? noTracing
  const version = build.version
  const log = overrides.log ?? createLog(config, { version, traceId: () => tracing.traceId() })
  if (!overrides.tracing) tracing = await openTracing({ config, secrets, version, log })
  closing.defer(() => tracing.stop())
  const clock = overrides.clock ?? systemClock
  const dailyCounter = createDailyCounter({ clock })
  const metrics = countByDay(overrides.metrics ?? telemetry.metrics, dailyCounter)
  // Slow, and independent of the database: both at once.
  const [passwords, url] = await Promise.all([
    overrides.passwords ?? createPasswords({ config, log, metrics }),
    findDatabase({ config, secrets, log, closing }),
  ])
  const following: Following = { status: () => undefined, ask: async () => {} }
  const ask = () => following.ask()
  const redis = await openRedis(secrets.redisUrl, { identity: secrets.redisIdentity, log, onRefused: ask })
  closing.defer(() => redis?.disconnect())
  const database =
    overrides.database ??
    openDatabase({ ...config.database, url, applicationName: 'gatehouse', log, tracing, onRefused: ask })
  closing.defer(() => database.close())
  const mailer = overrides.mailer ?? (await openMailer(secrets.smtpUrl, { config, log, clock }))
  closing.defer(() => mailer.close())
  const vault = overrides.vault ?? createVault(secrets.secretKeys, ask)
  const providerSecrets = { ...secrets.providerSecrets }
  const counted = countMails(traceMails(mailer, tracing), metrics)
  const outbox = createOutbox({ config, log, database, vault, mailer: counted })
  const platform: RunningPlatform = {
    ...{ config, build, log, clock, database, passwords, mailer, vault, outbox, metrics, tracing },
    exposition: telemetry.exposition,
    limiter: overrides.limiter ?? createLimiter({ config, redis, clock, log, metrics }),
    keyRing: overrides.keyRing ?? createKeyRing({ config, clock }),
    oidc: overrides.oidc ?? createOidc({ config, secrets: providerSecrets, clock, log }),
    wakeOutbox: overrides.wakeOutbox ?? (() => outbox.wake()),
    readiness: overrides.readiness ?? {
      isDraining: false,
      isPrepared: false,
      checks: { schema: () => refusePending(database), ...(config.redisRequired && redisCheck(redis)) },
    },
    renew: createRenewal({ secrets, database, redis, mailer, vault, providerSecrets, log }),
    follow: (source) => closing.defer(followVault(platform, source, following)),
    start: () => startWorkers(platform, dailyCounter, closing),
    stop: () => closing.disposeAsync(),
  }
  telemetry.lookBy(lookAt(platform, { redis, relay: counted, following }))
  return platform
}

/** Counts what is refused for a limit by the day, too: numbers for people, which outlive the process. */
const countByDay = (metrics: Metrics, dailyCounter: DailyCounter): Metrics => ({
  ...metrics,
  limitReached(limiter) {
    metrics.limitReached(limiter)
    dailyCounter.add(RATE_LIMITED)
  },
})

async function refusePending(database: Database): Promise<void> {
  const { pending } = await migrationStatus(database)
  if (pending.length > 0) throw new Error(`migrations are pending: ${pending.join(', ')}`)
}

/** Checks the schema and loads the keys. In production it says what is missing and leaves the rest to `start`. */
async function prepare(platform: RunningPlatform): Promise<void> {
  try {
    await refusePending(platform.database)
    await ensureVaultRoots(platform)
    await ensureSigningKeys(platform)
    await loadSigningKeys(platform)
    platform.readiness.isPrepared = true
  } catch (error) {
    if (platform.config.environment !== 'production') throw error
    platform.log.error({ err: error }, 'not prepared; trying again')
  }
}

/** Starts what runs beside requests, once the platform is prepared. */
function startWorkers(
  platform: RunningPlatform,
  dailyCounter: DailyCounter,
  closing: AsyncDisposableStack,
): void {
  let again: NodeJS.Timeout | undefined
  closing.defer(dailyCounter.start(platform))
  closing.defer(() => clearTimeout(again))
  const begin = async () => {
    if (!platform.readiness.isPrepared) await prepare(platform)
    if (closing.disposed) return
    if (!platform.readiness.isPrepared) {
      again = setTimeout(() => void begin(), PREPARE_AGAIN_MS)
      return
    }
    const anchoring = setInterval(() => void anchor(platform), AUDIT_ANCHOR_INTERVAL_MS)
    closing.defer(() => clearInterval(anchoring))
    closing.defer(startHousekeeping(platform))
    closing.defer(watchClock(platform))
    closing.defer(watchSigningKeys(platform))
    closing.defer(watchHashKinds(platform))
    closing.defer(watchVaultRoots(platform))
    closing.defer(() => platform.outbox.stop())
    platform.outbox.start()
  }
  void begin()
}

async function anchor(platform: Platform): Promise<void> {
  await anchorAuditChains(platform).catch((error: unknown) =>
    platform.log.warn({ err: error }, 'no audit anchor'),
  )
  await warnWhenDrillIsDue(platform).catch((error: unknown) =>
    platform.log.warn({ err: error }, 'not known when the last restore drill was'),
  )
}

/** The version of package.json, and the commit the bundle was made from. */
export function readBuild(): Build {
  const read = (name: string) => {
    const file = new URL(name, import.meta.url)
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  }
  return {
    version: read('../package.json').version ?? '0.0.0',
    commit: read('./build.json').commit ?? 'unknown',
    contractHash,
  }
}
