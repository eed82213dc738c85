import { beforeEach, describe, expect, test } from 'vitest'
import { usePostOffice } from '../../../../test/harness/post-office.ts'
import { hours, minutes, seconds } from '../../kit/duration.ts'
import { MailError } from '../../platform/mailer.ts'
import { alarmWhenWaiting } from './outbox.ts'
import { cleanUpMail, type MailOrder, mayMail, queueDecoy, queueMail } from './service.ts'

const office = usePostOffice()
const content = { subject: 'A subject', text: 'token=vfy_secret', html: '<p>token=vfy_secret</p>' }
const order: MailOrder = { to: 'Ada@example.org', template: 'test', content }

describe('a queued mail', () => {
  test('is sent once, to the address byte for byte, under an id of its own, and then its content is gone', async () => {
    await queueMail(office.ctx(), order)
    expect(await office.worker().drain()).toBe(1)
    expect(await office.worker().drain()).toBe(0)
    const { id, sent_at, content_sealed } = await office.onlyRow()
    expect(office.taken).toEqual([
      { ...content, to: 'Ada@example.org', messageId: `<${id}@id.gatehouse.test>` },
    ])
    expect(sent_at).not.toBeNull()
    expect(content_sealed).toBeNull()
  })

  test('goes out only if the transaction of its effect commits', async () => {
    const transaction = office.ground.database.db.transaction(async (tx) => {
      await queueMail({ ...office.ctx(), db: tx }, order)
      throw new Error('the effect failed')
    })
    await expect(transaction).rejects.toThrow('the effect failed')
    expect(await office.worker().drain()).toBe(0)
  })

  test('cannot be read in the database', async () => {
    await queueMail(office.ctx(), order)
    const { content_sealed } = await office.onlyRow()
    for (const part of ['vfy_secret', 'A subject', 'Ada@']) expect(content_sealed!.includes(part)).toBe(false)
  })

  test('cannot be readdressed by whoever can write to the table', async () => {
    await queueMail(office.ctx(), order)
    await office.ground.sql`UPDATE mail_messages SET recipient = 'mallory@example.org'`
    expect(await office.worker().drain()).toBe(0)
    expect(office.taken).toEqual([])
    expect((await office.onlyRow()).last_error).toBe('content of another mail')
  })

  test('is dropped, and not sent, from the moment its link is dead', async () => {
    await queueMail(office.ctx(), { ...order, to: 'in-time@example.org', usefulUntilMs: minutes(30) })
    await office.ground.clock.advance(minutes(30) - seconds(5))
    expect(await office.worker().drain()).toBe(1)

    await queueMail(office.ctx(), { ...order, to: 'late@example.org', usefulUntilMs: minutes(30) })
    await office.ground.clock.advance(minutes(30))
    expect(await office.worker().drain()).toBe(0)
    expect(office.taken.map(({ to }) => to)).toEqual(['in-time@example.org'])
    const late = (await office.rows()).find(({ recipient }) => recipient === 'late@example.org')
    expect(late).toMatchObject({
      sent_at: null,
      failed_at: null,
      content_sealed: null,
      dropped_at: expect.any(Date),
    })
  })

  test('is forgotten a month after it was sent', async () => {
    await queueMail(office.ctx(), order)
    await office.worker().drain()
    await office.ground.clock.advance(29 * hours(24))
    await cleanUpMail(office.ctx())
    expect(await office.rows()).toHaveLength(1)
    await office.ground.clock.advance(2 * hours(24))
    await cleanUpMail(office.ctx())
    expect(await office.rows()).toHaveLength(0)
  })
})

test('a decoy costs a row, is never sent, and leaves nothing behind', async () => {
  const ctx = office.ctx()
  await queueDecoy(ctx, content)
  expect(ctx.effects.mailQueued).toBe(true)
  expect(await office.rows()).toHaveLength(1)
  expect(await office.worker().drain()).toBe(0)
  expect(office.taken).toEqual([])
  expect(await office.rows()).toHaveLength(0)
})

