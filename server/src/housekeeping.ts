import type { Platform } from './context.ts'
import { minutes } from './kit/duration.ts'
import type { Db } from './platform/db.ts'
import { eraseDueAccounts } from './rooms/account-closure/index.ts'
import { cleanUpDevices, deleteOldUndos } from './rooms/accounts/index.ts'
import { cleanUpApiKeys } from './rooms/api-key-management/index.ts'
import { cleanUpChallenges } from './rooms/gate/index.ts'
import { cleanUpIdempotencyKeys } from './rooms/idempotency/index.ts'
import { cleanUpInvitations } from './rooms/invitations/index.ts'
import { cleanUpMail } from './rooms/mail/index.ts'
import { cleanUpOneTimeTokens } from './rooms/one-time-tokens/index.ts'
import { cleanUpCeremonies } from './rooms/passkeys/index.ts'
import { cleanUpUnknownSignIns } from './rooms/passwords/index.ts'
import { cleanUpSessions } from './rooms/sessions/index.ts'
import { cleanUpOauthFlows } from './rooms/social-sign-in/index.ts'
import { carryOutDueMfaResets } from './rooms/user-recovery/index.ts'

type Needs = Pick<Platform, 'clock' | 'config' | 'database' | 'log' | 'metrics' | 'vault'>

const ROUND_MS = minutes(10)

const duties: readonly [name: string, run: (ctx: Needs & { db: Db }) => Promise<unknown>][] = [
  ['closed accounts', eraseDueAccounts],
  ['ways back to an address', ({ db }) => deleteOldUndos(db)],
  ['devices', cleanUpDevices],
  ['second factors to be taken away', carryOutDueMfaResets],
  ['idempotency keys', cleanUpIdempotencyKeys],
  ['invitations', cleanUpInvitations],
  ['mail', cleanUpMail],
  ['API keys', cleanUpApiKeys],
  ['MFA challenges', cleanUpChallenges],
  ['provider sign-ins', cleanUpOauthFlows],
  ['one-time tokens', cleanUpOneTimeTokens],
  ['unknown sign-ins', cleanUpUnknownSignIns],
  ['passkey ceremonies', cleanUpCeremonies],
  ['sessions', cleanUpSessions],
]

/**
 * Removes what has run out, every ten minutes, until the returned function is called. Nothing depends on it: what has
 * expired is refused by its time, not by its absence. Several nodes doing it at once only find less to do.
 */
export function startHousekeeping(platform: Needs): () => void {
  const timer = setInterval(() => void houseKeepingRound(platform), ROUND_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** One round. A duty that fails is logged, counted and tried again in the next. */
async function houseKeepingRound(platform: Needs): Promise<void> {
  for (const [name, run] of duties) {
    try {
      await run({ ...platform, db: platform.database.db })
    } catch (error) {
      platform.log.warn({ err: error, duty: name }, 'housekeeping failed')
      platform.metrics.housekeepingFailed(name)
    }
  }
}
