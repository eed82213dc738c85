import type { Config, Secrets } from './config.ts'
import type { Clock } from './platform/clock.ts'
import { createDevMailbox } from './platform/dev-mailbox.ts'
import type { Log } from './platform/log.ts'
import type { Mailer } from './platform/mailer.ts'
import { migrateUp, roleOf } from './platform/migrations.ts'
import type { RedisLink } from './platform/redis.ts'
import type { RenewableMailer } from './platform/renewable-mailer.ts'

interface DatabaseNeeds {
  config: Config
  secrets: Secrets
  log: Log
  closing: AsyncDisposableStack
}

/** The database's address: the configured one, or that of an embedded one. Brings it up to date where it may. */
export async function findDatabase({ config, secrets, log, closing }: DatabaseNeeds): Promise<string> {
  const { databaseUrl, migrationDatabaseUrl } = secrets
  if (databaseUrl === undefined) {
    const { startEmbeddedDatabase } = await import('./platform/embedded-database.ts')
    const embedded = await startEmbeddedDatabase({ dataDir: config.dataDir })
    closing.defer(() => embedded.stop())
    embedded.onExit((error) => {
      log.fatal({ err: error }, 'the embedded database ended')
      process.exit(1)
    })
    await migrateUp({ url: embedded.url, log })
    return embedded.url
  }
  if (config.environment === 'development') {
    await migrateUp({ url: migrationDatabaseUrl ?? databaseUrl, runtimeRole: roleOf(databaseUrl), log })
  }
  return databaseUrl
}

export async function openRedis(
  url: string | undefined,
  { identity, log, onRefused }: { identity: Secrets['redisIdentity']; log: Log; onRefused: () => void },
): Promise<RedisLink | undefined> {
  if (url === undefined) return undefined
  if (identity) {
    const [{ createAzureIdentity }, { createIdentifiedRedisLink }] = await Promise.all([
      import('./platform/azure-identity.ts'),
      import('./platform/redis-identity.ts'),
    ])
    return createIdentifiedRedisLink(url, { identity: createAzureIdentity(identity), log })
  }
  const { createRedisLink } = await import('./platform/redis.ts')
  return createRedisLink(url, log, onRefused)
}

/** The relay, or a mailbox in memory where there is none; loadConfig refuses that in production. */
export async function openMailer(
  smtpUrl: string | undefined,
  needs: { config: Config; log: Log; clock: Clock },
): Promise<Mailer | RenewableMailer> {
  if (smtpUrl === undefined) return createDevMailbox(needs)
  const { createMailer, greetRelay } = await import('./platform/mailer.ts')
  const { createRenewableMailer } = await import('./platform/renewable-mailer.ts')
  const make = (url: string) => createMailer({ ...needs, smtpUrl: url })
  return createRenewableMailer({ smtpUrl, make, greet: greetRelay })
}

export const redisCheck = (redis: RedisLink | undefined) => ({
  redis: async () => {
    await redis?.client.ping()
  },
})
