import { describe, expect, test } from 'vitest'
import { auditActions } from '../../server/src/rooms/audit/index.ts'
import { faces, useWorld } from '../harness/index.ts'

const NEW_PASSWORD = 'seven-herons-over-a-lake'

describe.each(faces)('the audit log over %s', (face) => {
  const world = useWorld()

  async function actionsAbout(email: string): Promise<string[]> {
    const rows =
      await world.sql`SELECT action FROM audit_events e WHERE target_id = (SELECT id::text FROM users WHERE email = ${email})
      OR actor_id = (SELECT id FROM users WHERE email = ${email}) ORDER BY position`
    return rows.map(({ action }) => action as string)
  }

  test('D1 tells the whole life of an account, in order', async () => {
    const email = 'ada@example.org'
    const password = 'plum 0123456789 orchard'
    await world.via(face, 'auth.register', { email, password, displayName: 'Ada' })
    await world.via(face, 'auth.login', { email, password })
    await world.via(face, 'auth.resendVerification', { email })
    const { token } = await world.mailbox.lastTo(email)
    await world.via(face, 'auth.verifyEmail', { token })
    await world.via(face, 'auth.login', { email, password: 'not-the-right-one' })
    const { body } = await world.via(face, 'auth.login', { email, password })
    const headers = { authorization: `Bearer ${body.accessToken}` }
    await world.via(face, 'account.update', { displayName: 'Ada L.' }, headers)
    await world.via(face, 'auth.reauthenticate', { password: 'not-the-right-one' }, headers)
    const raised = await world.via(face, 'auth.reauthenticate', { password }, headers)
    const freshHeaders = { authorization: `Bearer ${raised.body.accessToken}` }
    await world.via(
      face,
      'password.change',
      { currentPassword: password, newPassword: NEW_PASSWORD },
      freshHeaders,
    )
    await world.via(face, 'sessions.revokeOthers', {}, freshHeaders)
    await world.via(face, 'auth.logout', {}, freshHeaders)
    await world.via(face, 'password.requestReset', { email })
    const reset = await world.mailbox.lastTo(email)
    await world.via(face, 'password.confirmReset', { token: reset.token, newPassword: password })

    expect(await actionsAbout(email)).toEqual([
      'account.created',
      'sign_in.failed',
      'email.verification_sent',
      'email.verified',
      'sign_in.failed',
      'sign_in.succeeded',
      'account.updated',
      'step_up.failed',
      'step_up.succeeded',
      'password.changed',
      'sessions.ended',
      'sign_out',
      'password.reset_requested',
      'password.reset',
    ])
  })

  test('D1 says who, from where, with which request, how it ended and when', async () => {
    const bea = await world.people.verified('bea')
    const caller = world.from('203.0.113.77')
    const requestId = `request-of-${face}-1`
    const headers = { 'x-request-id': requestId, 'user-agent': 'Mozilla/5.0 (X11; Linux) Probe' }
    await caller.via(face, 'auth.login', { email: bea.email, password: bea.password }, headers)
    const [row] =
      await world.sql`SELECT e.*, p.personal FROM audit_events e JOIN audit_personal p ON p.event_id = e.id
      WHERE request_id = ${requestId}`
    expect(row).toMatchObject({
      action: 'sign_in.succeeded',
      outcome: 'success',
      actor_type: 'user',
      target_type: 'session',
      personal: { ip: '203.0.113.77', userAgent: 'Mozilla/5.0 (X11; Linux) Probe' },
    })
    expect(row?.actor_id).toMatch(/^[0-9a-f-]{36}$/)
    expect(Math.abs(row?.at.getTime() - Date.now())).toBeLessThan(60_000)
  })

  test('D3 keeps what a caller wrote on its line', async () => {
    const cleo = await world.people.verified('cleo')
    const requestId = `request-of-${face}-2`
    await world.via(
      face,
      'auth.login',
      { email: cleo.email, password: cleo.password },
      { 'x-request-id': requestId, 'user-agent': 'x\u001b[31mRED "quoted" \u00e9' },
    )
    const [row] = await world.sql`SELECT p.personal->>'userAgent' AS agent FROM audit_personal p
      JOIN audit_events e ON e.id = p.event_id WHERE request_id = ${requestId}`
    const hasControls = (text: string) =>
      [...text].some((character) => character < ' ' || character === '\u007f')
    expect(hasControls(row?.agent)).toBe(false)
    for (const line of world.log.lines) expect(hasControls(line.trimEnd())).toBe(false)
  })

  test('D3 shows people their own events and nobody else’s', async () => {
    const dora = await world.people.signedIn('dora')
    await world.people.signedIn('erin')
    const { body } = await world.via(face, 'account.securityLog', { limit: 100 }, dora.headers)
    const items = body.items as { actor: unknown; target: unknown }[]
    expect(items.length).toBeGreaterThan(2)
    for (const item of items) expect(JSON.stringify(item)).toContain(dora.userId)
    expect(JSON.stringify(items)).not.toContain('erin')
  })
})

