import { describe, expect, test } from 'vitest'
import { type Caller, type Face, faces, useWorld } from '../../../../test/harness/index.ts'
import type { AuditEvent } from '../audit/index.ts'

type Line = AuditEvent | { nextCursor: string | null }
interface Verification {
  chains: number
  events: number
  breaks: { chain: string; position: number; kind: string; eventId: string | null }[]
  nextCursor: string | null
}

/** As somebody who owns the database and has switched the triggers off. */
const unguarded = (statement: string) => `
  ALTER TABLE audit_events DISABLE TRIGGER USER; ALTER TABLE audit_personal DISABLE TRIGGER USER;
  ALTER TABLE audit_chains DISABLE TRIGGER USER; ${statement};
  ALTER TABLE audit_events ENABLE TRIGGER USER; ALTER TABLE audit_personal ENABLE TRIGGER USER;
  ALTER TABLE audit_chains ENABLE TRIGGER USER`

/** Calls until there is no next cursor, and adds up. */
async function verifyAll(
  admin: Caller,
  face: Face,
  input: object = {},
): Promise<Verification & { calls: number }> {
  const sum = { chains: 0, events: 0, breaks: [] as Verification['breaks'], nextCursor: null, calls: 0 }
  let cursor: string | null | undefined
  do {
    const answer = await admin.via(face, 'admin.audit.verify', { ...input, ...(cursor && { cursor }) })
    expect(answer.status, answer.text).toBe(200)
    const found = answer.body as unknown as Verification
    sum.chains += found.chains
    sum.events += found.events
    sum.breaks.push(...found.breaks)
    sum.calls += 1
    cursor = found.nextCursor
  } while (cursor !== null)
  return sum
}

describe.each(faces)('the audit log for the platform’s staff, over %s', (face) => {
  const world = useWorld()
  const staff = async (name: string, role: 'admin' | 'support' = 'admin') =>
    world.as(await world.people.staff(name, role))
  const linesOf = (text: unknown) =>
    String(text)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)

  test('is searched by what happened, to whom, by whom and in which request', async () => {
    const admin = await staff('ada')
    const bea = await world.people.signedIn('bea')
    const requestId = `review-${face}-1`
    await world.via(
      face,
      'auth.login',
      { email: bea.email, password: 'wrong-password' },
      { 'x-request-id': requestId },
    )
    const search = async (input: object) => {
      const { body } = await admin.via(face, 'admin.audit.list', input)
      return (body as unknown as { items: AuditEvent[] }).items
    }
    const [failed] = await search({ requestId })
    expect(failed).toMatchObject({
      action: 'sign_in.failed',
      outcome: 'failure',
      target: { type: 'user', id: bea.userId },
      actor: { type: 'anonymous' },
      ip: expect.stringMatching(/^10\./),
      userAgent: 'gatehouse-test',
      details: { reason: 'wrong_password' },
    })
    expect((await search({ targetId: bea.userId, action: 'sign_in.failed' })).map(({ id }) => id)).toEqual([
      failed!.id,
    ])
    expect((await search({ actorId: bea.userId, outcome: 'failure' })).length).toBe(0)
    expect((await search({ actorId: bea.userId })).length).toBeGreaterThan(0)
    expect(await search({ requestId, to: new Date(failed!.at) })).toEqual([])
    expect(await search({ requestId, from: new Date(failed!.at) })).toHaveLength(1)
  })

  test('pages of the whole log hold every event once', async () => {
    const admin = await staff('abe')
    const [{ count } = { count: 0 }] = await world.sql`SELECT count(*)::int AS count FROM audit_events`
    const seen = new Set<string>()
    let cursor: string | undefined
    do {
      const { body } = await admin.via(face, 'admin.audit.list', { limit: 7, ...(cursor && { cursor }) })
      for (const { id } of body.items as AuditEvent[]) {
        expect(seen).not.toContain(id)
        seen.add(id)
      }
      cursor = (body.nextCursor as string | null) ?? undefined
    } while (cursor !== undefined)
    expect(seen.size).toBe(count)
  })

  test('is taken out as lines, the last of which tells where to go on; and that is recorded', async () => {
    const { headers, userId } = await world.people.staff('amy', 'admin')
    const requestId = `review-${face}-export`
    const first = await world.via(
      face,
      'admin.audit.export',
      { limit: 3 },
      { ...headers, 'x-request-id': requestId },
    )
    expect(first.status).toBe(200)
    if (face === 'REST') expect(first.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = linesOf(first.body)
    expect(lines).toHaveLength(4)
    const { nextCursor } = lines.at(-1) as { nextCursor: string }
    const second = linesOf(
      (await world.via(face, 'admin.audit.export', { limit: 2, cursor: nextCursor }, headers)).body,
    )
    const ids = [...lines.slice(0, 3), ...second.slice(0, 2)].map((line) => (line as AuditEvent).id)
    expect(new Set(ids).size).toBe(5)
    const [row] = await world.sql`SELECT * FROM audit_events WHERE request_id = ${requestId}`
    expect(row).toMatchObject({
      action: 'admin.audit_exported',
      actor_id: userId,
      details: { events: 3, more: true },
    })
    const all = linesOf((await world.via(face, 'admin.audit.export', { actorId: userId }, headers)).body)
    expect(all.at(-1)).toEqual({ nextCursor: null })
    for (const line of all.slice(0, -1)) expect((line as AuditEvent).actor.id).toBe(userId)
  })

  test('D3 what a stranger wrote stays on the line it belongs to', async () => {
    const { headers } = await world.people.staff('ava', 'admin')
    const requestId = `review-${face}-lines`
    const agent = 'x"}\u2028{"action":"account.erased"'
    await world.via(
      face,
      'auth.login',
      { email: 'nobody@example.org', password: 'x' },
      {
        'x-request-id': requestId,
        'user-agent': encodeURIComponent(agent),
      },
    )
    const lines = linesOf((await world.via(face, 'admin.audit.export', { requestId }, headers)).body)
    expect(lines).toHaveLength(2)
  })

  test('A2 is there for nobody else, and its export for administrators alone', async () => {
    const somebody = world.as(await world.people.signedIn('cleo'))
    const support = await staff('dora', 'support')
    for (const path of ['admin.audit.list', 'admin.audit.export', 'admin.audit.verify']) {
      expect((await world.via(face, path, {})).status).toBe(401)
      expect((await somebody.via(face, path, {})).body.code).toBe('not_found')
      const expected = path === 'admin.audit.export' ? 404 : 200
      expect((await support.via(face, path, {})).status).toBe(expected)
    }
  })

  test('refuses a cursor of another list', async () => {
    const admin = await staff('eve')
    const { body } = await admin.via(face, 'admin.audit.list', { limit: 1 })
    const answer = await admin.via(face, 'admin.audit.verify', { cursor: body.nextCursor as string })
    expect(answer.body.code).toBe('request.invalid')
  })
})

