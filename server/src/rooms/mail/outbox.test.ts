import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { createWorldClock, type WorldClock } from '../../../../test/harness/clock.ts'
import { testConfig } from '../../../../test/harness/config.ts'
import type { LeasedDatabase } from '../../../../test/harness/databases.ts'
import { leaseDatabase } from '../../../../test/harness/leases.ts'
import { captureLog } from '../../../../test/harness/log.ts'
import { hours, minutes, seconds } from '../../kit/duration.ts'
import { type Database, openDatabase } from '../../platform/db.ts'
import { MailError, type OutgoingMail } from '../../platform/mailer.ts'
import { createVault } from '../../platform/vault.ts'
import { alarmWhenWaiting, createOutbox, type OutboxNeeds } from './outbox.ts'
import { cleanUpMail, type MailOrder, mayMail, queueDecoy, queueMail } from './service.ts'
import { claimDue } from './store.ts'
import { mailMessages } from './tables.ts'

const isRealPostgres = inject('databaseSource').kind === 'postgres'

const content = { subject: 'A subject', text: 'token=vfy_secret', html: '<p>token=vfy_secret</p>' }
const order: MailOrder = { to: 'Ada@example.org', template: 'test', content }
const vault = createVault(['a-secret-of-the-outbox-tests-and-of-nothing-else'])

let lease: LeasedDatabase
let database: Database
let clock: WorldClock
let log: ReturnType<typeof captureLog>
/** What the relay took, and how it answers. */
let taken: OutgoingMail[]
let relay: (mail: OutgoingMail) => Promise<void>

const open = (): Database =>
  openDatabase({ url: lease.url, ...testConfig().database, applicationName: 'outbox-test', log: log.log })

beforeAll(async () => {
  lease = await leaseDatabase(inject('databaseSource'))
  log = captureLog(testConfig())
  database = open()
})
afterAll(async () => {
  await database.close()
  await lease.release()
})
beforeEach(async () => {
  clock = createWorldClock(lease.url)
  await clock.advance(0)
  taken = []
  relay = async () => {}
})
afterEach(async () => {
  await database.db.delete(mailMessages)
})

function outbox(changes: Partial<OutboxNeeds> = {}, sendTimeoutMs?: number) {
  return createOutbox(
    {
      config: testConfig(),
      log: log.log,
      database,
      vault,
      mailer: {
        send: async (mail) => {
          await relay(mail)
          taken.push(mail)
        },
        close: async () => {},
      },
      ...changes,
    },
    sendTimeoutMs,
  )
}

const context = () => ({ db: database.db, clock, vault, effects: { mailQueued: false, audited: [] } })
const rows = () => database.db.select().from(mailMessages)
const onlyRow = async () => (await rows())[0]!

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; !(await holds()); await sleep(10)) {
    if (Date.now() > giveUpAt) throw new Error('it did not come about within 10 s')
  }
}

describe('a queued mail', () => {
  test('is sent once, to the address byte for byte, under an id of its own, and then its content is gone', async () => {
    await queueMail(context(), order)
    expect(await outbox().drain()).toBe(1)
    expect(await outbox().drain()).toBe(0)
    const { id, sentAt, contentSealed } = await onlyRow()
    expect(taken).toEqual([{ ...content, to: 'Ada@example.org', messageId: `<${id}@id.gatehouse.test>` }])
    expect(sentAt).not.toBeNull()
    expect(contentSealed).toBeNull()
  })

  test('goes out only if the transaction of its effect commits', async () => {
    const transaction = database.db.transaction(async (tx) => {
      await queueMail({ ...context(), db: tx }, order)
      throw new Error('the effect failed')
    })
    await expect(transaction).rejects.toThrow('the effect failed')
    expect(await outbox().drain()).toBe(0)
  })

  test('cannot be read in the database', async () => {
    await queueMail(context(), order)
    const { contentSealed } = await onlyRow()
    for (const part of ['vfy_secret', 'A subject', 'Ada@']) expect(contentSealed!.includes(part)).toBe(false)
  })

  test('cannot be readdressed by whoever can write to the table', async () => {
    await queueMail(context(), order)
    await database.db.update(mailMessages).set({ recipient: 'mallory@example.org' })
    expect(await outbox().drain()).toBe(0)
    expect(taken).toEqual([])
    expect((await onlyRow()).lastError).toBe('content of another mail')
  })

  test('is dropped, and not sent, from the moment its link is dead', async () => {
    await queueMail(context(), { ...order, to: 'in-time@example.org', usefulUntilMs: minutes(30) })
    await clock.advance(minutes(30) - seconds(1))
    expect(await outbox().drain()).toBe(1)

    await queueMail(context(), { ...order, to: 'late@example.org', usefulUntilMs: minutes(30) })
    await clock.advance(minutes(30))
    expect(await outbox().drain()).toBe(0)
    expect(taken.map(({ to }) => to)).toEqual(['in-time@example.org'])
    const late = (await rows()).find(({ recipient }) => recipient === 'late@example.org')
    expect(late).toMatchObject({
      sentAt: null,
      failedAt: null,
      contentSealed: null,
      droppedAt: expect.any(Date),
    })
  })

  test('is forgotten a month after it was sent', async () => {
    await queueMail(context(), order)
    await outbox().drain()
    await clock.advance(29 * hours(24))
    await cleanUpMail(context())
    expect(await rows()).toHaveLength(1)
    await clock.advance(2 * hours(24))
    await cleanUpMail(context())
    expect(await rows()).toHaveLength(0)
  })
})

