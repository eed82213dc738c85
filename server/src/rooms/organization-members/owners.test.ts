import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'

describe.each(faces)('owners of an organization, over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const call = (person: SignedInPerson, path: string, input: object) =>
    world.via(face, path, input, person.headers)
  const rolesOf = async (organizationId: string) => {
    const rows =
      await world.sql`SELECT user_id, role FROM memberships WHERE organization_id = ${organizationId}`
    return new Map(rows.map(({ user_id, role }) => [user_id as string, role as string]))
  }

  test('G4 the last one neither leaves, nor steps down, nor closes their account', async () => {
    const ada = await world.people.withOrganization('ada')
    const { organizationId, userId } = ada
    await world.people.joined(organizationId, 'admin', 'admin')
    await expect(call(ada, 'organizations.leave', { organizationId })).toFailWith('org.last_owner')
    await expect(call(ada, 'organizations.removeMember', { organizationId, userId })).toFailWith(
      'org.last_owner',
    )
    await expect(call(ada, 'organizations.setRole', { organizationId, userId, role: 'admin' })).toFailWith(
      'org.last_owner',
    )
    await expect(call(ada, 'account.delete', {})).toFailWith('org.last_owner')
    expect((await rolesOf(organizationId)).get(userId)).toBe('owner')
    expect((await call(ada, 'account.get', {})).status).toBe(200)
  })

  test('G4 each of these goes once somebody else who can sign in owns it as well', async () => {
    for (const act of ['leave', 'removeMember', 'setRole', 'close'] as const) {
      const owner = await world.people.withOrganization(`able-${act.toLowerCase()}`)
      const { organizationId, userId } = owner
      await world.people.joined(organizationId, `other-${act.toLowerCase()}`, 'owner')
      const answer =
        act === 'close'
          ? await call(owner, 'account.delete', {})
          : await call(owner, `organizations.${act}`, {
              organizationId,
              ...(act !== 'leave' && { userId }),
              ...(act === 'setRole' && { role: 'member' }),
            })
      expect(answer.status, answer.text).toBeLessThan(300)
    }
  })

  test('G4 an owner who is disabled, is closing their account or is not proven is none', async () => {
    const bea = await world.people.withOrganization('bea')
    const { organizationId } = bea
    const other = await world.people.joined(organizationId, 'other', 'owner')
    for (const state of [
      'disabled_at = now()',
      "erased_after = now() + interval '7 days'",
      'is_verified = false',
    ]) {
      await world.sql.unsafe(`UPDATE users SET ${state} WHERE id = '${other.userId}'`)
      await expect(call(bea, 'organizations.leave', { organizationId })).toFailWith('org.last_owner')
      await world.sql`UPDATE users SET disabled_at = NULL, erased_after = NULL, is_verified = true
        WHERE id = ${other.userId}`
    }
    expect((await call(bea, 'organizations.leave', { organizationId })).status).toBeLessThan(300)
  })

  test('hand it over: the receiver owns it, they are an admin', async () => {
    const cal = await world.people.withOrganization('cal')
    const { organizationId } = cal
    const dee = await world.people.joined(organizationId, 'dee', 'viewer')
    const handOver = { organizationId, userId: dee.userId }
    expect((await call(cal, 'organizations.transferOwnership', handOver)).status).toBeLessThan(300)
    expect(await rolesOf(organizationId)).toEqual(
      new Map([
        [cal.userId, 'admin'],
        [dee.userId, 'owner'],
      ]),
    )
    await expect(call(cal, 'organizations.transferOwnership', handOver)).toFailWith('org.forbidden')
    const [event] = await world.sql`SELECT actor_id, target_id, details FROM audit_events
      WHERE action = 'organization.ownership_transferred' AND organization_id = ${organizationId}`
    expect(event).toMatchObject({
      ...{ actor_id: cal.userId, target_id: dee.userId },
      details: { received: { before: 'viewer', after: 'owner' }, given: { before: 'owner', after: 'admin' } },
    })
  })

  test('G3 G4 hand it to nobody who does not belong to it or cannot sign in, nor to themselves', async () => {
    const eli = await world.people.withOrganization('eli')
    const { organizationId } = eli
    const stranger = await world.people.signedIn('stranger')
    const away = await world.people.joined(organizationId, 'away', 'admin')
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${away.userId}`
    const handTo = (userId: string) =>
      call(eli, 'organizations.transferOwnership', { organizationId, userId })
    await expect(handTo(stranger.userId)).toFailWith('not_found')
    await expect(handTo(crypto.randomUUID())).toFailWith('not_found')
    await expect(handTo(away.userId)).toFailWith('conflict')
    await expect(handTo(eli.userId)).toFailWith('org.role_forbidden')
    expect((await rolesOf(organizationId)).get(eli.userId)).toBe('owner')
  })

  test('G3 whoever may delete it, and does not own it, hands nothing over', async () => {
    const fay = await world.people.withOrganization('fay')
    const { organizationId } = fay
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
      VALUES (gen_random_uuid(), ${organizationId}, 'dissolver', 'Dissolver', '{org:read,org:delete}')`
    const gus = await world.people.joined(organizationId, 'gus', 'dissolver')
    const input = { organizationId, userId: fay.userId }
    await expect(call(gus, 'organizations.transferOwnership', input)).toFailWith('org.role_forbidden')
  })

  test('S8 hand it over only when they have just proven to be themselves', async () => {
    const hal = await world.people.withOrganization('hal')
    const { organizationId, sessionId } = hal
    const ida = await world.people.joined(organizationId, 'ida', 'admin')
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '6 minutes' WHERE id = ${sessionId}`
    await expect(
      call(hal, 'organizations.transferOwnership', { organizationId, userId: ida.userId }),
    ).toFailWith('auth.reauthentication_required')
  })
})
