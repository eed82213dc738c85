import { describe, expect, inject, test } from 'vitest'
import { type SignedInPerson, useWorld, type World } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'
import { days, minutes } from '../../kit/duration.ts'
import { verifyAuditChain } from '../audit/index.ts'
import { eraseDueAccounts } from './index.ts'

const close = (world: World, person: SignedInPerson) => world.as(person).rest('DELETE', '/me', {})

/** Where, of all tables, a text stands: `table.column`. Bytes are read as the text they may hold. */
async function placesOf(world: World, text: string): Promise<string[]> {
  const columns = await world.sql`SELECT table_name, column_name, data_type FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  expect(columns.length).toBeGreaterThan(100)
  const found: string[] = []
  for (const { table_name: table, column_name: column, data_type: type } of columns) {
    const readable = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`
    const rows = await world.sql.unsafe(
      `SELECT 1 FROM "${table}" WHERE strpos(lower(${readable}), lower($1)) > 0 LIMIT 1`,
      [text],
    )
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found.sort()
}

describe('account.delete', () => {
  const world = useWorld()

  test('signs everybody out at once, and says when the account is erased', async () => {
    const ada = await world.people.signedIn('ada')
    const phone = await world.people.signInAgain(ada)
    await world.rest('POST', '/password-reset/request', { email: ada.email })
    const reset = await world.mailbox.lastToken('rst_')
    const { body } = await world.rest<{ key: string }>(
      'POST',
      '/me/api-keys',
      { name: 'Deploys', scopes: ['account:read'] },
      ada.headers,
    )
    const answer = await close(world, ada)
    await expect(world.rest('GET', '/me', undefined, { 'x-api-key': body.key })).toFailWith(
      'auth.unauthenticated',
    )
    expect(answer).toMatchObject({ status: 202, body: { status: 'closing' } })
    const erasedAfter = Date.parse(answer.body.erasedAfter as string)
    expect(Math.abs(erasedAfter - world.clock.nowMs() - days(7))).toBeLessThan(5_000)
    for (const device of [ada, phone]) {
      await expect(world.as(device).rest('GET', '/me')).toFailWith('auth.unauthenticated')
      await expect(world.rest('POST', '/refresh', { refreshToken: device.refreshToken })).toFailWith(
        'auth.refresh_invalid',
      )
    }
    await expect(
      world.rest('POST', '/password-reset/confirm', {
        token: reset,
        newPassword: 'seven-herons-over-a-lake',
      }),
    ).toFailWith('token.invalid')
    expect(
      await world.sql`SELECT 1 FROM mail_messages
      WHERE template = 'notice.closure_requested' AND recipient = ${ada.email}`,
    ).toHaveLength(1)
    const [event] =
      await world.sql`SELECT actor_id, details FROM audit_events WHERE action = 'account.closed'`
    expect(event).toEqual({ actor_id: ada.userId, details: { sessionsEnded: 2, keysRevoked: 1 } })
  })

  test('S8 asks for a fresh proof', async () => {
    const bob = await world.people.signedIn('bob')
    await world.clock.advance(minutes(5) + 1_000)
    await expect(close(world, bob)).toFailWith('auth.reauthentication_required')
    await expect(world.rest('DELETE', '/me', {})).toFailWith('auth.unauthenticated')
  })

  test('signing in takes it back, and the owner hears of it', async () => {
    const cleo = await world.people.signedIn('cleo')
    await close(world, cleo)
    await world.clock.advance(days(7) - minutes(1))
    expect(await eraseDueAccounts(world.platform)).toBe(1) // Ada of the first test; Cleo has a minute left.
    await world.people.signInAgain(cleo)
    await world.clock.advance(days(1))
    expect(await eraseDueAccounts(world.platform)).toBe(0)
    expect(await world.sql`SELECT erased_after FROM users WHERE id = ${cleo.userId}`).toEqual([
      { erased_after: null },
    ])
    expect(
      await world.sql`SELECT 1 FROM mail_messages
      WHERE template = 'notice.closure_cancelled' AND recipient = ${cleo.email}`,
    ).toHaveLength(1)
    expect(
      await world.sql`SELECT 1 FROM audit_events
      WHERE action = 'account.closure_cancelled' AND target_id = ${cleo.userId}`,
    ).toHaveLength(1)
  })

  test('a wrong password takes nothing back', async () => {
    const dora = await world.people.signedIn('dora')
    await close(world, dora)
    await world.rest('POST', '/login', { email: dora.email, password: 'not-the-right-one' })
    const [row] = await world.sql`SELECT erased_after FROM users WHERE id = ${dora.userId}`
    expect(row!.erased_after).not.toBeNull()
  })
})

