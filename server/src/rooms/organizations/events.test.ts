import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'

interface Event {
  action: string
  actor: { id: string | null }
  organizationId: string | null
  ip: string | null
  at: Date | string
}

describe.each(faces)('organizations.auditEvents over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const eventsOf = async (person: SignedInPerson, organizationId: string, search: object = {}) => {
    const answer = await world.via(
      face,
      'organizations.auditEvents',
      { organizationId, ...search },
      person.headers,
    )
    if (answer.status >= 400) throw Object.assign(new Error('refused'), { code: answer.body.code })
    return answer.body as unknown as { items: Event[]; nextCursor: string | null }
  }
  const rename = (person: SignedInPerson, organizationId: string, name: string) =>
    world.rest('PATCH', `/organizations/${organizationId}`, { name }, person.headers)

  test('D3 shows what happened in the organization, newest first, and nothing that happened elsewhere', async () => {
    const ada = await world.people.withOrganization('ada')
    const bea = await world.people.withOrganization('bea')
    const { organizationId } = ada
    const cal = await world.people.joined(organizationId, 'cal', 'admin')
    await rename(ada, organizationId, 'One')
    await rename(cal, organizationId, 'Two')
    await rename(bea, bea.organizationId, 'Other')
    await world.rest('POST', `/organizations/${organizationId}/leave`, {}, cal.headers)
    const { items } = await eventsOf(ada, organizationId)
    expect(items.map(({ action, actor }) => [action, actor.id])).toEqual([
      ['member.left', cal.userId],
      ['organization.updated', cal.userId],
      ['organization.updated', ada.userId],
    ])
    for (const item of items)
      expect(item).toMatchObject({ organizationId, ip: expect.stringMatching(/^10\./) })
    expect(JSON.stringify(items)).not.toContain(cal.email)
  })

  test('finds by action, by who acted, and by when', async () => {
    const dee = await world.people.withOrganization('dee')
    const { organizationId } = dee
    const eli = await world.people.joined(organizationId, 'eli', 'admin')
    await rename(dee, organizationId, 'One')
    await rename(eli, organizationId, 'Two')
    await world.clock.advance(60_000)
    const later = new Date(world.clock.nowMs() - 30_000)
    await world.rest('POST', '/me/organization', { organizationId }, eli.headers)
    const from = face === 'REST' ? later.toISOString() : later
    const found = async (search: object) =>
      (await eventsOf(dee, organizationId, search)).items.map(({ action }) => action)
    expect(await found({ action: 'organization.updated', actorId: eli.userId })).toEqual([
      'organization.updated',
    ])
    expect(await found({ actorId: eli.userId })).toEqual(['session.organization_set', 'organization.updated'])
    expect(await found({ from })).toEqual(['session.organization_set'])
    expect(await found({ to: from })).toEqual(['organization.updated', 'organization.updated'])
    await expect(eventsOf(dee, organizationId, { action: 'no.such' })).toFailWith('request.invalid')
  })

  test('pages hold each event once', async () => {
    const fay = await world.people.withOrganization('fay')
    for (let n = 0; n < 5; n += 1) await rename(fay, fay.organizationId, `Name ${n}`)
    const first = await eventsOf(fay, fay.organizationId, { limit: 3 })
    const second = await eventsOf(fay, fay.organizationId, { limit: 3, cursor: first.nextCursor })
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, null])
  })

  test('leaves out where staff acted from that acted as a member', async () => {
    const gus = await world.people.withOrganization('gus')
    await rename(gus, gus.organizationId, 'One')
    const staff = await world.people.signedIn('staff')
    await world.sql`ALTER TABLE audit_events DISABLE TRIGGER USER`
    await world.sql`UPDATE audit_events SET real_actor_id = ${staff.userId} WHERE organization_id = ${gus.organizationId}`
    await world.sql`ALTER TABLE audit_events ENABLE TRIGGER USER`
    const { items } = await eventsOf(gus, gus.organizationId)
    expect(items).toMatchObject([{ realActor: { id: staff.userId }, ip: null, userAgent: null }])
  })

  test('is for roles that may read it, and to strangers there is none', async () => {
    const { organizationId } = await world.people.withOrganization('hal')
    const ida = await world.people.joined(organizationId, 'ida', 'member')
    const jon = await world.people.withOrganization('jon')
    await expect(eventsOf(ida, organizationId)).toFailWith('org.forbidden')
    await expect(eventsOf(jon, organizationId)).toFailWith('not_found')
  })
})

describe.each(faces)('organizations.checkPermissions over %s', (face) => {
  const world = useWorld()
  const check = (person: SignedInPerson, organizationId: string, permissions: unknown[]) =>
    world.via(face, 'organizations.checkPermissions', { organizationId, permissions }, person.headers)

  test('tells what the role allows at this moment, and writes nothing', async () => {
    const { organizationId } = await world.people.withOrganization('ada')
    const bea = await world.people.joined(organizationId, 'bea', 'viewer')
    const before = await world.sql`SELECT count(*) FROM audit_events`
    expect((await check(bea, organizationId, ['org:read', 'members:manage'])).body).toEqual({
      results: { 'org:read': true, 'members:manage': false },
    })
    await world.sql`UPDATE memberships SET role = 'admin' WHERE user_id = ${bea.userId}`
    expect((await check(bea, organizationId, ['members:manage', 'org:delete'])).body).toEqual({
      results: { 'members:manage': true, 'org:delete': false },
    })
    expect(await world.sql`SELECT count(*) FROM audit_events`).toEqual(before)
  })

  test('refuses what is no permission, an empty list, and strangers', async () => {
    const cal = await world.people.withOrganization('cal')
    const dee = await world.people.withOrganization('dee')
    for (const permissions of [[], ['org:everything'], ['__proto__'], Array(11).fill('org:read')])
      await expect(check(cal, cal.organizationId, permissions)).toFailWith('request.invalid')
    await expect(check(dee, cal.organizationId, ['org:read'])).toFailWith('not_found')
  })
})
