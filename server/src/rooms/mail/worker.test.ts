import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, inject, test } from 'vitest'
import { testConfig } from '../../../../test/harness/config.ts'
import { until, usePostOffice } from '../../../../test/harness/post-office.ts'
import { seconds } from '../../kit/duration.ts'
import { openDatabase } from '../../platform/db.ts'
import { type MailOrder, queueMail } from './service.ts'
import { claimDue } from './store.ts'

const office = usePostOffice()
const order: MailOrder = {
  to: 'ada@example.org',
  template: 'test',
  content: { subject: 'A subject', text: 'Some text', html: '<p>Some text</p>' },
}

describe('a worker', () => {
  test('takes over what a dead one held, once its lease is over and not before', async () => {
    await queueMail(office.ctx(), order)
    const [held] = await claimDue(office.ground.database.db, 1, seconds(60))
    expect(held).toBeDefined()
    await office.ground.clock.advance(seconds(55))
    expect(await office.worker().drain()).toBe(0)
    await office.ground.clock.advance(seconds(5))
    expect(await office.worker().drain()).toBe(1)
  })

  test('gives a mail up that has ended every worker that took it', async () => {
    await queueMail(office.ctx(), order)
    for (let died = 0; died < 12; died += 1) {
      await claimDue(office.ground.database.db, 1, seconds(60))
      await office.ground.clock.advance(seconds(60))
    }
    expect(await office.worker().drain()).toBe(0)
    expect(office.taken).toEqual([])
    expect((await office.onlyRow()).failed_at).not.toBeNull()
  })

  test('that stops finishes what is under way, takes nothing more and keeps no lease', async () => {
    for (let count = 0; count < 20; count += 1) await queueMail(office.ctx(), order)
    let begun = 0
    office.relay = async () => {
      begun += 1
      await sleep(100)
    }
    const worker = office.worker()
    worker.start()
    await until(() => begun > 0)
    await worker.stop()
    expect(office.taken).toHaveLength(begun)
    expect(begun).toBeLessThan(20)
    const left = (await office.rows()).filter(({ sent_at }) => sent_at === null)
    expect(left).toHaveLength(20 - begun)
    for (const mail of left) expect(mail).toMatchObject({ leased_until: null, attempts: 0 })
  })

  test('that was stopped can be started again', async () => {
    const worker = office.worker()
    worker.start()
    await worker.stop()
    await queueMail(office.ctx(), order)
    worker.start()
    await until(() => office.taken.length === 1)
    await worker.stop()
  })

  test('outlives a database that is away: it logs, waits, and sends when it is back', async () => {
    let isAway = true
    const flaky = { ...office.ground.database }
    Object.defineProperty(flaky, 'db', {
      value: new Proxy(office.ground.database.db, {
        get(target, key) {
          if (isAway) throw new Error('connection refused')
          const member: unknown = Reflect.get(target, key)
          return typeof member === 'function' ? member.bind(target) : member
        },
      }),
    })
    await queueMail(office.ctx(), order)
    const worker = office.worker({ database: flaky })
    worker.start()
    await until(() => office.ground.log.lines.some((line) => line.includes('mail.outbox_unreachable')))
    isAway = false
    await until(() => office.taken.length === 1)
    await worker.stop()
  })
})

const unsent = async (): Promise<number> =>
  (await office.ground.sql`SELECT 1 FROM mail_messages WHERE sent_at IS NULL`).length

describe.skipIf(inject('databaseSource').kind !== 'postgres')('workers on several nodes', () => {
  test('send each of 200 mails exactly once', { timeout: 90_000 }, async () => {
    const ctx = office.ctx()
    for (let count = 0; count < 200; count += 1)
      await queueMail(ctx, { ...order, to: `p${count}@example.org` })
    office.relay = () => sleep(Math.random() * 10)
    const nodes = Array.from({ length: 4 }, () =>
      openDatabase({
        ...testConfig().database,
        url: office.ground.databaseUrl,
        applicationName: 'gatehouse-test',
        log: office.ground.log.log,
      }),
    )
    const workers = nodes.map((node) => office.worker({ database: node }))
    for (const worker of workers) worker.start()
    await until(async () => (await unsent()) === 0)
    await Promise.all(workers.map((worker) => worker.stop()))
    await Promise.all(nodes.map((node) => node.close()))
    expect(office.taken).toHaveLength(200)
    expect(new Set(office.taken.map(({ messageId }) => messageId)).size).toBe(200)
  })

  test('look for due mail by index, however many were sent before', async () => {
    const { sql } = office.ground
    await sql`INSERT INTO mail_messages (id, recipient, template, sent_at)
      SELECT gen_random_uuid(), 'x', 'x', gatehouse_now() FROM generate_series(1, 20000)`
    await sql`ANALYZE mail_messages`
    const plan =
      await sql`EXPLAIN SELECT id FROM mail_messages WHERE content_sealed IS NOT NULL AND failed_at IS NULL
      AND next_attempt_at <= gatehouse_now() ORDER BY next_attempt_at LIMIT 5 FOR UPDATE SKIP LOCKED`
    expect(JSON.stringify(plan)).toContain('mail_messages_due')
  })
})
