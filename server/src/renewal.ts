import type { Secrets } from './config.ts'
import type { Database } from './platform/db.ts'
import type { Log } from './platform/log.ts'
import type { Mailer } from './platform/mailer.ts'
import type { RedisLink } from './platform/redis.ts'
import type { RenewableMailer } from './platform/renewable-mailer.ts'
import type { Vault } from './platform/vault.ts'

/** What takes other secrets while it runs. */
interface Parts {
  secrets: Secrets
  database: Pick<Database, 'renew'>
  redis: RedisLink | undefined
  mailer: Mailer | RenewableMailer
  vault: Vault
  /** Under the providers' ids, changed in place. */
  providerSecrets: Record<string, string>
  log: Log
}

/** Takes other secrets into use. Resolves whatever comes of it: what cannot be used is logged, and tried again the next time. */
export type Renew = (secrets: Secrets, options?: { sealAfterMs?: number }) => Promise<void>

/** What a process reads once. */
const FIXED = [['metricsToken', 'METRICS_TOKEN']] as const satisfies readonly [keyof Secrets, string][]

/**
 * Takes other secrets into use without a restart (docs/DEPLOYMENT_GUIDE.md says of each how). Whatever is not taken leaves
 * what was used before in use.
 */
export function createRenewal({
  secrets,
  database,
  redis,
  mailer,
  vault,
  providerSecrets,
  log,
}: Parts): Renew {
  let present = secrets
  let sealing: NodeJS.Timeout | undefined

  /** One kind after the other; `work` fails where the other side does not take it. */
  async function take(variable: string, isNew: boolean, work: () => Promise<void> | void): Promise<boolean> {
    if (!isNew) return true
    try {
      await work()
      log.info({ event: 'secret.renewed', variable }, 'a secret was renewed')
      return true
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown'
      log.warn({ event: 'secret.not_renewed', variable, reason }, 'a new secret is not used; trying again')
      return false
    }
  }

  function renewKeys(secretKeys: readonly string[], sealAfterMs: number): void {
    if (!secretKeys.includes(present.secretKeys[0]!))
      throw new Error('SECRET_KEY_PREVIOUS must hold the key that SECRET_KEY was')
    vault.alsoOpenWith(secretKeys)
    clearTimeout(sealing)
    sealing = setTimeout(() => vault.sealWith(secretKeys), sealAfterMs).unref()
  }

  return async (next, { sealAfterMs = 0 } = {}) => {
    const taken = { ...present }
    const { databaseUrl, redisUrl, smtpUrl, secretKeys } = next
    const hasChanged = (name: keyof Secrets) => JSON.stringify(next[name]) !== JSON.stringify(present[name])
    if (databaseUrl !== undefined && present.databaseUrl !== undefined) {
      // Also when it is the same: what the database did not take before is tried again.
      await take('DATABASE_URL', hasChanged('databaseUrl'), () => {})
      database.renew(databaseUrl)
      taken.databaseUrl = databaseUrl
    }
    if (redis && redisUrl !== undefined) {
      if (await take('REDIS_URL', hasChanged('redisUrl'), () => redis.renew(redisUrl)))
        taken.redisUrl = redisUrl
    }
    if ('renew' in mailer && smtpUrl !== undefined) {
      if (await take('SMTP_URL', hasChanged('smtpUrl'), () => mailer.renew(smtpUrl))) taken.smtpUrl = smtpUrl
    }
    if (await take('SECRET_KEY', hasChanged('secretKeys'), () => renewKeys(secretKeys, sealAfterMs)))
      taken.secretKeys = secretKeys
    for (const [id, secret] of Object.entries(next.providerSecrets)) {
      if (providerSecrets[id] === undefined) continue
      await take(`client secret of ${id}`, providerSecrets[id] !== secret, () => {
        providerSecrets[id] = secret
      })
    }
    for (const [name, variable] of FIXED) {
      if (!hasChanged(name)) continue
      log.warn({ event: 'secret.needs_restart', variable }, 'a new secret is used after a restart only')
      Object.assign(taken, { [name]: next[name] })
    }
    present = taken
  }
}