describe('a relay that refuses', () => {
  beforeEach(() => {
    office.relay = () => Promise.reject(new Error('451 try again later'))
  })

  test('is asked again after 5 s, under the same Message-ID', async () => {
    const ids: string[] = []
    office.relay = async (mail) => {
      ids.push(mail.messageId)
      if (ids.length === 1) throw new Error('451 try again later')
    }
    await queueMail(office.ctx(), order)
    expect(await office.worker().drain()).toBe(0)
    expect(await office.onlyRow()).toMatchObject({
      attempts: 1,
      last_error: '451 try again later',
      leased_until: null,
    })
    await office.ground.clock.advance(seconds(2))
    expect(await office.worker().drain()).toBe(0)
    expect(ids).toHaveLength(1)
    await office.ground.clock.advance(seconds(5))
    expect(await office.worker().drain()).toBe(1)
    expect(new Set(ids).size).toBe(1)
  })

  test('is asked twelve times; then the mail waits for an operator, and the log says so', async () => {
    await queueMail(office.ctx(), { ...order, usefulUntilMs: hours(24) })
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      expect((await office.onlyRow()).failed_at).toBeNull()
      await office.worker().drain()
      expect((await office.onlyRow()).attempts).toBe(attempt)
      await office.ground.clock.advance(minutes(15))
    }
    const { id, failed_at, content_sealed } = await office.onlyRow()
    expect(failed_at).not.toBeNull()
    expect(content_sealed).not.toBeNull()
    expect(await office.worker().drain()).toBe(0)
    expect((await office.onlyRow()).attempts).toBe(12)
    expect(office.ground.log.entries()).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'mail.failed', mailId: id, attempts: 12 }),
    )
  })

  test('leaves a given-up mail readable to the server until its link is dead, and no longer', async () => {
    await queueMail(office.ctx(), { ...order, usefulUntilMs: hours(25) })
    await office.ground.clock.advance(hours(24))
    await office.worker().drain()
    await office.ground.clock.advance(hours(1) - seconds(5))
    await cleanUpMail(office.ctx())
    expect((await office.onlyRow()).content_sealed).not.toBeNull()
    await office.ground.clock.advance(seconds(5))
    await cleanUpMail(office.ctx())
    expect(await office.onlyRow()).toMatchObject({ content_sealed: null, failed_at: expect.any(Date) })
  })

  test('is noticed when mail has waited for five minutes', async () => {
    await queueMail(office.ctx(), order)
    await office.ground.clock.advance(minutes(4))
    await alarmWhenWaiting({ database: office.ground.database, log: office.ground.log.log })
    expect(office.ground.log.lines.join('')).not.toContain('mail.waiting')
    await office.ground.clock.advance(minutes(1))
    await alarmWhenWaiting({ database: office.ground.database, log: office.ground.log.log })
    expect(office.ground.log.entries()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        event: 'mail.waiting',
        oldestAgeSeconds: expect.any(Number),
      }),
    )
  })

  test('is not asked again when it refused for good (RFC 5321 section 4.2.1)', async () => {
    office.relay = () => Promise.reject(new MailError('EENVELOPE: 550 no such mailbox', true, 550))
    await queueMail(office.ctx(), order)
    await office.worker().drain()
    expect(await office.onlyRow()).toMatchObject({ attempts: 1, failed_at: expect.any(Date) })
  })

  test('is not asked again for a mail that is a day old', async () => {
    await queueMail(office.ctx(), order)
    await office.ground.clock.advance(hours(24))
    await office.worker().drain()
    expect(await office.onlyRow()).toMatchObject({ attempts: 1, failed_at: expect.any(Date) })
  })

  test('puts no address and no content into the log', () => {
    expect(office.ground.log.lines.join('')).not.toMatch(/ada@example|vfy_secret/i)
  })

  test('that never answers does not hold a mail for ever', async () => {
    office.relay = () => new Promise(() => {})
    await queueMail(office.ctx(), order)
    await office.worker({ sendTimeoutMs: 50 }).drain()
    expect(await office.onlyRow()).toMatchObject({
      leased_until: null,
      last_error: 'the relay did not answer in time',
    })
  })
})

describe('the allowance of a mailbox', () => {
  const recipient = 'ada@example.org'
  const allowance = { recipient, templates: ['test'], atMost: 3, withinMs: hours(1) }

  async function mailIfAllowed(): Promise<void> {
    await office.ground.database.db.transaction(async (tx) => {
      const inTx = { ...office.ctx(), db: tx }
      if (await mayMail(inTx, allowance)) await queueMail(inTx, { ...order, to: recipient })
    })
  }

  test('is not exceeded by many at once', async () => {
    await Promise.all(Array.from({ length: 8 }, mailIfAllowed))
    expect(await office.rows()).toHaveLength(3)
  })

  test('is renewed after its time', async () => {
    for (let count = 0; count < 4; count += 1) await mailIfAllowed()
    expect(await office.rows()).toHaveLength(3)
    await office.ground.clock.advance(hours(1))
    await mailIfAllowed()
    expect(await office.rows()).toHaveLength(4)
  })
})