describe.each(faces)('the verification of the audit log, over %s', (face) => {
  const world = useWorld()
  const ORGANIZATION = '01890000-0000-7000-8000-00000000000a'
  const chain = `organization:${ORGANIZATION}`

  /** Some events of an organization, past every room: what counts is how they are chained. */
  async function fill(count: number): Promise<void> {
    const { recordAudit, systemContext } = await import('../audit/index.ts')
    const ctx = systemContext(world.platform)
    for (let n = 0; n < count; n++)
      await recordAudit(ctx, { action: 'account.updated', organizationId: ORGANIZATION, details: { n } })
  }
  const where = (position: number) => `chain = '${chain}' AND position = ${position}`
  const tamper = (statement: string) => world.sql.unsafe(unguarded(statement))

  test.each([
    ['edited', 4, `UPDATE audit_events SET outcome = 'failure' WHERE ${where(4)}`],
    [
      'deleted',
      5,
      `DELETE FROM audit_personal WHERE event_id IN (SELECT id FROM audit_events WHERE ${where(5)});
       DELETE FROM audit_events WHERE ${where(5)}`,
    ],
    [
      'inserted',
      7,
      `UPDATE audit_events SET position = -position WHERE chain = '${chain}' AND position >= 7;
       UPDATE audit_events SET position = 1 - position WHERE chain = '${chain}' AND position < 0;
       INSERT INTO audit_events SELECT gen_random_uuid(), chain, 7, at, action, outcome, actor_type, actor_id,
         real_actor_id, target_type, target_id, organization_id, request_id, details, personal_hash, content_hash,
         previous_hash, hash FROM audit_events WHERE ${where(6)}`,
    ],
    [
      'reordered',
      3,
      `UPDATE audit_events SET position = -position WHERE chain = '${chain}' AND position IN (3, 4);
       UPDATE audit_events SET position = 7 + position WHERE chain = '${chain}' AND position < 0`,
    ],
  ])('D2 finds an event that was %s, and says where', async (_, position, statement) => {
    const admin = world.as(await world.people.staff(`v${position}-${face.toLowerCase()}`, 'admin'))
    await tamper(`DELETE FROM audit_personal WHERE event_id IN (SELECT id FROM audit_events WHERE chain = '${chain}');
      DELETE FROM audit_events WHERE chain = '${chain}'; DELETE FROM audit_chains WHERE chain = '${chain}'`)
    await fill(10)
    expect((await verifyAll(admin, face)).breaks).toEqual([])
    await tamper(statement)
    const { breaks, chains } = await verifyAll(admin, face)
    expect(breaks).toMatchObject([{ chain, position }])
    expect(chains).toBeGreaterThan(1)
    const own = await verifyAll(admin, face, { organizationId: ORGANIZATION })
    expect(own).toMatchObject({ chains: 1, breaks: [{ chain, position }] })
  })

  test('D2 erasing a person leaves every chain whole, those of organizations too', async () => {
    const admin = world.as(await world.people.staff(`whole-${face.toLowerCase()}`, 'admin'))
    const other = '01890000-0000-7000-8000-00000000000b'
    const ida = await world.people.signedIn(`ida-${face.toLowerCase()}`)
    const { erasePersonalDetails, recordAudit, systemContext } = await import('../audit/index.ts')
    const ctx = systemContext(world.platform)
    const target = { type: 'user', id: ida.userId }
    for (let n = 0; n < 5; n++)
      await recordAudit(ctx, {
        action: 'account.updated',
        organizationId: other,
        target,
        personal: { email: ida.email },
      })
    await ctx.db.transaction((tx) =>
      erasePersonalDetails({ ...ctx, db: tx }, { id: ida.userId, emailCanonical: ida.email }),
    )
    const left = await world.sql`SELECT FROM audit_personal p JOIN audit_events e ON e.id = p.event_id
      WHERE e.target_id = ${ida.userId} OR e.actor_id = ${ida.userId}`
    expect(left).toHaveLength(0)
    expect(await verifyAll(admin, face, { organizationId: other })).toMatchObject({
      chains: 1,
      events: 5,
      breaks: [],
    })
    const { breaks } = await verifyAll(admin, face)
    expect(breaks.filter((one) => one.chain !== chain)).toEqual([])
  })
})
