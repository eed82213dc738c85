import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'

interface Listed {
  user: { id: string; email: string | null }
  role: string
}

describe.each(faces)('members of an organization, over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const call = (headers: Record<string, string>, path: string, input: object) =>
    world.via(face, `organizations.${path}`, input, headers)
  const roleOf = async ({ userId }: SignedInPerson) => {
    const [row] = await world.sql`SELECT role FROM memberships WHERE user_id = ${userId}`
    return row?.role as string | undefined
  }
  const list = async (headers: Record<string, string>, organizationId: string) =>
    ((await call(headers, 'members', { organizationId })).body as unknown as { items: Listed[] }).items
  const name = (of: string) => `${of}-${face.toLowerCase()}`

  /** An owner, an admin, a member and a viewer of one organization. */
  async function team(of: string) {
    const owner = await world.people.withOrganization(`${of}-owner`)
    const { organizationId } = owner
    const joined = (role: string) => world.people.joined(organizationId, `${of}-${role}`, role)
    return {
      organizationId,
      owner,
      admin: await joined('admin'),
      member: await joined('member'),
      viewer: await joined('viewer'),
    }
  }

  test('G6 are listed to every role, with addresses only for whoever manages members, and one’s own', async () => {
    const { organizationId, owner, admin, member, viewer } = await team(name('list'))
    for (const person of [owner, admin]) {
      const seen = await list(person.headers, organizationId)
      expect(seen.map(({ user, role }) => [user.email, role])).toEqual([
        [viewer.email, 'viewer'],
        [member.email, 'member'],
        [admin.email, 'admin'],
        [owner.email, 'owner'],
      ])
    }
    for (const person of [member, viewer]) {
      const seen = await list(person.headers, organizationId)
      expect(seen.filter(({ user }) => user.email !== null).map(({ user }) => user)).toMatchObject([
        { id: person.userId, email: person.email },
      ])
    }
  })

  test('G6 a key sees addresses only with the scope to manage members, whoever made it', async () => {
    const { organizationId, owner } = await team(name('keys'))
    const seenWith = async (scopes: string[]) => {
      const { key } = await makeKey(world, owner, { organizationId, scopes })
      const seen = await list({ 'x-api-key': key }, organizationId)
      return seen.filter(({ user }) => user.email !== null && user.id !== owner.userId).length
    }
    expect(await seenWith(['members:read'])).toBe(0)
    expect(await seenWith(['members:read', 'members:manage'])).toBe(3)
  })

  test('pages hold each member once', async () => {
    const { organizationId, viewer } = await team(name('pages'))
    const first = await call(viewer.headers, 'members', { organizationId, limit: 3 })
    const second = await call(viewer.headers, 'members', {
      organizationId,
      limit: 3,
      cursor: first.body.nextCursor,
    })
    const ids = [first, second].flatMap(({ body }) => (body.items as Listed[]).map(({ user }) => user.id))
    expect([new Set(ids).size, ids.length, second.body.nextCursor]).toEqual([4, 4, null])
  })

  test('get another role, and the log tells which they had', async () => {
    const { organizationId, admin, member } = await team(name('role'))
    const { userId } = member
    const answer = await call(admin.headers, 'setRole', { organizationId, userId, role: 'viewer' })
    expect(answer.body).toMatchObject({ user: { id: userId, email: member.email }, role: 'viewer' })
    expect(await roleOf(member)).toBe('viewer')
    await call(admin.headers, 'setRole', { organizationId, userId, role: 'viewer' })
    const events = await world.sql`SELECT actor_id, target_id, details FROM audit_events
      WHERE action = 'member.role_changed' AND organization_id = ${organizationId}`
    expect(events).toEqual([
      {
        ...{ actor_id: admin.userId, target_id: userId },
        details: { before: 'member', after: 'viewer', invitationsVoided: 0 },
      },
    ])
  })

  test('G3 nobody grants above their own role, not even to themselves', async () => {
    const { organizationId, admin, member, owner } = await team(name('above'))
    for (const person of [member, admin]) {
      const input = { organizationId, userId: person.userId, role: 'owner' }
      await expect(call(admin.headers, 'setRole', input)).toFailWith('org.role_forbidden')
      await expect(call(member.headers, 'setRole', input)).toFailWith('org.forbidden')
    }
    const input = { organizationId, userId: member.userId, role: 'owner' }
    expect((await call(owner.headers, 'setRole', input)).body).toMatchObject({ role: 'owner' })
  })

  test('G3 an admin touches no owner, and nobody whose role allows more than theirs', async () => {
    const { organizationId, admin, member, owner } = await team(name('touch'))
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions) VALUES
      (gen_random_uuid(), ${organizationId}, 'people', 'People', '{members:read,members:manage}'),
      (gen_random_uuid(), ${organizationId}, 'dissolver', 'Dissolver', '{org:delete}')`
    const people = await world.people.joined(organizationId, `${name('touch')}-people`, 'people')
    const dissolver = await world.people.joined(organizationId, `${name('touch')}-dissolver`, 'dissolver')
    for (const [caller, target] of [
      [admin, owner],
      [admin, dissolver],
      [people, admin],
      [people, member],
    ] as const) {
      const about = { organizationId, userId: target.userId }
      const before = await roleOf(target)
      await expect(call(caller.headers, 'setRole', { ...about, role: 'viewer' })).toFailWith(
        'org.role_forbidden',
      )
      await expect(call(caller.headers, 'removeMember', about)).toFailWith('org.role_forbidden')
      expect(await roleOf(target)).toBe(before)
    }
    // Nor does it give what it lacks: a viewer may read the organization.
    const about = { organizationId, userId: people.userId }
    await expect(call(people.headers, 'setRole', { ...about, role: 'viewer' })).toFailWith(
      'org.role_forbidden',
    )
  })

  test('G3 unknown and empty roles are refused, of others’ organizations as well', async () => {
    const { organizationId, owner, member } = await team(name('unknown'))
    const other = await world.people.withOrganization(name('unknown-other'))
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions) VALUES
      (gen_random_uuid(), ${organizationId}, 'empty', 'Empty', '{}'),
      (gen_random_uuid(), ${other.organizationId}, 'theirs', 'Theirs', '{org:read}')`
    for (const [role, code] of [
      ['nobody', 'org.role_forbidden'],
      ['empty', 'org.role_forbidden'],
      ['theirs', 'org.role_forbidden'],
      ['', 'request.invalid'],
      ['Owner', 'request.invalid'],
      [' owner', 'request.invalid'],
    ] as const)
      await expect(
        call(owner.headers, 'setRole', { organizationId, userId: member.userId, role }),
      ).toFailWith(code)
    expect(await roleOf(member)).toBe('member')
  })

  test('G3 a custom role is given by its key', async () => {
    const { organizationId, admin, member } = await team(name('custom'))
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
      VALUES (gen_random_uuid(), ${organizationId}, 'auditor', 'Auditor', '{audit:read}')`
    const about = { organizationId, userId: member.userId }
    expect((await call(admin.headers, 'setRole', { ...about, role: 'auditor' })).status).toBe(200)
    expect((await call(member.headers, 'auditEvents', { organizationId })).status).toBe(200)
    await expect(call(member.headers, 'get', { organizationId })).toFailWith('org.forbidden')
  })

  test('G3 a key gives nothing beyond its scopes, and makes no owner', async () => {
    const { organizationId, owner, member, viewer } = await team(name('keyed'))
    const { key } = await makeKey(world, owner, {
      organizationId,
      scopes: ['members:manage', 'members:read', 'org:read'],
    })
    const give = (person: SignedInPerson, role: string) =>
      call({ 'x-api-key': key }, 'setRole', { organizationId, userId: person.userId, role })
    for (const role of ['owner', 'admin', 'member'])
      await expect(give(viewer, role)).toFailWith('org.role_forbidden')
    await expect(give(member, 'viewer')).toFailWith('org.role_forbidden')
    await expect(give(owner, 'viewer')).toFailWith('org.role_forbidden')
    expect(
      (await call({ 'x-api-key': key }, 'removeMember', { organizationId, userId: viewer.userId })).status,
    ).toBeLessThan(300)
  })

  test('are removed, and find nothing from then on', async () => {
    const { organizationId, admin, member } = await team(name('gone'))
    const about = { organizationId, userId: member.userId }
    expect((await call(admin.headers, 'removeMember', about)).status).toBeLessThan(300)
    await expect(call(admin.headers, 'removeMember', about)).toFailWith('not_found')
    await expect(call(admin.headers, 'setRole', { ...about, role: 'viewer' })).toFailWith('not_found')
    await expect(call(member.headers, 'get', { organizationId })).toFailWith('not_found')
    const [event] = await world.sql`SELECT target_id, details FROM audit_events
      WHERE action = 'member.removed' AND organization_id = ${organizationId}`
    expect(event).toMatchObject({ target_id: member.userId, details: { role: 'member' } })
  })

  test('leave, and are not there the second time', async () => {
    const { organizationId, viewer } = await team(name('leave'))
    expect((await call(viewer.headers, 'leave', { organizationId })).status).toBeLessThan(300)
    await expect(call(viewer.headers, 'leave', { organizationId })).toFailWith('not_found')
  })
})
