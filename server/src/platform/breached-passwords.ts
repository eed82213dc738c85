import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Log } from './log.ts'
import { type Metrics, silentMetrics } from './metrics.ts'
import { fetchText } from './outbound.ts'

export interface BreachedPasswords {
  /** Whether the password is known from a breach. False when that cannot be learned in time, or is not configured. */
  has(password: string): Promise<boolean>
}

/** A person is waiting; beyond this the bundled list alone decides. In ms. */
const TIMEOUT_MS = 1_000
/** Five of the forty hex digits are sent: some 800 known passwords share them, ours is not told from those. */
const PREFIX_LENGTH = 5

/** Asks Have I Been Pwned's range API (k-anonymity), where the operator has switched it on. */
export function createBreachedPasswords({
  config,
  log,
  metrics = silentMetrics,
}: {
  config: Pick<Config, 'passwords' | 'environment'>
  log: Log
  metrics?: Pick<Metrics, 'breachAsked'>
}): BreachedPasswords {
  const base = config.passwords.hibpUrl.replace(/\/+$/, '')
  return {
    async has(password) {
      if (!config.passwords.hibp) return false
      // SHA-1 is the API's index, not a protection.
      const digest = createHash('sha1').update(password.normalize('NFC')).digest('hex').toUpperCase()
      const url = new URL(`${base}/${digest.slice(0, PREFIX_LENGTH)}`)
      try {
        const answer = await fetchText(config, url, {
          timeoutMs: TIMEOUT_MS,
          headers: { 'add-padding': 'true' },
        })
        const isFound = isInRange(answer, digest.slice(PREFIX_LENGTH))
        metrics.breachAsked(isFound ? 'found' : 'not_found')
        return isFound
      } catch (error) {
        metrics.breachAsked('unavailable')
        log.warn(
          { err: error, event: 'hibp.unavailable' },
          'breached passwords could not be asked for; used the bundled list',
        )
        return false
      }
    },
  }
}

/** `SUFFIX:COUNT` lines; those with a count of 0 are padding that hides how many there are. */
function isInRange(answer: string, suffix: string): boolean {
  return answer
    .split(/\r?\n/)
    .some((line) => line.startsWith(`${suffix}:`) && Number(line.slice(suffix.length + 1)) > 0)
}