describe('the audit log', () => {
  const world = useWorld()

  test.each([
    `UPDATE audit_events SET outcome = 'success'`,
    'DELETE FROM audit_events',
    'TRUNCATE audit_events CASCADE',
    `UPDATE audit_personal SET personal = '{}'`,
    'DELETE FROM audit_chains',
    'UPDATE audit_chains SET position = 0',
  ])('D2 refuses %s, even of the owner of the tables', async (statement) => {
    await world.people.signedUp(`a${statement.length}`)
    const before = await world.sql`SELECT * FROM audit_events ORDER BY chain, position`
    await expect(world.sql.unsafe(statement)).rejects.toThrow(/append-only/)
    expect(await world.sql`SELECT * FROM audit_events ORDER BY chain, position`).toEqual(before)
  })

  test('D2 links every event to the one before it, without a gap', async () => {
    await Promise.all(['bea', 'cleo', 'dora', 'erin'].map((name) => world.people.signedUp(name)))
    const rows =
      await world.sql`SELECT chain, position::int, previous_hash, hash FROM audit_events ORDER BY chain, position`
    const heads = new Map<string, { position: number; hash: Buffer }>()
    for (const { chain, position, previous_hash, hash } of rows) {
      const head = heads.get(chain) ?? { position: 0, hash: Buffer.alloc(32) }
      expect(position).toBe(head.position + 1)
      expect(previous_hash).toEqual(head.hash)
      heads.set(chain, { position, hash })
    }
    expect(heads.size).toBeGreaterThan(0)
  })

  test('D1 every action it can tell of is known by name', () => {
    expect(new Set(auditActions).size).toBe(auditActions.length)
    for (const action of auditActions) expect(action).toMatch(/^[a-z_]+(?:\.[a-z_]+)?$/)
  })
})

/** What each procedure changes, and where that can be made to fail after the event was written, or before. */
describe.each(faces)('an effect and its event over %s', (face) => {
  const world = useWorld()

  /** Makes every insert into a table fail while `work` runs. */
  async function withBroken(
    table: string,
    operation: 'INSERT' | 'UPDATE',
    work: () => Promise<void>,
  ): Promise<void> {
    await world.sql.unsafe(`CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'broken on purpose' USING ERRCODE = 'P0001'; END $$`)
    await world.sql.unsafe(
      `CREATE TRIGGER broken BEFORE ${operation} ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION broken()`,
    )
    try {
      await work()
    } finally {
      await world.sql.unsafe(`DROP TRIGGER broken ON ${table}`)
    }
  }

  const counts = async () => {
    const [row] =
      await world.sql`SELECT (SELECT count(*)::int FROM audit_events) AS events, (SELECT count(*)::int FROM users) AS users,
      (SELECT count(*)::int FROM sessions WHERE ended_at IS NULL) AS sessions, (SELECT count(*)::int FROM mail_messages) AS mails,
      (SELECT count(*)::int FROM one_time_tokens WHERE consumed_at IS NULL AND voided_at IS NULL) AS tokens,
      (SELECT string_agg(password_hash, ',' ORDER BY user_id) FROM credentials) AS passwords`
    return row
  }

  test('F16 F4 no account, token or mail without its event', async () => {
    await withBroken('audit_events', 'INSERT', async () => {
      const before = await counts()
      const input = { email: 'ada@example.org', password: NEW_PASSWORD, displayName: 'Ada' }
      expect((await world.via(face, 'auth.register', input)).status).toBe(500)
      expect(await counts()).toEqual(before)
    })
  })

  test.each(['mail_messages', 'one_time_tokens', 'credentials'])(
    'F16 no event of a sign-up whose %s failed',
    async (table) => {
      await withBroken(table, 'INSERT', async () => {
        const before = await counts()
        const input = {
          email: `bea-${table}@example.org`.replaceAll('_', '-'),
          password: NEW_PASSWORD,
          displayName: 'Bea',
        }
        expect((await world.via(face, 'auth.register', input)).status).toBe(500)
        expect(await counts()).toEqual(before)
      })
    },
  )

  test('F16 no session without its event, and no event without its session', async () => {
    const cleo = await world.people.verified('cleo')
    const { email, password } = cleo
    for (const table of ['audit_events', 'sessions']) {
      await withBroken(table, 'INSERT', async () => {
        const before = await counts()
        const answer = await world.via(face, 'auth.login', { email, password })
        expect(answer.status).toBe(500)
        expect(answer.cookies.size).toBe(0)
        expect(await counts()).toEqual(before)
      })
    }
    expect((await world.via(face, 'auth.login', { email, password })).status).toBe(200)
  })

  test('F16 T3 no reset without its event: the link still works afterwards', async () => {
    const dora = await world.people.signedIn('dora')
    await world.rest('POST', '/password-reset/request', { email: dora.email })
    const { token } = await world.mailbox.lastTo(dora.email)
    for (const [table, operation] of [
      ['audit_events', 'INSERT'],
      ['sessions', 'UPDATE'],
      ['credentials', 'UPDATE'],
    ] as const) {
      await withBroken(table, operation, async () => {
        const before = await counts()
        expect(
          (await world.via(face, 'password.confirmReset', { token, newPassword: NEW_PASSWORD })).status,
        ).toBe(500)
        expect(await counts()).toEqual(before)
      })
    }
    expect((await world.via(face, 'account.get', {}, dora.headers)).status).toBe(200)
    expect(
      (await world.via(face, 'password.confirmReset', { token, newPassword: NEW_PASSWORD })).status,
    ).toBeLessThan(300)
  })
})
