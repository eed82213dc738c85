import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'

interface Role {
  id: string | null
  key: string
  name: string
  permissions: string[]
  isBuiltIn: boolean
  memberCount: number
}

describe.each(faces)('roles of an organization, over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const call = (person: Pick<SignedInPerson, 'headers'>, act: string, input: object) =>
    world.via(face, `organizations.roles.${act}`, input, person.headers)
  async function make(person: SignedInPerson, organizationId: string, name: string, permissions: string[]) {
    const answer = await call(person, 'create', { organizationId, name, permissions })
    expect(answer.status, answer.text).toBeOneOf([200, 201])
    return answer.body as unknown as Role & { id: string }
  }
  const list = async (person: SignedInPerson, organizationId: string, page: object = {}) =>
    (await call(person, 'list', { organizationId, ...page })).body as unknown as {
      items: Role[]
      nextCursor: string | null
    }

  test('I2 an invitation to a role that was deleted gives nobody another role of that key', async () => {
    const owner = await world.people.withOrganization('zoe')
    const { organizationId } = owner
    const first = await make(owner, organizationId, 'Auditor', ['audit:read'])
    const email = 'auditor-of-zoe@example.org'
    const { token } = await invite(world, owner, { email, role: 'auditor' })
    await call(owner, 'delete', { organizationId, roleId: first.id })
    await make(owner, organizationId, 'Auditor', ['audit:read', 'members:manage', 'api-keys:manage'])
    const answer = world.via(face, 'invitations.accept', {
      token,
      password: 'plum 0123456789',
      displayName: 'Auditor',
    })
    await expect(answer).toFailWith('token.invalid')
    const [event] = await world.sql`SELECT details FROM audit_events WHERE action = 'role.deleted'
      AND organization_id = ${organizationId}`
    expect(event!.details).toMatchObject({ key: 'auditor', invitationsVoided: 1 })
  })

  test('are the built-in ones and its own, each with how many have it', async () => {
    const ada = await world.people.withOrganization('ada')
    const { organizationId } = ada
    await make(ada, organizationId, 'Zoologist', ['org:read'])
    const made = await make(ada, organizationId, 'Auditor & Clerk', ['org:read', 'audit:read', 'audit:read'])
    expect(made).toMatchObject({
      ...{ key: 'auditor-clerk', name: 'Auditor & Clerk', isBuiltIn: false, memberCount: 0 },
      permissions: ['org:read', 'audit:read'],
    })
    const viewer = await world.people.joined(organizationId, 'viewer', 'viewer')
    await world.people.joined(organizationId, 'auditor', 'auditor-clerk')
    const { items } = await list(viewer, organizationId)
    expect(items.map(({ key, isBuiltIn, memberCount }) => [key, isBuiltIn, memberCount])).toEqual([
      ['owner', true, 1],
      ['admin', true, 0],
      ['member', true, 0],
      ['viewer', true, 1],
      ['auditor-clerk', false, 1],
      ['zoologist', false, 0],
    ])
    for (const { id, isBuiltIn } of items) expect(id === null).toBe(isBuiltIn)
    const pages = [await list(ada, organizationId, { limit: 4 })]
    pages.push(await list(ada, organizationId, { limit: 4, cursor: pages[0]?.nextCursor }))
    expect(pages.flatMap((page) => page.items)).toEqual(items)
    expect(pages[1]?.nextCursor).toBeNull()
    await expect(call(ada, 'list', { organizationId, cursor: 'AAAA' })).toFailWith('request.invalid')
  })

  test('keep their key when they are renamed, and the log tells what stood there', async () => {
    const bea = await world.people.withOrganization('bea')
    const { organizationId } = bea
    const { id: roleId } = await make(bea, organizationId, 'Auditor', ['audit:read'])
    const changed = await call(bea, 'update', {
      organizationId,
      roleId,
      name: 'Reader',
      permissions: ['org:read'],
    })
    expect(changed.body).toMatchObject({
      id: roleId,
      key: 'auditor',
      name: 'Reader',
      permissions: ['org:read'],
    })
    expect((await call(bea, 'delete', { organizationId, roleId })).status).toBeLessThan(300)
    await expect(call(bea, 'delete', { organizationId, roleId })).toFailWith('not_found')
    const events = await world.sql`SELECT action, details FROM audit_events
      WHERE organization_id = ${organizationId} ORDER BY position`
    expect(events).toMatchObject([
      { action: 'role.created', details: { key: 'auditor', name: 'Auditor', permissions: ['audit:read'] } },
      {
        action: 'role.updated',
        details: {
          before: { name: 'Auditor', permissions: ['audit:read'] },
          after: { name: 'Reader', permissions: ['org:read'] },
        },
      },
      { action: 'role.deleted', details: { key: 'auditor', name: 'Reader' } },
    ])
  })

  test('G7 have names of their own, however they are written', async () => {
    const cal = await world.people.withOrganization('cal')
    const { organizationId } = cal
    const { id: roleId } = await make(cal, organizationId, 'Auditor', ['audit:read'])
    await make(cal, organizationId, 'Clerk', ['org:read'])
    await make(cal, organizationId, '監査', ['org:read'])
    await make(cal, organizationId, '会計', ['org:read'])
    for (const name of ['Auditor', 'AUDITOR', 'auditor!', 'Owner', 'ADMIN', 'member', 'Viewer', '監査'])
      await expect(call(cal, 'create', { organizationId, name, permissions: ['org:read'] }), name).toFailWith(
        'org.role_taken',
      )
    for (const name of ['clerk', 'Owner'])
      await expect(call(cal, 'update', { organizationId, roleId, name })).toFailWith('org.role_taken')
    expect((await call(cal, 'update', { organizationId, roleId, name: 'AUDITOR' })).body).toMatchObject({
      name: 'AUDITOR',
    })
    const other = await world.people.withOrganization('other')
    await make(other, other.organizationId, 'Auditor', ['audit:read'])
  })

  test('G3 are not empty, and allow nothing that is no permission', async () => {
    const dee = await world.people.withOrganization('dee')
    const { organizationId } = dee
    const { id: roleId } = await make(dee, organizationId, 'Auditor', ['audit:read'])
    for (const permissions of [[], ['org:everything'], 'org:read', ['*']]) {
      await expect(call(dee, 'create', { organizationId, name: 'Other', permissions })).toFailWith(
        'request.invalid',
      )
      await expect(call(dee, 'update', { organizationId, roleId, permissions })).toFailWith('request.invalid')
    }
  })

  test('G3 nobody makes or edits a role beyond their own, nor touches one that is', async () => {
    const eli = await world.people.withOrganization('eli')
    const { organizationId } = eli
    const admin = await world.people.joined(organizationId, 'admin', 'admin')
    const lesser = await make(eli, organizationId, 'Auditor', ['audit:read'])
    const mightier = await make(eli, organizationId, 'Dissolver', ['org:read', 'org:delete'])
    const permissions = ['org:read', 'org:delete']
    await expect(call(admin, 'create', { organizationId, name: 'Mine', permissions })).toFailWith(
      'org.role_forbidden',
    )
    await expect(call(admin, 'update', { organizationId, roleId: lesser.id, permissions })).toFailWith(
      'org.role_forbidden',
    )
    for (const change of [{ name: 'Harmless' }, { permissions: ['org:read'] }])
      await expect(call(admin, 'update', { organizationId, roleId: mightier.id, ...change })).toFailWith(
        'org.role_forbidden',
      )
    await expect(call(admin, 'delete', { organizationId, roleId: mightier.id })).toFailWith(
      'org.role_forbidden',
    )
    expect((await call(admin, 'update', { organizationId, roleId: lesser.id, name: 'Reader' })).status).toBe(
      200,
    )
  })

  test('G3 whoever holds a role that may manage roles does not widen it for themselves', async () => {
    const fay = await world.people.withOrganization('fay')
    const { organizationId } = fay
    const { id: roleId, key } = await make(fay, organizationId, 'Keeper', ['roles:manage', 'members:read'])
    const keeper = await world.people.joined(organizationId, 'keeper', key)
    await expect(
      call(keeper, 'update', {
        organizationId,
        roleId,
        permissions: ['roles:manage', 'members:read', 'members:manage'],
      }),
    ).toFailWith('org.role_forbidden')
  })

  test('G3 a key makes no role beyond its scopes', async () => {
    const gus = await world.people.withOrganization('gus')
    const { organizationId } = gus
    const { key } = await makeKey(world, gus, { organizationId, scopes: ['roles:manage', 'org:read'] })
    const headers = { 'x-api-key': key }
    const make = (permissions: string[]) =>
      call({ headers } as never, 'create', { organizationId, name: 'Mine', permissions })
    await expect(make(['members:manage'])).toFailWith('org.role_forbidden')
    expect((await make(['org:read'])).status).toBeLessThan(300)
  })

  test('that somebody has are not deleted', async () => {
    const hal = await world.people.withOrganization('hal')
    const { organizationId } = hal
    const { id: roleId, key } = await make(hal, organizationId, 'Auditor', ['audit:read'])
    const ida = await world.people.joined(organizationId, 'ida', key)
    await expect(call(hal, 'delete', { organizationId, roleId })).toFailWith('org.role_in_use')
    await world.sql`UPDATE memberships SET role = 'viewer' WHERE user_id = ${ida.userId}`
    expect((await call(hal, 'delete', { organizationId, roleId })).status).toBeLessThan(300)
  })

  test('are fifty at the most', async () => {
    const jon = await world.people.withOrganization('jon')
    const { organizationId } = jon
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
      SELECT gen_random_uuid(), ${organizationId}, 'role-' || n, 'Role ' || n, '{org:read}' FROM generate_series(1, 49) n`
    await make(jon, organizationId, 'The fiftieth', ['org:read'])
    await expect(
      call(jon, 'create', { organizationId, name: 'The fifty-first', permissions: ['org:read'] }),
    ).toFailWith('org.too_many_roles')
  })

  test('G1 are another organization’s to nobody, by whatever id', async () => {
    const kim = await world.people.withOrganization('kim')
    const lea = await world.people.withOrganization('lea')
    const { id: roleId } = await make(lea, lea.organizationId, 'Auditor', ['audit:read'])
    const { organizationId } = kim
    await expect(call(kim, 'update', { organizationId, roleId, name: 'Mine' })).toFailWith('not_found')
    await expect(call(kim, 'delete', { organizationId, roleId })).toFailWith('not_found')
    await expect(call(kim, 'list', { organizationId: lea.organizationId })).toFailWith('not_found')
  })

  test('are made once for one Idempotency-Key, and by nobody whose role does not say so', async () => {
    const mia = await world.people.withOrganization('mia')
    const { organizationId } = mia
    const member = await world.people.joined(organizationId, 'member', 'member')
    const input = { organizationId, name: 'Auditor', permissions: ['audit:read'] }
    await expect(call(member, 'create', input)).toFailWith('org.forbidden')
    const once = { headers: { ...mia.headers, 'idempotency-key': 'once' } }
    const [first, second] = [await call(once, 'create', input), await call(once, 'create', input)]
    expect(second.body).toEqual(first.body)
  })
})