test('a decoy costs a row, is never sent, and leaves nothing behind', async () => {
  const ctx = context()
  await queueDecoy(ctx, content)
  expect(ctx.effects.mailQueued).toBe(true)
  expect(await rows()).toHaveLength(1)
  expect(await outbox().drain()).toBe(0)
  expect(taken).toEqual([])
  expect(await rows()).toHaveLength(0)
})

describe('a relay that refuses', () => {
  beforeEach(() => {
    relay = () => Promise.reject(new Error('451 try again later'))
  })

  test('is asked again after 5 s, under the same Message-ID', async () => {
    const ids: string[] = []
    relay = async (mail) => {
      ids.push(mail.messageId)
      if (ids.length === 1) throw new Error('451 try again later')
    }
    await queueMail(context(), order)
    expect(await outbox().drain()).toBe(0)
    expect(await onlyRow()).toMatchObject({
      attempts: 1,
      lastError: '451 try again later',
      leasedUntil: null,
    })
    await clock.advance(seconds(4))
    expect(await outbox().drain()).toBe(0)
    expect(ids).toHaveLength(1)
    await clock.advance(seconds(3))
    expect(await outbox().drain()).toBe(1)
    expect(new Set(ids).size).toBe(1)
  })

  test('is asked twelve times; then the mail waits for an operator, and the log says so', async () => {
    await queueMail(context(), { ...order, usefulUntilMs: hours(24) })
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      expect((await onlyRow()).failedAt).toBeNull()
      await outbox().drain()
      expect((await onlyRow()).attempts).toBe(attempt)
      await clock.advance(minutes(15))
    }
    const { id, failedAt, contentSealed } = await onlyRow()
    expect(failedAt).not.toBeNull()
    expect(contentSealed).not.toBeNull()
    expect(await outbox().drain()).toBe(0)
    expect((await onlyRow()).attempts).toBe(12)
    expect(log.entries()).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'mail.failed', mailId: id, attempts: 12 }),
    )
  })

  test('leaves a given-up mail readable to the server until its link is dead, and no longer', async () => {
    await queueMail(context(), { ...order, usefulUntilMs: hours(25) })
    await clock.advance(hours(24))
    await outbox().drain()
    await clock.advance(hours(1) - seconds(1))
    await cleanUpMail(context())
    expect((await onlyRow()).contentSealed).not.toBeNull()
    await clock.advance(seconds(1))
    await cleanUpMail(context())
    expect(await onlyRow()).toMatchObject({ contentSealed: null, failedAt: expect.any(Date) })
  })

  test('is noticed when mail has waited for five minutes', async () => {
    await queueMail(context(), order)
    await clock.advance(minutes(4))
    await alarmWhenWaiting({ database, log: log.log })
    expect(log.lines.join('')).not.toContain('mail.waiting')
    await clock.advance(minutes(1))
    await alarmWhenWaiting({ database, log: log.log })
    expect(log.entries()).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'mail.waiting', oldestAgeSeconds: 300 }),
    )
  })

  test('is not asked again when it refused for good (RFC 5321 section 4.2.1)', async () => {
    relay = () => Promise.reject(new MailError('EENVELOPE: 550 no such mailbox', true, 550))
    await queueMail(context(), order)
    await outbox().drain()
    expect(await onlyRow()).toMatchObject({ attempts: 1, failedAt: expect.any(Date) })
  })

  test('is not asked again for a mail that is a day old', async () => {
    await queueMail(context(), order)
    await clock.advance(hours(24))
    await outbox().drain()
    expect(await onlyRow()).toMatchObject({ attempts: 1, failedAt: expect.any(Date) })
  })

  test('puts no address and no content into the log', () => {
    expect(log.lines.join('')).not.toMatch(/ada@example|vfy_secret/i)
  })

  test('that never answers does not hold a mail for ever', async () => {
    relay = () => new Promise(() => {})
    await queueMail(context(), order)
    await outbox({}, 50).drain()
    expect(await onlyRow()).toMatchObject({
      leasedUntil: null,
      lastError: 'the relay did not answer in time',
    })
  })
})

