import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../context.ts'
import { minutes, seconds } from '../../kit/duration.ts'
import { type Delivery, deliver } from './deliver.ts'
import { reasonOf } from './rules.ts'
import { type Claim, claimDue, oldestQueuedAgeSeconds, releaseClaims } from './store.ts'

export type OutboxNeeds = Pick<Platform, 'config' | 'log' | 'database' | 'vault' | 'mailer'>

/** How many mails one worker has under way at once. Each is begun as soon as it is taken, so no lease runs idle. */
const SLOTS = 5
const LEASE_MS = seconds(60)
/** Well within the lease, so that no other worker takes over a mail that is still being sent. */
const SEND_TIMEOUT_MS = seconds(20)
const POLL_MS = seconds(1)
/** Mail that was queued before an outage is not to wait much longer than the outage. */
const LONGEST_PAUSE_MS = seconds(4)
const LOOK_AT_AGE_EVERY_MS = minutes(1)
const ALARM_AGE_SECONDS = 300
/** A wake-up waits this long at least, and up to twice as long, for the answer to leave and for others to join. */
const WAKE_DELAY_MS = 25

export interface Outbox {
  /** Begins to send what is due. */
  start(): void
  /** Takes no more mail, waits for what is under way and gives back what was not begun. */
  stop(): Promise<void>
  /** Says that mail was queued, so that it need not wait for the next round. */
  wake(): void
  /** Sends everything that is due now and returns how many were sent. For tests and the command line. */
  drain(): Promise<number>
}

/**
 * The worker of the outbox (SECURITY F4): any number of processes may run one. Mail is sent at least once, under a
 * Message-ID that stays the same; a mail is sent twice only when a process dies, or loses the database, between the
 * relay's answer and our note of it. Nothing is thrown out of band: without a database it waits and looks again.
 */
export function createOutbox(platform: OutboxNeeds, sendTimeoutMs: number = SEND_TIMEOUT_MS): Outbox {
  const { log } = platform
  const { db } = platform.database
  const underWay = new Set<Promise<Delivery>>()
  let stopping = false
  let running: Promise<void> | undefined
  let interrupt = new AbortController()
  let wakeTimer: NodeJS.Timeout | undefined

  function begin(claim: Claim): Promise<Delivery> {
    const delivery = deliver(platform, claim, { sendTimeoutMs, isStopping: () => stopping }).finally(() =>
      underWay.delete(delivery),
    )
    underWay.add(delivery)
    return delivery
  }

  /** Takes as much due mail as there are free slots and begins to send it. */
  async function takeDue(): Promise<Promise<Delivery>[]> {
    const free = SLOTS - underWay.size
    if (free <= 0) return []
    const claims = await claimDue(db, free, LEASE_MS)
    if (!stopping) return claims.map(begin)
    await releaseClaims(db, claims)
    return []
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: interrupt.signal }).catch(() => {})
    if (!stopping) interrupt = new AbortController()
  }

  async function work(): Promise<void> {
    let pauseMs = POLL_MS
    let lookAt = performance.now() + LOOK_AT_AGE_EVERY_MS
    while (!stopping) {
      try {
        const begun = await takeDue()
        pauseMs = POLL_MS
        if (performance.now() >= lookAt) {
          lookAt = performance.now() + LOOK_AT_AGE_EVERY_MS
          await alarmWhenWaiting(platform)
        }
        if (underWay.size === SLOTS) await Promise.race(underWay)
        else if (begun.length === 0) await pause(POLL_MS)
      } catch (error) {
        log.warn(
          { event: 'mail.outbox_unreachable', reason: reasonOf(error), retryInMs: pauseMs },
          'outbox cannot reach the database',
        )
        await pause(pauseMs)
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      }
    }
  }

  return {
    start() {
      if (running) return
      stopping = false
      interrupt = new AbortController()
      running = work()
    },
    async stop() {
      stopping = true
      clearTimeout(wakeTimer)
      interrupt.abort()
      await running
      await Promise.allSettled(underWay)
      running = undefined
    },
    wake() {
      wakeTimer ??= setTimeout(
        () => {
          wakeTimer = undefined
          interrupt.abort()
        },
        WAKE_DELAY_MS * (1 + Math.random()),
      )
    },
    async drain() {
      let sent = 0
      for (;;) {
        const begun = await takeDue()
        if (begun.length === 0 && underWay.size === 0) return sent
        const settled = await Promise.all(begun.length > 0 ? begun : underWay)
        sent += settled.filter((delivery) => delivery === 'sent').length
      }
    },
  }
}

/** Says so in the log when mail waits for five minutes: the relay, or the worker, needs a look (SECURITY F8). */
export async function alarmWhenWaiting({
  database,
  log,
}: Pick<OutboxNeeds, 'database' | 'log'>): Promise<void> {
  const age = await oldestQueuedAgeSeconds(database.db)
  if (age < ALARM_AGE_SECONDS) return
  log.error({ event: 'mail.waiting', oldestAgeSeconds: Math.round(age) }, 'mail is not getting out')
}
