import { describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { type AuditEntry, recordAudit, verifyAuditChain } from './index.ts'

const CHAIN = /^people:([0-9]|1[0-5])$/

describe('the audit log', () => {
  const ground = useGround()
  const record = (entry: Partial<AuditEntry> = {}) =>
    recordAudit(ground.ctx, { action: 'sign_in.failed', outcome: 'failure', ...entry })

  const events = () => ground.sql`SELECT * FROM audit_events ORDER BY chain, position`

  test('an event is written with its effect or not at all', async () => {
    const undone = ground.ctx.db.transaction(async (tx) => {
      await recordAudit({ ...ground.ctx, db: tx }, { action: 'account.created' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await ground.sql`SELECT FROM audit_events WHERE action = 'account.created'`).toHaveLength(0)
    expect((await verifyAuditChain(ground.ctx)).breaks).toEqual([])
  })

  test('events of one person form one chain without gaps, however many are written at once', async () => {
    const { id } = await ground.newAccount()
    await Promise.all(Array.from({ length: 20 }, () => record({ target: { type: 'user', id } })))
    const rows = await ground.sql`SELECT chain, position FROM audit_events
      WHERE target_id = ${id} ORDER BY position`
    expect(rows).toHaveLength(20)
    expect(new Set(rows.map((row) => row.chain)).size).toBe(1)
    expect(rows[0]!.chain).toMatch(CHAIN)
    expect((await verifyAuditChain(ground.ctx)).breaks).toEqual([])
  })

  test('events about nobody are spread over the people’s chains, so that they wait no longer than others', async () => {
    await Promise.all(Array.from({ length: 48 }, () => record({ details: { reason: 'unknown_address' } })))
    const rows = await ground.sql`SELECT DISTINCT chain FROM audit_events WHERE target_id IS NULL`
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) expect(row.chain).toMatch(CHAIN)
  })

  test('an event tells who, what, where from and when, with the database’s time in ms', async () => {
    const { id } = await ground.newAccount()
    await record({ action: 'sign_in.succeeded', outcome: 'success', actorId: id, details: { amr: ['pwd'] } })
    const [row] = await ground.sql`SELECT e.*, p.personal, e.at = date_trunc('milliseconds', e.at) AS in_ms,
      abs(extract(epoch FROM e.at - now())) < 5 AS is_now
      FROM audit_events e JOIN audit_personal p ON p.event_id = e.id WHERE actor_id = ${id}`
    expect(row).toMatchObject({
      action: 'sign_in.succeeded',
      outcome: 'success',
      actor_type: 'user',
      request_id: 'request-of-a-test',
      details: { amr: ['pwd'] },
      personal: { ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (test)' },
      in_ms: true,
      is_now: true,
    })
  })

  test('time, position and hashes given from outside are not taken', async () => {
    const { id } = await ground.newAccount()
    await record({ actorId: id })
    await ground.sql`INSERT INTO audit_events (id, chain, position, at, action, outcome, actor_type, request_id, details,
        personal_hash, content_hash, previous_hash, hash)
      SELECT gen_random_uuid(), 'forged', 7, '2001-01-01', action, outcome, actor_type, request_id, details,
        personal_hash, content_hash, sha256('x'), sha256('y') FROM audit_events WHERE actor_id = ${id}`
    const [row] = await ground.sql`SELECT position::int, at > now() - interval '1 minute' AS is_now,
      previous_hash = decode(repeat('00', 32), 'hex') AS is_first, hash <> sha256('y') AS is_linked
      FROM audit_events WHERE chain = 'forged'`
    expect(row).toEqual({ position: 1, is_now: true, is_first: true, is_linked: true })
    const { breaks } = await verifyAuditChain(ground.ctx)
    expect(breaks).toMatchObject([{ chain: 'forged', position: 1, kind: 'edited' }])
  })

  test.each([
    "UPDATE audit_events SET action = 'account.created'",
    "UPDATE audit_events SET action = 'account.created' WHERE false",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events CASCADE',
    'UPDATE audit_personal SET salt = salt',
    'TRUNCATE audit_personal',
    'UPDATE audit_chains SET position = 0',
    "INSERT INTO audit_chains VALUES ('people:99', 0, '')",
    'DELETE FROM audit_chains',
    'TRUNCATE audit_chains',
    'SET LOCAL session_replication_role = replica; DELETE FROM audit_events',
  ])('even its owner is refused: %s', async (statement) => {
    await record()
    const before = await events()
    const attempt = ground.sql.begin((tx) => tx.unsafe(statement))
    await expect(attempt).rejects.toThrow('append-only')
    expect(await events()).toEqual(before)
  })

  test('what it says of a person can be deleted, and the chain stays whole', async () => {
    const { id } = await ground.newAccount()
    await record({ target: { type: 'user', id }, personal: { email: 'ada@example.org' } })
    await ground.sql`DELETE FROM audit_personal
      WHERE event_id IN (SELECT id FROM audit_events WHERE target_id = ${id})`
    const [row] = await ground.sql`SELECT e::text AS text FROM audit_events e WHERE target_id = ${id}`
    expect(row!.text).not.toContain('ada@example.org')
    expect(row!.text).not.toContain('192.0.2.1')
    const chain = (await ground.sql`SELECT chain FROM audit_events WHERE target_id = ${id}`)[0]!.chain
    expect((await verifyAuditChain(ground.ctx, { chain })).breaks).toEqual([])
  })

  test('text from outside is cut and shows as one line in one direction', async () => {
    const { id } = await ground.newAccount()
    const text = `\u0000\u001b[31m\r\nFAKE 200 OK\u202egnp.exe\u2066\ud800`
    const request = { ...ground.ctx.request, userAgent: `${text}${'x'.repeat(5_000)}` }
    await recordAudit(
      { ...ground.ctx, request },
      {
        action: 'sign_in.failed',
        actorId: id,
        details: { [text]: [text], deep: { a: { b: { c: { d: {} } } } } },
      },
    )
    const [row] = await ground.sql`SELECT chain, details::text AS details, personal->>'userAgent' AS agent
      FROM audit_events e JOIN audit_personal p ON p.event_id = e.id WHERE actor_id = ${id}`
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    const treacherous = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
    expect(row!.agent).not.toMatch(treacherous)
    expect(row!.details).not.toMatch(treacherous)
    expect(row!.agent).toContain('\\u001b[31m\\u000d\\u000aFAKE 200 OK\\u202egnp.exe\\u2066')
    expect(row!.agent.length).toBeLessThan(700)
    expect((await verifyAuditChain(ground.ctx, { chain: row!.chain })).breaks).toEqual([])
  })
})