describe('a worker', () => {
  test('takes over what a dead one held, once its lease is over and not before', async () => {
    await queueMail(context(), order)
    const [held] = await claimDue(database.db, 1, seconds(60))
    expect(held).toBeDefined()
    await clock.advance(seconds(59))
    expect(await outbox().drain()).toBe(0)
    await clock.advance(seconds(1))
    expect(await outbox().drain()).toBe(1)
  })

  test('gives a mail up that has ended every worker that took it', async () => {
    await queueMail(context(), order)
    for (let died = 0; died < 12; died += 1) {
      await claimDue(database.db, 1, seconds(60))
      await clock.advance(seconds(60))
    }
    expect(await outbox().drain()).toBe(0)
    expect(taken).toEqual([])
    expect((await onlyRow()).failedAt).not.toBeNull()
  })

  test('that stops finishes what is under way, takes nothing more and keeps no lease', async () => {
    for (let count = 0; count < 20; count += 1) await queueMail(context(), order)
    let begun = 0
    relay = async () => {
      begun += 1
      await sleep(100)
    }
    const worker = outbox()
    worker.start()
    await until(() => begun > 0)
    await worker.stop()
    expect(taken).toHaveLength(begun)
    expect(begun).toBeLessThan(20)
    const left = (await rows()).filter(({ sentAt }) => sentAt === null)
    expect(left).toHaveLength(20 - begun)
    for (const mail of left) expect(mail).toMatchObject({ leasedUntil: null, attempts: 0 })
  })

  test('that was stopped can be started again', async () => {
    const worker = outbox()
    worker.start()
    await worker.stop()
    await queueMail(context(), order)
    worker.start()
    await until(() => taken.length === 1)
    await worker.stop()
  })

  test('outlives a database that is away: it logs, waits, and sends when it is back', async () => {
    let isAway = true
    const flaky = { ...database } as Database
    Object.defineProperty(flaky, 'db', {
      value: new Proxy(database.db, {
        get(target, key) {
          if (isAway) throw new Error('connection refused')
          const member: unknown = Reflect.get(target, key)
          return typeof member === 'function' ? member.bind(target) : member
        },
      }),
    })
    await queueMail(context(), order)
    const worker = outbox({ database: flaky })
    worker.start()
    await until(() => log.lines.some((line) => line.includes('mail.outbox_unreachable')))
    isAway = false
    await until(() => taken.length === 1)
    await worker.stop()
  })
})

describe('the allowance of a mailbox', () => {
  const recipient = 'ada@example.org'
  const allowance = { recipient, templates: ['test'], atMost: 3, withinMs: hours(1) }

  async function mailIfAllowed(): Promise<void> {
    await database.db.transaction(async (tx) => {
      const inTx = { ...context(), db: tx }
      if (await mayMail(inTx, allowance)) await queueMail(inTx, { ...order, to: recipient })
    })
  }

  test('is not exceeded by many at once', async () => {
    await Promise.all(Array.from({ length: 8 }, mailIfAllowed))
    expect(await rows()).toHaveLength(3)
  })

  test('is renewed after its time', async () => {
    for (let count = 0; count < 4; count += 1) await mailIfAllowed()
    expect(await rows()).toHaveLength(3)
    await clock.advance(hours(1))
    await mailIfAllowed()
    expect(await rows()).toHaveLength(4)
  })
})

describe.skipIf(!isRealPostgres)('workers on several nodes', () => {
  test('send each of 300 mails exactly once', { timeout: 60_000 }, async () => {
    const ctx = context()
    for (let count = 0; count < 300; count += 1)
      await queueMail(ctx, { ...order, to: `p${count}@example.org` })
    relay = () => sleep(Math.random() * 10)
    const nodes = Array.from({ length: 4 }, open)
    const workers = nodes.map((node) => outbox({ database: node }))
    for (const worker of workers) worker.start()
    await until(async () => (await rows()).every(({ sentAt }) => sentAt !== null))
    await Promise.all(workers.map((worker) => worker.stop()))
    await Promise.all(nodes.map((node) => node.close()))
    expect(taken).toHaveLength(300)
    expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(300)
  })

  test('look for due mail by index, however many were sent before', async () => {
    await database.db.execute(sql`
      INSERT INTO mail_messages (id, recipient, template, sent_at)
      SELECT gen_random_uuid(), 'x', 'x', gatehouse_now() FROM generate_series(1, 20000)`)
    await database.db.execute(sql`ANALYZE mail_messages`)
    const plan = await database.db.execute(sql`
      EXPLAIN SELECT id FROM mail_messages WHERE content_sealed IS NOT NULL AND failed_at IS NULL
      AND next_attempt_at <= gatehouse_now() ORDER BY next_attempt_at LIMIT 5 FOR UPDATE SKIP LOCKED`)
    expect(JSON.stringify(plan)).toContain('mail_messages_due')
  })
})