describe('eraseDueAccounts', () => {
  const world = useWorld()

  /** Leaves a trace of somebody wherever a person leaves one. */
  async function livedIn(name: string): Promise<SignedInPerson & { hash: string; nosy: SignedInPerson }> {
    const person = await world.people.withTotp(name)
    const { email } = person
    const newEmail = `${name}.moved@example.org`
    await world.rest('POST', '/login', { email: email.toUpperCase(), password: 'not-the-right-one' })
    const nosy = await world.people.signedIn('nosy')
    await world.as(nosy).rest('POST', '/me/email', { newEmail: email })
    const key = { 'idempotency-key': 'a-key-of-theirs' }
    await world.as(person).rest('POST', '/me/email', { newEmail }, key)
    const { token } = await world.mailbox.lastTo(newEmail)
    expect((await world.rest('POST', '/me/email/confirm', { token }, key)).status).toBe(204)
    await world.rest('POST', '/login', { email, password: 'for-an-address-of-nobody' })
    for (const address of [email, newEmail])
      await world.rest('POST', '/register', { email: address, password: person.password, displayName: 'N.' })
    await world.as(nosy).rest('POST', '/me/email', { newEmail })
    const [row] = await world.sql`SELECT password_hash FROM credentials WHERE user_id = ${person.userId}`
    return { ...person, hash: row!.password_hash, nosy }
  }

  const eventsOf = ({ userId }: SignedInPerson) => world.sql`SELECT id, action FROM audit_events
    WHERE actor_id = ${userId} OR target_id = ${userId} ORDER BY id`

  test('D2 nothing of the person is left in any table, and the audit chain is whole', async () => {
    const name = 'zoe-quaintname'
    const zoe = await livedIn(name)
    const alive = await placesOf(world, name)
    for (const place of ['audit_personal.personal', 'mail_messages.recipient', 'users.display_name'])
      expect(alive).toContain(place)
    expect(await placesOf(world, zoe.hash)).toEqual(['credentials.password_hash'])
    expect(await world.sql`SELECT 1 FROM idempotency_keys`).toHaveLength(2)
    expect(alive.filter((place) => place.startsWith('idempotency_keys'))).toEqual([])

    expect((await close(world, zoe)).status).toBe(202)
    await world.clock.advance(days(7) + 1_000)
    const before = await eventsOf(zoe)
    expect(await eraseDueAccounts(world.platform)).toBe(1)
    expect(await placesOf(world, name)).toEqual([])
    expect(await placesOf(world, zoe.hash)).toEqual([])

    const after = await eventsOf(zoe)
    expect(after.slice(0, -1)).toEqual(before)
    expect(after.at(-1)).toMatchObject({ action: 'account.erased' })
    const verified = await verifyAuditChain({ db: world.platform.database.db })
    expect(verified.breaks).toEqual([])
    expect(verified.events).toBeGreaterThan(before.length)
    // Others keep theirs.
    expect(await placesOf(world, zoe.nosy.email)).toEqual(expect.arrayContaining(['users.email']))
    expect(
      await world.sql`SELECT 1 FROM audit_personal WHERE personal->>'email' = ${zoe.nosy.email}`,
    ).not.toEqual([])
  })

  test('not before its time, and the address can sign up anew afterwards', async () => {
    const amy = await world.people.signedIn('amy')
    await close(world, amy)
    await world.clock.advance(days(7) - minutes(1))
    expect(await eraseDueAccounts(world.platform)).toBe(0)
    await world.clock.advance(minutes(1) + 1_000)
    expect(await eraseDueAccounts(world.platform)).toBe(1)
    await expect(world.rest('POST', '/login', { email: amy.email, password: amy.password })).toFailWith(
      'auth.invalid_credentials',
    )
    const again = await world.people.signedIn('amy')
    expect(again.userId).not.toBe(amy.userId)
    expect((await world.as(again).rest('GET', '/me/security-log')).text).not.toContain('account.closed')
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('erasing at once', () => {
  const world = useWorld()

  test('two nodes erase each account once', async () => {
    const { platform } = await world.node()
    const people: SignedInPerson[] = []
    for (let n = 0; n < 6; n++) people.push(await world.people.signedIn(`one-of-six-${n}`))
    for (const person of people) expect((await close(world, person)).status).toBe(202)
    await world.clock.advance(days(7) + 1_000)
    const counts = await Promise.all([world.platform, platform].map(eraseDueAccounts))
    expect(counts[0]! + counts[1]!).toBe(6)
    const events = await world.sql`SELECT target_id FROM audit_events WHERE action = 'account.erased'`
    expect(events.map(({ target_id: id }) => id).sort()).toEqual(people.map(({ userId }) => userId).sort())
  })

  test('a sign-in that races the erasure keeps the account, or finds none', async () => {
    for (let round = 0; round < 8; round++) {
      const eve = await world.people.signedIn(`racing-${round}`)
      await close(world, eve)
      await world.clock.advance(days(7) + 1_000)
      const { email, password } = eve
      const [signIn, erased] = await Promise.all([
        world.rest('POST', '/login', { email, password }),
        new Promise((resolve) => setTimeout(resolve, round * 25)).then(() =>
          eraseDueAccounts(world.platform),
        ),
      ])
      const accounts = await world.sql`SELECT erased_after FROM users WHERE id = ${eve.userId}`
      const sessions =
        await world.sql`SELECT 1 FROM sessions WHERE user_id = ${eve.userId} AND ended_at IS NULL`
      expect([200, 401]).toContain(signIn.status)
      if (signIn.status === 200) {
        expect(erased).toBe(0)
        expect(accounts).toEqual([{ erased_after: null }])
        expect(sessions).toHaveLength(1)
      } else {
        expect(erased).toBe(1)
        expect([accounts, sessions]).toEqual([[], []])
      }
    }
  })
})

describe('invitations of somebody who is erased', () => {
  const world = useWorld()

  test('those to them are gone with their address, and those they made are nobody’s to accept', async () => {
    const owner = await world.people.withOrganization('owner')
    const leaver = await world.people.joined(owner.organizationId, 'leaver', 'admin')
    const other = await world.people.withOrganization('other')
    await invite(world, other, { email: 'LEAVER@example.org' })
    const by = { ...leaver, organizationId: owner.organizationId }
    const made = await invite(world, by, { email: 'guest@example.org' })
    await close(world, leaver)
    await world.clock.advance(days(7) - 60_000)
    await expect(world.rest('POST', '/invitations/preview', { token: made.token })).toFailWith(
      'token.invalid',
    )
    await world.clock.advance(61_000)
    expect(await eraseDueAccounts(world.platform)).toBe(1)
    const left = await world.sql`SELECT email, invited_by FROM invitations`
    expect(left).toEqual([{ email: 'guest@example.org', invited_by: null }])
    const named = await world.sql`SELECT 1 FROM audit_personal WHERE personal::text ILIKE '%leaver@%'`
    expect(named).toHaveLength(0)
  })
})

describe('the last administrator', () => {
  const world = useWorld()

  test('A5 cannot leave before there is another', async () => {
    const [last, other] = [await world.people.signedIn('last'), await world.people.signedIn('other')]
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${last.userId}`
    await expect(close(world, last)).toFailWith('admin.last_admin')
    expect((await world.as(last).rest('GET', '/me')).status).toBe(200)
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${other.userId}`
    expect((await close(world, last)).status).toBe(202)
    await expect(close(world, other)).toFailWith('admin.last_admin')
  })
})

describe('an account that cannot be erased', () => {
  const world = useWorld()

  test('holds no other up, is told of, and is erased once it can be', async () => {
    const stuck = await world.people.signedIn('stuck')
    const free = await world.people.signedIn('free')
    await close(world, stuck)
    await close(world, free)
    await world.clock.advance(days(7))
    await world.sql.unsafe(`CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF OLD.id = '${stuck.userId}' THEN RAISE 'not now'; END IF; RETURN OLD; END $$;
      CREATE TRIGGER refuse_one BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION refuse_one()`)
    await expect(eraseDueAccounts(world.platform)).rejects.toThrow('1 closed accounts could not be erased')
    const left = await world.sql`SELECT id FROM users`
    expect(left).toEqual([{ id: stuck.userId }])
    await world.sql.unsafe('DROP TRIGGER refuse_one ON users; DROP FUNCTION refuse_one')
    expect(await eraseDueAccounts(world.platform)).toBe(1)
  })
})
