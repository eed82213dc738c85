import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'

describe('whoever goes, or may less than before', () => {
  const world = useWorld({ config: { rateLimits: false } })

  const at = (organizationId: string) => `/organizations/${organizationId}`
  const invite = async (person: SignedInPerson, organizationId: string, email: string, role = 'member') => {
    const { status, text } = await world.rest(
      'POST',
      `${at(organizationId)}/invitations`,
      { email, role },
      person.headers,
    )
    if (status !== 201) throw new Error(text)
  }
  const isOpen = async (email: string) => {
    const [row] = await world.sql`SELECT revoked_at FROM invitations WHERE email = ${email}`
    return row?.revoked_at === null
  }
  const read = (headers: Record<string, string>, organizationId: string) =>
    world.rest('GET', at(organizationId), undefined, headers)

  /** An owner, and an admin who has invited somebody, made keys and works in the organization. */
  async function scene(name: string) {
    const owner = await world.people.withOrganization(`${name}-owner`)
    const { organizationId } = owner
    const admin = await world.people.joined(organizationId, `${name}-admin`, 'admin')
    await invite(admin, organizationId, `${name}-invited@example.org`)
    await invite(owner, organizationId, `${name}-by-owner@example.org`)
    const key = await makeKey(world, admin, { organizationId, scopes: ['org:read', 'org:update'] })
    const ownKey = await makeKey(world, admin, { scopes: ['org:read', 'account:read'] })
    await world.rest('POST', '/me/organization', { organizationId }, admin.headers)
    const headersOf = ({ key: text }: { key: string }) => ({ 'x-api-key': text })
    return { organizationId, owner, admin, key: headersOf(key), ownKey: headersOf(ownKey), name }
  }
  type Scene = Awaited<ReturnType<typeof scene>>

  const goes: Record<string, (of: Scene) => Promise<unknown>> = {
    'is removed': ({ organizationId, owner, admin }) =>
      world.rest('DELETE', `${at(organizationId)}/members/${admin.userId}`, {}, owner.headers),
    leaves: ({ organizationId, admin }) =>
      world.rest('POST', `${at(organizationId)}/leave`, {}, admin.headers),
  }

  test.each(Object.entries(goes))(
    'G5 Y4 whoever %s takes along what they could do there, at once',
    async (how, go) => {
      const made = await scene(how.replace(' ', '-'))
      const { organizationId, admin, key, ownKey, name } = made
      for (const headers of [admin.headers, key, ownKey])
        expect((await read(headers, organizationId)).status).toBe(200)
      await go(made)
      await expect(read(admin.headers, organizationId)).toFailWith('not_found')
      await expect(read(key, organizationId)).toFailWith('auth.unauthenticated')
      await expect(read(ownKey, organizationId)).toFailWith('not_found')
      expect((await world.rest('GET', '/me', undefined, ownKey)).status).toBe(200)
      expect(await isOpen(`${name}-invited@example.org`)).toBe(false)
      expect(await isOpen(`${name}-by-owner@example.org`)).toBe(true)
      const [session] =
        await world.sql`SELECT organization_id, ended_at FROM sessions WHERE id = ${admin.sessionId}`
      expect(session).toEqual({ organization_id: null, ended_at: null })
      const { body } = await world.rest('POST', '/refresh', { refreshToken: admin.refreshToken })
      expect(decodeJwt(body.accessToken as string)).not.toHaveProperty('org')
    },
  )

  test('G5 whoever comes back has none of it', async () => {
    const made = await scene('back')
    const { organizationId, admin, key, name } = made
    await goes.leaves?.(made)
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${admin.userId}, 'owner')`
    expect((await read(admin.headers, organizationId)).status).toBe(200)
    await expect(read(key, organizationId)).toFailWith('auth.unauthenticated')
    expect(await isOpen(`${name}-invited@example.org`)).toBe(false)
  })

  test('G5 Y4 a lesser role takes what it does not allow, and leaves the rest', async () => {
    const { organizationId, owner, admin, key, name } = await scene('lesser')
    const rename = (headers: Record<string, string>) =>
      world.rest('PATCH', at(organizationId), { name: 'Renamed' }, headers)
    expect((await rename(key)).status).toBe(200)
    await world.rest(
      'PATCH',
      `${at(organizationId)}/members/${admin.userId}`,
      { role: 'member' },
      owner.headers,
    )
    await expect(rename(admin.headers)).toFailWith('org.forbidden')
    await expect(rename(key)).toFailWith('org.forbidden')
    expect((await read(key, organizationId)).status).toBe(200)
    expect(await isOpen(`${name}-invited@example.org`)).toBe(false)
  })

  test('G5 a role that allows as much or more leaves invitations as they are', async () => {
    const { organizationId, owner, admin, name } = await scene('more')
    await world.rest(
      'PATCH',
      `${at(organizationId)}/members/${admin.userId}`,
      { role: 'owner' },
      owner.headers,
    )
    expect(await isOpen(`${name}-invited@example.org`)).toBe(true)
  })

  test('G5 whoever hands an organization over takes back what only an owner may have sent', async () => {
    const { organizationId, owner, admin } = await scene('over')
    await invite(owner, organizationId, 'next-owner@example.org', 'owner')
    await world.rest(
      'POST',
      `${at(organizationId)}/transfer-ownership`,
      { userId: admin.userId },
      owner.headers,
    )
    expect(await isOpen('next-owner@example.org')).toBe(false)
  })

  test('G5 a role that is cut down takes back what its holders have sent', async () => {
    const { organizationId, owner } = await scene('cut')
    const roles = `${at(organizationId)}/roles`
    const permissions = ['org:read', 'members:read', 'invitations:read', 'invitations:manage']
    const { body } = await world.rest<{ id: string; key: string }>(
      'POST',
      roles,
      { name: 'Recruiter', permissions },
      owner.headers,
    )
    const recruiter = await world.people.joined(organizationId, 'recruiter', body.key)
    await invite(recruiter, organizationId, 'recruited@example.org')
    await world.rest('PATCH', `${roles}/${body.id}`, { name: 'Recruiters' }, owner.headers)
    expect(await isOpen('recruited@example.org')).toBe(true)
    await world.rest(
      'PATCH',
      `${roles}/${body.id}`,
      { permissions: ['org:read', 'members:read'] },
      owner.headers,
    )
    expect(await isOpen('recruited@example.org')).toBe(false)
  })
})
