import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { anchorAuditChains, recordAudit, verifyAuditChain } from './index.ts'

/** As somebody who owns the database and has switched the triggers off. */
const unguarded = (statement: string) => `
  ALTER TABLE audit_events DISABLE TRIGGER USER;
  ALTER TABLE audit_personal DISABLE TRIGGER USER;
  ALTER TABLE audit_chains DISABLE TRIGGER USER;
  ${statement};
  ALTER TABLE audit_events ENABLE TRIGGER USER;
  ALTER TABLE audit_personal ENABLE TRIGGER USER;
  ALTER TABLE audit_chains ENABLE TRIGGER USER`

describe('verifyAuditChain', () => {
  const ground = useGround()
  let chain = ''

  /** Twenty events about somebody, in a chain that holds nothing else. */
  beforeEach(async () => {
    await ground.sql.unsafe(
      unguarded('DELETE FROM audit_personal; DELETE FROM audit_events; DELETE FROM audit_chains'),
    )
    const { id } = await ground.newAccount()
    for (let n = 1; n <= 20; n++) {
      await recordAudit(ground.ctx, {
        action: 'sign_in.failed',
        target: { type: 'user', id },
        details: { n, reason: 'wrong_password', nested: { b: [1.5, -0, 1e21, null], a: 'ü' } },
        personal: { email: 'ada@example.org' },
      })
    }
    chain = (await ground.sql`SELECT chain FROM audit_chains`)[0]!.chain
  })
  afterEach(async () => {
    await ground.sql.unsafe(unguarded('SELECT 1'))
  })

  const tamper = (statement: string) => ground.sql.unsafe(unguarded(statement))
  const firstBreak = async () => (await verifyAuditChain(ground.ctx)).breaks

  test('finds nothing where nothing was touched', async () => {
    expect(await verifyAuditChain(ground.ctx)).toEqual({ chains: 1, events: 20, breaks: [] })
  })

  test.each([
    ['its action', "SET action = 'account.created'"],
    ['its outcome', "SET outcome = 'failure'"],
    ['its actor', "SET actor_type = 'user', actor_id = gen_random_uuid()"],
    ['the real actor', 'SET real_actor_id = gen_random_uuid()'],
    ['its target', "SET target_id = 'somebody else'"],
    ['its organization', 'SET organization_id = gen_random_uuid()'],
    ['its request id', "SET request_id = 'another'"],
    ['its id', 'SET id = gen_random_uuid()'],
    ['a detail', `SET details = jsonb_set(details, '{reason}', '"paused"')`],
    ['a number in its details', `SET details = jsonb_set(details, '{nested,b,0}', '1.25')`],
  ])('finds an event where %s was edited', async (_, change) => {
    const freeId =
      'DELETE FROM audit_personal WHERE event_id = (SELECT id FROM audit_events WHERE position = 7)'
    await tamper(`${freeId}; UPDATE audit_events ${change} WHERE position = 7`)
    expect(await firstBreak()).toEqual([{ chain, position: 7, kind: 'edited', eventId: expect.any(String) }])
  })

  test('finds an event whose time was moved by a millisecond', async () => {
    await tamper("UPDATE audit_events SET at = at - interval '1 millisecond' WHERE position = 7")
    expect(await firstBreak()).toMatchObject([{ position: 7, kind: 'moved' }])
  })

  test('finds personal details that were edited', async () => {
    await tamper(`UPDATE audit_personal SET personal = jsonb_set(personal, '{ip}', '"198.51.100.7"')
      WHERE event_id = (SELECT id FROM audit_events WHERE position = 9)`)
    expect(await firstBreak()).toMatchObject([{ position: 9, kind: 'edited' }])
  })

  const erase = (where: string) =>
    `DELETE FROM audit_personal WHERE event_id IN (SELECT id FROM audit_events WHERE ${where});
     DELETE FROM audit_events WHERE ${where}`

  test('finds an event that was deleted, in the middle and at the beginning', async () => {
    await tamper(erase('position = 12'))
    expect(await firstBreak()).toMatchObject([{ position: 12, kind: 'missing' }])
    await tamper(erase('position = 1'))
    expect(await firstBreak()).toMatchObject([{ position: 1, kind: 'missing' }])
  })

  test('finds that the last events were deleted', async () => {
    await tamper(erase('position > 15'))
    expect(await firstBreak()).toEqual([{ chain, position: 16, kind: 'missing', eventId: null }])
  })

  test('finds a deletion that was covered up by renumbering', async () => {
    await tamper(`${erase('position = 12')}; UPDATE audit_events SET position = -position WHERE position > 12;
      UPDATE audit_events SET position = -position - 1 WHERE position < 0; UPDATE audit_chains SET position = 19`)
    expect(await firstBreak()).toMatchObject([{ position: 12, kind: 'moved' }])
  })

  test('finds an event that was inserted', async () => {
    await tamper(`UPDATE audit_events SET position = -position WHERE position > 12;
      UPDATE audit_events SET position = -position + 1 WHERE position < 0;
      INSERT INTO audit_events SELECT gen_random_uuid(), chain, 13, at, action, outcome, actor_type, actor_id, real_actor_id,
        target_type, target_id, organization_id, request_id, details, personal_hash, content_hash, previous_hash, hash
        FROM audit_events WHERE position = 12;
      UPDATE audit_chains SET position = 21`)
    expect(await firstBreak()).toMatchObject([{ position: 13, kind: 'edited' }])
  })

  test('finds events that changed places', async () => {
    await tamper(`UPDATE audit_events SET position = 100 WHERE position = 5;
      UPDATE audit_events SET position = 5 WHERE position = 6; UPDATE audit_events SET position = 6 WHERE position = 100`)
    expect(await firstBreak()).toMatchObject([{ position: 5, kind: 'moved' }])
  })

  test('finds an event that was added behind the head', async () => {
    await tamper(`INSERT INTO audit_events SELECT gen_random_uuid(), chain, 21, at, action, outcome, actor_type, actor_id,
        real_actor_id, target_type, target_id, organization_id, request_id, details, personal_hash, content_hash,
        previous_hash, hash FROM audit_events WHERE position = 20`)
    expect(await firstBreak()).toHaveLength(1)
  })

  test('finds a head that was altered, set back or removed', async () => {
    await tamper("UPDATE audit_chains SET hash = sha256('x')")
    expect(await firstBreak()).toMatchObject([{ position: 20, kind: 'headless' }])
    await tamper('UPDATE audit_chains SET position = 19')
    expect(await firstBreak()).toMatchObject([{ position: 19, kind: 'headless' }])
    await tamper('DELETE FROM audit_chains')
    expect(await firstBreak()).toMatchObject([{ chain, position: 0, kind: 'headless' }])
  })

  test('with an anchor from the log, finds that the end of a chain was cut off, head and all', async () => {
    const anchors = await anchored()
    const cut = `${erase('position > 15')}; UPDATE audit_chains c SET position = 15,
      hash = (SELECT hash FROM audit_events e WHERE e.chain = c.chain AND e.position = 15)`
    await tamper(cut)
    expect(await firstBreak()).toEqual([])
    const { breaks } = await verifyAuditChain(ground.ctx, { anchors })
    expect(breaks).toEqual([{ chain, position: 20, kind: 'anchor', eventId: null }])
  })

  test('with an anchor from the log, finds that a chain was written anew or is gone', async () => {
    const anchors = await anchored()
    await tamper(`${erase('true')}; DELETE FROM audit_chains`)
    expect((await verifyAuditChain(ground.ctx, { anchors })).breaks).toMatchObject([
      { chain, kind: 'anchor' },
    ])
    for (let n = 1; n <= 25; n++) {
      const organizationId = '01890000-0000-7000-8000-000000000000'
      await recordAudit(ground.ctx, { action: 'sign_out', organizationId })
    }
    await tamper(`UPDATE audit_chains SET chain = '${chain}'; UPDATE audit_events SET chain = '${chain}'`)
    const { breaks } = await verifyAuditChain(ground.ctx, { anchors })
    expect(breaks).toMatchObject([{ chain }])
  })

  test('anchors that agree raise no alarm, also after more events', async () => {
    const anchors = await anchored()
    await recordAudit(ground.ctx, { action: 'sign_out' })
    expect((await verifyAuditChain(ground.ctx, { anchors })).breaks).toEqual([])
  })

  test('one broken chain hides no other', async () => {
    await recordAudit(ground.ctx, {
      action: 'sign_out',
      organizationId: '01890000-0000-7000-8000-000000000001',
    })
    await recordAudit(ground.ctx, {
      action: 'sign_out',
      organizationId: '01890000-0000-7000-8000-000000000002',
    })
    await tamper(
      `UPDATE audit_events SET request_id = 'another' WHERE chain = '${chain}' AND position = 3 OR chain LIKE '%0001'`,
    )
    const { chains, breaks } = await verifyAuditChain(ground.ctx)
    expect(chains).toBe(3)
    expect(breaks).toHaveLength(2)
    const intact = 'organization:01890000-0000-7000-8000-000000000002'
    expect(await verifyAuditChain(ground.ctx, { chain: intact })).toEqual({
      chains: 1,
      events: 1,
      breaks: [],
    })
  })

  async function anchored() {
    await anchorAuditChains({ database: ground.database, log: ground.log.log })
    const lines = ground.log.entries().filter(({ event }) => event === 'audit.anchor')
    return [lines.at(-1)!.anchor as { chain: string; position: number; hash: string }]
  }
})
