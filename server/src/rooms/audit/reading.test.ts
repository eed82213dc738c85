import { describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { encodeCursor } from '../../kit/page.ts'
import { AuditEvent, recordAudit } from './index.ts'
import { listEventsAbout } from './reading.ts'
import { findEventsAbout } from './store.ts'

describe('listEventsAbout', () => {
  const ground = useGround()

  test('lists what a person did and what was done to them, newest first, and nothing of others', async () => {
    const [ada, bob] = [await ground.newAccount(), await ground.newAccount()]
    await recordAudit(ground.ctx, { action: 'sign_in.succeeded', actorId: ada.id })
    await recordAudit(ground.ctx, { action: 'sign_in.failed', target: { type: 'user', id: ada.id } })
    await recordAudit(ground.ctx, { action: 'sign_in.succeeded', actorId: bob.id })
    const target = { type: 'user', id: ada.id }
    await recordAudit(ground.ctx, { action: 'email.verified', actorId: ada.id, target })
    await recordAudit(ground.ctx, { action: 'sign_out', target: { type: 'session', id: ada.id } })
    const { items, nextCursor } = await listEventsAbout(ground.ctx, ada.id, { limit: 25 })
    expect(items.map(({ action }) => action)).toEqual([
      'email.verified',
      'sign_in.failed',
      'sign_in.succeeded',
    ])
    expect(nextCursor).toBeNull()
    for (const item of items) expect(AuditEvent.parse(item)).toEqual(item)
  })

  test('shows events of one transaction in the order they were written', async () => {
    const { id } = await ground.newAccount()
    await ground.ctx.db.transaction(async (tx) => {
      for (let n = 0; n < 10; n++) {
        const target = { type: 'user', id }
        await recordAudit({ ...ground.ctx, db: tx }, { action: 'sign_in.failed', target, details: { n } })
      }
    })
    const { items } = await listEventsAbout(ground.ctx, id, { limit: 25 })
    expect(items.map(({ details }) => details.n)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  })

  test('pages hold every event once, while new ones come in', async () => {
    const { id } = await ground.newAccount()
    const write = (n: number) =>
      recordAudit(ground.ctx, {
        action: 'sign_in.failed',
        details: { n },
        ...(n % 2 ? { actorId: id } : { target: { type: 'user', id } }),
      })
    for (let n = 0; n < 23; n++) await write(n)
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await listEventsAbout(ground.ctx, id, { limit: 5, cursor })
      expect(page.items.length).toBeLessThanOrEqual(5)
      seen.push(...page.items.map(({ details }) => details.n))
      cursor = page.nextCursor ?? undefined
      await write(1_000)
    } while (cursor !== undefined)
    expect(seen).toEqual(Array.from({ length: 23 }, (_, n) => 22 - n))
  })

  test('knows no address and no browser once they were erased', async () => {
    const { id } = await ground.newAccount()
    await recordAudit(ground.ctx, { action: 'sign_out', actorId: id })
    const before = await listEventsAbout(ground.ctx, id, { limit: 1 })
    expect(before.items[0]).toMatchObject({ ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (test)' })
    await ground.sql`DELETE FROM audit_personal`
    const after = await listEventsAbout(ground.ctx, id, { limit: 1 })
    expect(after.items[0]).toMatchObject({ action: 'sign_out', ip: null, userAgent: null })
  })

  test.each([
    'x',
    encodeCursor(['2026-01-01T00:00:00.000Z']),
    encodeCursor(['2026-13-01T00:00:00.000Z', '1', '01890000-0000-7000-8000-000000000000']),
    encodeCursor(['infinity', '1', '01890000-0000-7000-8000-000000000000']),
    encodeCursor([
      '2026-01-01T00:00:00.000Z',
      '99999999999999999999',
      '01890000-0000-7000-8000-000000000000',
    ]),
    encodeCursor(['2026-01-01T00:00:00.000Z', '1', "' OR 1=1"]),
  ])('refuses a cursor that is not its own: %s', async (cursor) => {
    const { id } = await ground.newAccount()
    await expect(listEventsAbout(ground.ctx, id, { limit: 5, cursor })).toFailWith('request.invalid')
  })

  test('finds a person’s newest events by index among those of many', async () => {
    const { id } = await ground.newAccount()
    await ground.sql.unsafe('ALTER TABLE audit_events DISABLE TRIGGER USER')
    await ground.sql`INSERT INTO audit_events SELECT gen_random_uuid(), 'bulk', n, now() - n * interval '1 s',
        'sign_in.failed', 'failure', 'user', md5((n % 300)::text)::uuid, null, 'user', md5((n % 300)::text), null, 'bulk-request',
        '{}', '', '', '', '' FROM generate_series(1, 30000) n`
    await ground.sql.unsafe('ALTER TABLE audit_events ENABLE TRIGGER USER; ANALYZE audit_events')
    await recordAudit(ground.ctx, { action: 'sign_out', actorId: id })
    const before = { at: ground.clock.now(), position: 1, id }
    const { sql, params } = findEventsAbout(ground.ctx.db, id, { limit: 25, before }).toSQL()
    const plan = await ground.sql.unsafe(`EXPLAIN ${sql}`, params as string[])
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on audit_events/)
  })
})
