import { describe, expect, inject, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { type AuditEntry, AuditEvent, type EventFilters, listEvents, recordAudit } from './index.ts'
import { eventsQuery, LOOKED_AT } from './search-store.ts'

const ORGANIZATION = '01890000-0000-7000-8000-000000000001'
const page = { limit: 25 }

describe('listEvents', () => {
  const ground = useGround()
  const record = (entry: AuditEntry, requestId = 'request-of-a-test') =>
    recordAudit({ ...ground.ctx, request: { ...ground.ctx.request, id: requestId } }, entry)
  const actions = async (filters: EventFilters) =>
    (await listEvents(ground.ctx, filters, page)).items.map(({ action }) => action)

  test('finds by each criterion, and by all of them together', async () => {
    const [ada, bob] = [await ground.newAccount(), await ground.newAccount()]
    const target = { type: 'user', id: bob.id }
    await record({ action: 'sign_in.failed', outcome: 'failure', target }, 'search-request-1')
    await record({ action: 'account.updated', actorId: ada.id, target, organizationId: ORGANIZATION })
    await record({ action: 'sign_out', actorId: ada.id, target: { type: 'session', id: ada.id } })
    expect(await actions({ requestId: 'search-request-1' })).toEqual(['sign_in.failed'])
    expect(await actions({ targetId: bob.id })).toEqual(['account.updated', 'sign_in.failed'])
    expect(await actions({ targetId: bob.id, outcome: 'failure' })).toEqual(['sign_in.failed'])
    expect(await actions({ actorId: ada.id })).toEqual(['sign_out', 'account.updated'])
    expect(await actions({ actorId: ada.id, targetType: 'session' })).toEqual(['sign_out'])
    expect(await actions({ organizationId: ORGANIZATION })).toEqual(['account.updated'])
    expect(await actions({ action: 'sign_out' })).toEqual(['sign_out'])
    expect(await actions({ action: 'sign_out', actorId: bob.id })).toEqual([])
    expect(await actions({ outcome: 'failure' })).toEqual(['sign_in.failed'])
    const [event] = (await listEvents(ground.ctx, { requestId: 'search-request-1' }, page)).items
    expect(AuditEvent.parse(event)).toEqual(event)
    expect(event).toMatchObject({ ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (test)' })
    const { at } = event!
    expect(await actions({ targetId: bob.id, from: at, to: new Date(at.getTime() + 1) })).toContain(
      'sign_in.failed',
    )
    expect(await actions({ targetId: bob.id, to: at })).toEqual([])
    expect(await actions({ targetId: bob.id, from: new Date(at.getTime() + 60_000) })).toEqual([])
  })

  test('pages hold every event once, while new ones come in', async () => {
    const { id } = await ground.newAccount()
    const write = (n: number) => record({ action: 'sign_in.failed', actorId: id, details: { n } })
    for (let n = 0; n < 23; n++) await write(n)
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await listEvents(ground.ctx, { actorId: id }, { limit: 5, cursor })
      seen.push(...items.map(({ details }) => details.n))
      cursor = nextCursor ?? undefined
      await write(1_000)
    } while (cursor !== undefined)
    expect(seen).toEqual(Array.from({ length: 23 }, (_, n) => 22 - n))
  })

  test.each(['x', 'W10', 'WyJhIiwiYiIsImMiXQ'])(
    'refuses a cursor that is not its own: %s',
    async (cursor) => {
      await expect(listEvents(ground.ctx, {}, { limit: 5, cursor })).toFailWith('request.invalid')
    },
  )
})

// Some fifty thousand rows are much for the embedded database, whose plans are the same.
describe.skipIf(inject('databaseSource').kind !== 'postgres')('listEvents on a big log', () => {
  const ground = useGround()
  const person = '01890000-0000-7000-8000-0000000000aa'

  test('goes along one index for every search, and reads no table from end to end', {
    timeout: 120_000,
  }, async () => {
    await ground.sql.unsafe('ALTER TABLE audit_events DISABLE TRIGGER USER')
    await ground.sql`INSERT INTO audit_events SELECT gen_random_uuid(), 'bulk', n, now() - n * interval '1 s',
        CASE WHEN n % 5000 = 0 THEN 'signing_key.rotated' ELSE 'sign_in.failed' END,
        CASE WHEN n % 2 = 0 THEN 'failure' ELSE 'success' END, 'user', md5((n % 300)::text)::uuid, null, 'user',
        md5((n % 300)::text), CASE WHEN n % 3 = 0 THEN md5((n % 100)::text)::uuid END, 'bulk-' || n,
        '{}', '', '', '', '' FROM generate_series(1, 50000) n`
    await ground.sql`INSERT INTO audit_personal SELECT id, '', '{"ip": "192.0.2.1", "userAgent": "x"}'
      FROM audit_events`
    await ground.sql.unsafe(
      'ALTER TABLE audit_events ENABLE TRIGGER USER; ANALYZE audit_events; ANALYZE audit_personal',
    )
    const [row] =
      await ground.sql`SELECT actor_id AS actor, organization_id AS organization, at FROM audit_events
      WHERE organization_id IS NOT NULL ORDER BY position DESC LIMIT 1`
    const { actor, organization, at } = row as { actor: string; organization: string; at: Date }
    const searches: EventFilters[] = [
      {},
      { from: at },
      { to: at },
      { action: 'signing_key.rotated' },
      { action: 'sign_in.failed', outcome: 'success' },
      { action: 'sign_out' },
      { outcome: 'failure' },
      { targetType: 'user' },
      { actorId: actor },
      { actorId: person },
      { actorId: actor, action: 'signing_key.rotated' },
      { targetId: actor, targetType: 'user' },
      { organizationId: organization },
      { organizationId: organization, action: 'sign_out', outcome: 'success' },
      { requestId: 'bulk-777' },
    ]
    for (const filters of searches) {
      for (const before of [undefined, { at: new Date(at.getTime() + 9e6), position: 7, id: person }]) {
        const { sql, params } = eventsQuery(ground.ctx.db, filters, { limit: 101, before }).toSQL()
        const plan = await ground.sql.unsafe(`EXPLAIN ${sql}`, params as string[])
        const text = plan.map((line) => line['QUERY PLAN']).join('\n')
        expect(text, JSON.stringify(filters)).not.toMatch(/Seq Scan on audit_(?:events|personal)/)
      }
    }
  })

  test('looks at a bounded stretch for what is rare, and goes on behind it', async () => {
    const rare = { outcome: 'failure', targetType: 'session' } as const
    await recordAudit(ground.ctx, { action: 'sign_out', target: { type: 'session', id: person } })
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await listEvents(ground.ctx, rare, { limit: 5, cursor })
      seen.push(items.length)
      cursor = nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([0, 0, 0])
    expect(LOOKED_AT).toBe(20_000)
  })
})
