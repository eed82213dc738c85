import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { addMember, addOrganization } from '../../../../test/harness/people-organizations.ts'

describe.each(faces)('one thing done to many, over %s', (face) => {
  const world = useWorld()
  const bulk = async (action: string, userIds: unknown[], by: SignedInPerson) =>
    world.as(by).via(face, 'admin.users.bulk', { action, userIds })

  test('gives a result for each, and what fails for one leaves the others alone', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const bea = await world.people.signedIn('bea')
    const owner = await world.people.signedIn('cal')
    const organizationId = await addOrganization(world.sql, 'Acme')
    await addMember(world.sql, { organizationId, userId: owner.userId, role: 'owner' })
    const nobody = crypto.randomUUID()
    const dee = await world.people.signedIn('dee')
    const ids = [bea.userId, owner.userId, nobody, admin.userId, dee.userId]
    const { body } = await bulk('disable', ids, admin)
    expect(body).toEqual({
      items: [
        { userId: bea.userId, status: 'done' },
        { userId: owner.userId, status: 'failed', code: 'org.last_owner' },
        { userId: nobody, status: 'failed', code: 'not_found' },
        { userId: admin.userId, status: 'failed', code: 'admin.not_yourself' },
        { userId: dee.userId, status: 'done' },
      ],
    })
    for (const [person, status] of [
      [bea, 401],
      [owner, 200],
      [dee, 401],
      [admin, 200],
    ] as const)
      expect((await world.as(person).rest('GET', '/me')).status).toBe(status)
    const events =
      await world.sql`SELECT target_id FROM audit_events WHERE action = 'admin.user_disabled' ORDER BY position`
    expect(events.map(({ target_id }) => target_id).sort()).toEqual([bea.userId, dee.userId].sort())
  })

  test.each([
    ['unlock', 'admin.user_unlocked'],
    ['verify_email', 'admin.user_verified'],
    ['revoke_sessions', 'admin.sessions_revoked'],
    ['require_password_reset', 'admin.password_reset_required'],
    ['enable', 'admin.user_enabled'],
    ['lockdown', 'admin.user_locked_down'],
  ])('does %s as the act by itself, and records %s', async (action, event) => {
    const admin = await world.people.staff(`admin-${action.replaceAll('_', '-')}`, 'admin')
    const person = await world.people.signedIn(`person-${action.replaceAll('_', '-')}`)
    expect((await bulk(action, [person.userId], admin)).body).toEqual({
      items: [{ userId: person.userId, status: 'done' }],
    })
    const [row] =
      await world.sql`SELECT actor_id FROM audit_events WHERE action = ${event} AND target_id = ${person.userId}`
    expect(row).toEqual({ actor_id: admin.userId })
  })

  test('A3 needs the permission of the action, and the rank for each person', async () => {
    const support = await world.people.staff('sue', 'support')
    const admin = await world.people.staff('ana', 'admin')
    const eli = await world.people.signedIn('eli')
    for (const action of ['disable', 'enable', 'lockdown', 'verify_email'])
      await expect(bulk(action, [eli.userId], support)).toFailWith('admin.permission_missing')
    expect((await bulk('revoke_sessions', [eli.userId, admin.userId], support)).body).toEqual({
      items: [
        { userId: eli.userId, status: 'done' },
        { userId: admin.userId, status: 'failed', code: 'admin.outranked' },
      ],
    })
    await expect(bulk('unlock', [eli.userId], await world.people.signInAgain(eli))).toFailWith('not_found')
  })

  test('takes one to a hundred, nobody twice, and no other action', async () => {
    const admin = await world.people.staff('abe', 'admin')
    const ids = Array.from({ length: 101 }, () => crypto.randomUUID())
    for (const [action, userIds] of [
      ['unlock', []],
      ['unlock', ids],
      ['unlock', [ids[0], ids[0]]],
      ['unlock', ['no-id']],
      ['delete', [ids[0]]],
      ['set_role', [ids[0]]],
    ] as const)
      await expect(bulk(action, [...userIds], admin)).toFailWith('request.invalid')
    expect((await bulk('unlock', ids.slice(0, 100), admin)).body.items).toHaveLength(100)
  })
})
