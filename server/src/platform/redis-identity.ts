import type { AzureIdentity } from './azure-identity.ts'
import type { Log } from './log.ts'
import { createRedisLink, type RedisLink } from './redis.ts'

/** Whom a token for Azure Managed Redis is for. */
const RESOURCE = 'https://redis.azure.com'
/** The identity hands out a new token five minutes before the last one ends. */
const LOOK_EVERY_MS = 60_000
/** How long to wait after Redis refused a token that had not ended, before asking for another. */
const REFUSED_WAIT_MS = 5_000

interface Needs {
  identity: AzureIdentity
  log: Log
  lookEveryMs?: number
}

/**
 * A connection to Azure Managed Redis that signs in with this process's identity in place of a password, and anew before
 * the token ends, since Redis then hangs up.
 *
 * @throws {IdentityRefused} when the identity is given no token: the process has none then to serve with.
 */
export async function createIdentifiedRedisLink(
  url: string,
  { identity, log, lookEveryMs = LOOK_EVERY_MS }: Needs,
): Promise<RedisLink> {
  let [wanted, forcedAtMs] = [url, 0]
  const withToken = async (isRefused = false) => {
    const signedIn = new URL(wanted)
    signedIn.password = await identity.token(RESOURCE, isRefused)
    return signedIn.href
  }
  const link = createRedisLink(await withToken(), log, () => {
    if (performance.now() - forcedAtMs < REFUSED_WAIT_MS && forcedAtMs > 0) return
    forcedAtMs = performance.now()
    void renew(true)
  })
  let renewing: Promise<void> | undefined
  async function renew(isRefused = false): Promise<void> {
    renewing ??= withToken(isRefused)
      .then((signedIn) => link.renew(signedIn))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : 'unknown'
        log.warn({ dependency: 'redis', reason }, 'no new token for Redis is in use; trying again')
      })
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }
  const timer = setInterval(() => void renew(), lookEveryMs).unref()
  return {
    get client() {
      return link.client
    },
    async renew(next) {
      wanted = next
      await renew()
    },
    disconnect() {
      clearInterval(timer)
      link.disconnect()
    },
  }
}
