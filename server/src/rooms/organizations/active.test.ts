import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  faces,
  type SignedInPerson,
  useWorld,
  type World,
} from '../../../../test/harness/index.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'

const claimsOf = ({ body }: Answer) => decodeJwt(body.accessToken as string)

async function refreshed(world: World, refreshToken: string): Promise<Answer> {
  return world.rest('POST', '/refresh', { refreshToken })
}

describe.each(faces)('sessions.setOrganization over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const workIn = (person: SignedInPerson, organizationId: string | null, more: object = {}) =>
    world.via(face, 'sessions.setOrganization', { organizationId, ...more }, person.headers)

  test('puts the organization and the role into the token, in the session that asked', async () => {
    const ada = await world.people.withOrganization('ada')
    const answer = await workIn(ada, ada.organizationId)
    expect(answer.body).toMatchObject({ status: 'signed_in', refreshToken: null, sessionId: ada.sessionId })
    expect(claimsOf(answer)).toMatchObject({ sid: ada.sessionId, org: ada.organizationId, role: 'owner' })
    expect(decodeJwt(ada.accessToken)).not.toHaveProperty('org')
    const { body } = await world.rest<{ items: object[] }>('GET', '/me/sessions', undefined, ada.headers)
    expect(body.items).toMatchObject([{ id: ada.sessionId, organizationId: ada.organizationId }])
    const [event] = await world.sql`SELECT details, organization_id FROM audit_events
      WHERE action = 'session.organization_set' AND actor_id = ${ada.userId}`
    expect(event).toEqual({
      organization_id: ada.organizationId,
      details: { after: ada.organizationId },
    })
  })

  test('D3 the log of an organization does not tell where else its members belong', async () => {
    const one = await world.people.withOrganization('ivy')
    const other = await world.people.withOrganization('jon')
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${other.organizationId}, ${one.userId}, 'member')`
    await workIn(one, one.organizationId)
    await workIn(one, other.organizationId)
    const log = await world.via(
      face,
      'organizations.auditEvents',
      { organizationId: other.organizationId },
      other.headers,
    )
    expect(log.text).toContain('session.organization_set')
    expect(log.text).not.toContain(one.organizationId)
  })

  test('the refresh token goes on, with the role as it is then, and null takes the organization out', async () => {
    const { organizationId } = await world.people.withOrganization('bea')
    const cal = await world.people.joined(organizationId, 'cal', 'member')
    await workIn(cal, organizationId)
    const first = await refreshed(world, cal.refreshToken)
    expect(claimsOf(first)).toMatchObject({ org: organizationId, role: 'member' })
    await world.sql`UPDATE memberships SET role = 'admin' WHERE user_id = ${cal.userId}`
    const second = await refreshed(world, first.body.refreshToken as string)
    expect(claimsOf(second)).toMatchObject({ role: 'admin' })
    expect(claimsOf(await workIn(cal, null))).not.toHaveProperty('org')
    const third = await refreshed(world, second.body.refreshToken as string)
    expect(claimsOf(third)).not.toHaveProperty('role')
  })

  test('G5 after leaving, the next token says nothing of it', async () => {
    const { organizationId } = await world.people.withOrganization('dee')
    const eli = await world.people.joined(organizationId, 'eli', 'member')
    await workIn(eli, organizationId)
    await world.rest('POST', `/organizations/${organizationId}/leave`, {}, eli.headers)
    expect(claimsOf(await refreshed(world, eli.refreshToken))).not.toHaveProperty('org')
    const [session] = await world.sql`SELECT organization_id FROM sessions WHERE id = ${eli.sessionId}`
    expect(session).toEqual({ organization_id: null })
  })

  test('a step-up works in the organization that the session worked in', async () => {
    const fay = await world.people.withOrganization('fay')
    await workIn(fay, fay.organizationId)
    const stepped = await world.rest('POST', '/reauthenticate', { password: fay.password }, fay.headers)
    expect(claimsOf(stepped)).toMatchObject({ org: fay.organizationId, role: 'owner' })
  })

  test('G1 strangers find no organization, whether it is there or not, and their session stays as it was', async () => {
    const gus = await world.people.withOrganization('gus')
    const hal = await world.people.withOrganization('hal')
    await workIn(hal, hal.organizationId)
    const [foreign, missing] = [await workIn(hal, gus.organizationId), await workIn(hal, crypto.randomUUID())]
    for (const answer of [foreign, missing]) expect(answer).toMatchObject({ status: 404 })
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' })
    expect(claimsOf(await refreshed(world, hal.refreshToken))).toMatchObject({ org: hal.organizationId })
  })

  test('sets no cookie, also for a browser: the one it has is good still', async () => {
    const ida = await world.people.withOrganization('ida')
    const answer = await workIn(ida, ida.organizationId, { delivery: 'cookie' })
    expect(answer.body.refreshToken).toBeNull()
    expect(answer.cookies.size).toBe(0)
  })
})

describe.each(faces)('an organization that asks for a second factor, over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const call = (headers: Record<string, string>, path: string, input: object) =>
    world.via(face, path, input, headers)
  const demandMfa = (organizationId: string) =>
    world.sql`UPDATE organizations SET require_mfa = true WHERE id = ${organizationId}`

  test('M7 shows nothing of itself to members without one, in no token and to no key', async () => {
    const ada = await world.people.withOrganization('ada')
    const { organizationId } = ada
    const bea = await world.people.joined(organizationId, 'bea', 'admin')
    const organizationKey = await makeKey(world, bea, {
      organizationId,
      scopes: ['org:read', 'members:read'],
    })
    const ownKey = await makeKey(world, bea, { scopes: ['org:read'] })
    await call(bea.headers, 'sessions.setOrganization', { organizationId })
    await demandMfa(organizationId)
    for (const headers of [
      bea.headers,
      { 'x-api-key': organizationKey.key },
      { 'x-api-key': ownKey.key },
    ] as Record<string, string>[])
      await expect(call(headers, 'organizations.get', { organizationId })).toFailWith('org.mfa_required')
    for (const path of ['members', 'auditEvents', 'roles.list'])
      await expect(call(bea.headers, `organizations.${path}`, { organizationId })).toFailWith(
        'org.mfa_required',
      )
    await expect(call(bea.headers, 'sessions.setOrganization', { organizationId })).toFailWith(
      'org.mfa_required',
    )
    expect(claimsOf(await refreshed(world, bea.refreshToken))).not.toHaveProperty('org')
  })

  test('M7 opens to whoever has enrolled, and to the keys they made before', async () => {
    const { organizationId } = await world.people.withOrganization('cal')
    const dee = await world.people.withTotp('dee')
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${dee.userId}, 'admin')`
    const { key } = await makeKey(world, dee, { organizationId, scopes: ['org:read'] })
    await demandMfa(organizationId)
    for (const headers of [dee.headers, { 'x-api-key': key }] as Record<string, string>[])
      expect((await call(headers, 'organizations.get', { organizationId })).status).toBe(200)
    const answer = await call(dee.headers, 'sessions.setOrganization', { organizationId })
    expect(claimsOf(answer)).toMatchObject({ org: organizationId, role: 'admin' })
  })

  test('M7 lets members without one leave', async () => {
    const { organizationId } = await world.people.withOrganization('eli')
    const fay = await world.people.joined(organizationId, 'fay', 'member')
    await demandMfa(organizationId)
    expect((await call(fay.headers, 'organizations.leave', { organizationId })).status).toBeLessThan(300)
  })

  test('M7 nobody without one demands it; whoever has one does, and may take it back', async () => {
    const gus = await world.people.withOrganization('gus')
    const { organizationId } = gus
    const hal = await world.people.withTotp('hal')
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${hal.userId}, 'owner')`
    const demand = (person: SignedInPerson, requireMfa: boolean) =>
      call(person.headers, 'organizations.update', { organizationId, requireMfa })
    await expect(demand(gus, true)).toFailWith('org.mfa_required')
    expect((await demand(hal, true)).body).toMatchObject({ requireMfa: true })
    await expect(demand(gus, false)).toFailWith('org.mfa_required')
    expect((await demand(hal, false)).body).toMatchObject({ requireMfa: false })
  })
})
