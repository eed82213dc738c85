import type { Config } from './config.ts'
import type { VaultedSecrets, VaultStatus } from './config-vault.ts'
import { days, seconds } from './kit/duration.ts'
import type { Clock } from './platform/clock.ts'
import type { Log } from './platform/log.ts'
import type { Renew } from './renewal.ts'

/** What the rest of a platform knows of the vault it follows; nothing while it follows none. */
export interface Following {
  status(): VaultStatus | undefined
  /** Has the vault read now, because something was refused. Resolves when that is done, after two seconds at the most. */
  ask(): Promise<void>
}

interface Followed {
  config: Config
  clock: Clock
  log: Log
  renew: Renew
}

/** A vault that was away is asked again sooner, in ms. */
const AGAIN_MS = seconds(30)
/** Whoever was refused waits for the vault no longer, in ms. */
const ASK_TIMEOUT_MS = seconds(2)
/** However many are refused, the vault is not read more often, in ms. */
const ASK_INTERVAL_MS = seconds(1)
/** A secret is said to expire when less is left of its time. */
const WARN_DAYS = 30
const TELL_AGAIN_MS = days(1)

/**
 * Reads the vault again and again and takes what is new into use, until the returned function is called. A vault that is
 * away changes nothing but what is told: in the log, and in `dependency_up{dependency="key_vault"}`.
 *
 * @param following is filled in.
 */
export function followVault(
  platform: Followed,
  vaulted: VaultedSecrets,
  following: Following,
): () => Promise<void> {
  const { log } = platform
  const refreshMs = seconds(vaulted.refreshSeconds)
  const tell = createTeller(platform, vaulted)
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let endedAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  async function round(): Promise<void> {
    clearTimeout(timer)
    try {
      const wasUp = vaulted.status().isUp
      const { config, secrets } = await vaulted.read()
      if (!wasUp) log.info({ dependency: 'key_vault' }, 'the vault answers again')
      await platform.renew(secrets, { sealAfterMs: 2 * refreshMs })
      if (JSON.stringify(config) !== JSON.stringify(platform.config)) tell.restartNeeded()
      tell.status()
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown'
      log.warn({ dependency: 'key_vault', reason }, 'the vault cannot be read; the secrets in use stay')
    }
    endedAtMs = performance.now()
    if (!isStopped)
      timer = setTimeout(read, vaulted.status().isUp ? refreshMs : Math.min(AGAIN_MS, refreshMs))
    timer?.unref()
  }
  function read(): Promise<void> {
    reading ??= round().finally(() => {
      reading = undefined
    })
    return reading
  }

  following.status = () => vaulted.status()
  following.ask = async () => {
    if (isStopped || (!reading && performance.now() - endedAtMs < ASK_INTERVAL_MS)) return
    let late: NodeJS.Timeout | undefined
    const tooLate = new Promise<void>((resolve) => {
      late = setTimeout(resolve, ASK_TIMEOUT_MS)
    })
    await Promise.race([read(), tooLate]).finally(() => clearTimeout(late))
  }
  log.info(
    { event: 'key_vault.followed', taken: vaulted.status().taken, refreshSeconds: vaulted.refreshSeconds },
    'secrets come from the key vault',
  )
  tell.status()
  timer = setTimeout(read, refreshMs).unref()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await reading
  }
}

/** Says what an operator should see to: each thing once a day. */
function createTeller({ clock, log }: Followed, vaulted: VaultedSecrets) {
  const toldAtMs = new Map<string, number>()
  function once(what: string, say: () => void): void {
    const nowMs = clock.nowMs()
    if (nowMs - (toldAtMs.get(what) ?? Number.NEGATIVE_INFINITY) < TELL_AGAIN_MS) return
    toldAtMs.set(what, nowMs)
    say()
  }
  return {
    restartNeeded: () =>
      once('restart', () =>
        log.warn(
          { event: 'secret.needs_restart' },
          'the providers of OIDC_PROVIDERS change after a restart only',
        ),
      ),
    status() {
      const { overridden, unusable, expiresAt } = vaulted.status()
      for (const variable of overridden)
        once(`overridden ${variable}`, () =>
          log.warn({ event: 'key_vault.overridden', variable }, 'the environment comes before the key vault'),
        )
      for (const { variable, reason } of unusable)
        once(`unusable ${variable} ${reason}`, () =>
          log.warn(
            { event: 'key_vault.unusable', variable, reason },
            'a secret cannot be used; the last one stays',
          ),
        )
      for (const [variable, at] of Object.entries(expiresAt)) {
        const daysLeft = Math.floor((at.getTime() - clock.nowMs()) / days(1))
        if (daysLeft >= WARN_DAYS) continue
        const facts = { event: 'key_vault.secret_expiring', variable, expiresAt: at.toISOString(), daysLeft }
        once(`expiring ${variable} ${at.getTime()}`, () => log.warn(facts, 'a secret expires'))
      }
    },
  }
}
