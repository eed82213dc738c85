import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../context.ts'
import { days, seconds } from '../../kit/duration.ts'
import type { Db } from '../../platform/db.ts'
import type { MailError } from '../../platform/mailer.ts'
import { openContent } from './content.ts'
import { MAX_AGE_MS, MAX_ATTEMPTS, NOBODY, reasonOf, retryDelayMs } from './rules.ts'
import { type Claim, deleteMail, markDropped, markFailed, markSent, postpone } from './store.ts'

export type DeliverNeeds = Pick<Platform, 'config' | 'log' | 'database' | 'vault' | 'mailer'>

/** How a mail that was taken ended, this time. `unsettled`: the database did not take our note of it. */
export type Delivery = 'sent' | 'postponed' | 'failed' | 'dropped' | 'unsettled'

/** Together with the time to send, less than the lease. */
const SETTLE_FOR_MS = seconds(30)
const SETTLE_RETRY_MS = seconds(1)
/** How long a failed mail without an expiry of its own waits for an operator. Seven days. */
const FAILED_KEPT_MS = days(7)

export interface Bounds {
  sendTimeoutMs: number
  /** Once true, a database that is away is not waited for. */
  isStopping: () => boolean
}

/** Sends one claimed mail, once, and notes how that went. Never rejects. */
export async function deliver(platform: DeliverNeeds, claim: Claim, bounds: Bounds): Promise<Delivery> {
  const { delivery, note } = await attempt(platform, claim, bounds.sendTimeoutMs)
  return (await settle(platform, claim, note, bounds.isStopping)) ? delivery : 'unsettled'
}

interface Outcome {
  delivery: Delivery
  note: (db: Db) => Promise<void>
}

async function attempt(platform: DeliverNeeds, claim: Claim, sendTimeoutMs: number): Promise<Outcome> {
  if (claim.recipient === NOBODY) return { delivery: 'dropped', note: (db) => deleteMail(db, claim) }
  if (!claim.isUseful) {
    platform.log.info(
      { event: 'mail.dropped', mailId: claim.id, template: claim.template },
      'mail dropped: its link has expired',
    )
    return { delivery: 'dropped', note: (db) => markDropped(db, claim) }
  }
  // Taken twelve times before and never settled: it ends the process, or the connection, each time.
  if (claim.attempts > MAX_ATTEMPTS) return failed(platform, claim, 'never came to an end')
  try {
    await send(platform, claim, sendTimeoutMs)
  } catch (error) {
    return afterFailure(platform, claim, error)
  }
  platform.log.info(
    { event: 'mail.sent', mailId: claim.id, template: claim.template, attempts: claim.attempts },
    'mail sent',
  )
  return { delivery: 'sent', note: (db) => markSent(db, claim) }
}

async function send(platform: DeliverNeeds, claim: Claim, timeoutMs: number): Promise<void> {
  const content = openContent(platform.vault, claim, claim.contentSealed!)
  const timeout = new AbortController()
  const sending = platform.mailer.send({
    messageId: `<${claim.id}@${platform.config.publicUrl.hostname}>`,
    to: claim.recipient,
    ...content,
  })
  const late = sleep(timeoutMs, undefined, { signal: timeout.signal }).then(() => {
    throw new Error('the relay did not answer in time')
  })
  try {
    await Promise.race([sending, late])
  } finally {
    timeout.abort()
    // Whichever lost the race may still reject, when nobody listens any more.
    Promise.allSettled([sending, late])
  }
}

function afterFailure(platform: DeliverNeeds, claim: Claim, error: unknown): Outcome {
  const reason = reasonOf(error)
  const isFinal = (error as Partial<MailError> | undefined)?.isPermanent === true
  if (isFinal || claim.attempts >= MAX_ATTEMPTS || claim.ageMs >= MAX_AGE_MS)
    return failed(platform, claim, reason)
  const delayMs = retryDelayMs(claim.attempts)
  platform.log.warn(
    {
      event: 'mail.postponed',
      mailId: claim.id,
      template: claim.template,
      attempts: claim.attempts,
      delayMs,
      reason,
    },
    'mail not sent yet',
  )
  return { delivery: 'postponed', note: (db) => postpone(db, claim, delayMs, reason) }
}

function failed(platform: DeliverNeeds, claim: Claim, reason: string): Outcome {
  platform.log.error(
    { event: 'mail.failed', mailId: claim.id, template: claim.template, attempts: claim.attempts, reason },
    'mail given up: it waits for an operator',
  )
  return { delivery: 'failed', note: (db) => markFailed(db, claim, FAILED_KEPT_MS, reason) }
}

/**
 * Writes the outcome down, trying again while the lease surely lasts: a mail that was sent and not noted would be
 * sent a second time. False when the database stayed away.
 */
async function settle(
  platform: DeliverNeeds,
  claim: Claim,
  note: Outcome['note'],
  isStopping: () => boolean,
): Promise<boolean> {
  const giveUpAt = performance.now() + SETTLE_FOR_MS
  for (;;) {
    try {
      await note(platform.database.db)
      return true
    } catch (error) {
      if (isStopping() || performance.now() > giveUpAt) {
        platform.log.error(
          { event: 'mail.unsettled', mailId: claim.id, reason: reasonOf(error) },
          'outcome of a mail could not be noted',
        )
        return false
      }
      await sleep(SETTLE_RETRY_MS)
    }
  }
}
