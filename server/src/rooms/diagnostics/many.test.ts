import { describe, expect, inject, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { findEventsAbout } from './store.ts'
import { SIGN_IN_ACTIONS } from './trace.ts'

describe.skipIf(inject('databaseSource').kind !== 'postgres')('the last attempts among many', () => {
  const world = useWorld()

  test('are found by index, for a person and for an address under attack', { timeout: 60_000 }, async () => {
    await world.sql.unsafe(`ALTER TABLE audit_events DISABLE TRIGGER USER;
      INSERT INTO audit_events SELECT gen_random_uuid(), 'bulk', n, now() - n * interval '1 s', 'sign_in.failed', 'failure',
        'anonymous', null, null, 'user', md5((n % 300)::text), null, 'bulk-' || n, '{}', '', '', '', ''
        FROM generate_series(1, 150000) n;
      INSERT INTO audit_personal SELECT id, '', jsonb_build_object('ip', 'x', 'userAgent', 'x', 'email',
        CASE WHEN position % 5 < 2 THEN 'victim@example.org' ELSE position || '@example.org' END) FROM audit_events WHERE chain = 'bulk';
      ALTER TABLE audit_events ENABLE TRIGGER USER; ANALYZE audit_events; ANALYZE audit_personal`)
    const who = { userId: crypto.randomUUID(), emailCanonical: 'victim@example.org' }
    const query = findEventsAbout(world.platform.database.db, SIGN_IN_ACTIONS, who)
    const { sql, params } = query.toSQL()
    const plan = await world.sql.unsafe(`EXPLAIN ${sql}`, params as string[])
    const text = plan.map((line) => line['QUERY PLAN']).join('\n')
    expect(text).not.toMatch(/Seq Scan on audit_/)
    expect(text).toContain('audit_personal_address_idx')
    const startedAt = performance.now()
    expect((await query).length).toBe(100)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})
