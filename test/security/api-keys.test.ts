import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../server/src/kit/identity-error.ts'
import { type Face, faces, type Owner, useWorld } from '../harness/index.ts'
import { makeKey } from '../harness/people-api-keys.ts'

describe('an API key at an organization’s procedures', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const headersOf = (key: string) => ({ 'x-api-key': key })
  const members = (organizationId: string, key: string, face: Face = 'REST') =>
    world.via(face, 'organizations.members', { organizationId }, headersOf(key))

  /** An owner, and an admin of theirs who has made a key. */
  async function withKey(name: string, scopes: string[] = ['members:read', 'members:manage', 'org:read']) {
    const owner = await world.people.withOrganization(name)
    const { organizationId } = owner
    const maker = await world.people.joined(organizationId, `${name}-maker`, 'admin')
    const { key, apiKey } = await makeKey(world, maker, { organizationId, scopes })
    return { owner, organizationId, maker, key, keyId: apiKey.id }
  }
  type Made = Awaited<ReturnType<typeof withKey>>

  test.each(faces)(
    'does what its scopes and its maker’s role allow, and tells who it was, over %s',
    async (face) => {
      const { organizationId, key, keyId, maker } = await withKey(`ada-${face.toLowerCase()}`)
      expect((await members(organizationId, key, face)).status).toBe(200)
      const bea = await world.people.joined(organizationId, `bea-${face.toLowerCase()}`, 'viewer')
      const input = { organizationId, userId: bea.userId }
      await expect(
        world.via(face, 'organizations.update', { organizationId, name: 'Else' }, headersOf(key)),
      ).toFailWith('api_key.scope_missing')
      const removed = await world.via(face, 'organizations.removeMember', input, headersOf(key))
      expect(removed.status).toBeLessThan(300)
      const [event] = await world.sql`SELECT actor_type, actor_id FROM audit_events
      WHERE action = 'member.removed' AND target_id = ${bea.userId}`
      expect(event).toEqual({ actor_type: 'api_key', actor_id: keyId })
      expect(maker.userId).not.toBe(keyId)
    },
  )

  test('Y2 hands nothing on that it does not hold itself, ownership least of all', async () => {
    const { owner, organizationId } = await withKey('cal')
    const dee = await world.people.joined(organizationId, 'dee', 'viewer')
    const { key } = await makeKey(world, owner, {
      organizationId,
      scopes: ['members:manage', 'members:read'],
    })
    for (const role of ['owner', 'admin', 'member'])
      await expect(
        world.via(
          'REST',
          'organizations.setRole',
          { organizationId, userId: dee.userId, role },
          headersOf(key),
        ),
      ).toFailWith('org.role_forbidden')
    const invitation = { organizationId, email: 'eli@example.org', role: 'viewer' }
    await expect(world.via('REST', 'invitations.create', invitation, headersOf(key))).toFailWith(
      'api_key.scope_missing',
    )
  })

  test('G1 is nothing to any other organization, nor is a person’s own to one they do not belong to', async () => {
    const { organizationId, key, maker } = await withKey('fay')
    const gus = await world.people.withOrganization('gus')
    const own = await makeKey(world, maker, { scopes: ['members:read', 'organizations:read'] })
    for (const face of faces) {
      await expect(members(gus.organizationId, key, face)).toFailWith('not_found')
      await expect(members(gus.organizationId, own.key, face)).toFailWith('not_found')
      expect((await members(organizationId, own.key, face)).status).toBe(200)
      const listed = await world.via(face, 'organizations.list', {}, headersOf(own.key))
      expect((listed.body.items as { id: string }[]).map(({ id }) => id)).toEqual([organizationId])
      // What one has of an organization does not show where else its maker belongs.
      await expect(world.via(face, 'organizations.list', {}, headersOf(key))).toFailWith(
        'api_key.scope_missing',
      )
    }
  })

  test('M7 stands still while the organization demands a second factor that its maker lacks', async () => {
    const { organizationId, key, maker } = await withKey('hal')
    const own = await makeKey(world, maker, { scopes: ['members:read'] })
    await world.sql`UPDATE organizations SET require_mfa = true WHERE id = ${organizationId}`
    for (const face of faces)
      for (const one of [key, own.key])
        await expect(members(organizationId, one, face)).toFailWith('org.mfa_required')
    await world.sql`INSERT INTO totp_factors (user_id, secret_sealed, confirmed_at)
      VALUES (${maker.userId}, ${Buffer.from('sealed')}, now())`
    for (const one of [key, own.key]) expect((await members(organizationId, one)).status).toBe(200)
  })

  const asOwner = (owner: Owner, path: string, input: object) =>
    world.via('REST', path, { organizationId: owner.organizationId, ...input }, owner.headers)
  const asStaff = async (name: string, path: string, input: object) => {
    const staff = await world.people.staff(name, 'admin')
    return world.via('REST', path, input, staff.headers)
  }

  test.each<[how: string, code: ErrorCode, end: (made: Made) => Promise<{ status: number; text: string }>]>([
    [
      'its maker is removed',
      'auth.unauthenticated',
      ({ owner, maker }) => asOwner(owner, 'organizations.removeMember', { userId: maker.userId }),
    ],
    [
      'its maker leaves',
      'auth.unauthenticated',
      ({ organizationId, maker }) =>
        world.via('REST', 'organizations.leave', { organizationId }, maker.headers),
    ],
    [
      'its maker gets a lesser role',
      'org.forbidden',
      ({ owner, maker }) =>
        asOwner(owner, 'organizations.setRole', { userId: maker.userId, role: 'invoices' }),
    ],
    [
      'the organization is deleted',
      'auth.unauthenticated',
      ({ owner }) => asOwner(owner, 'organizations.delete', {}),
    ],
    [
      'it is revoked by somebody else there',
      'auth.unauthenticated',
      ({ owner, keyId }) => asOwner(owner, 'organizations.apiKeys.revoke', { keyId }),
    ],
    [
      'its maker is disabled',
      'auth.unauthenticated',
      ({ maker }) => asStaff('disabler', 'admin.users.disable', { userId: maker.userId }),
    ],
    [
      'its maker is locked down',
      'auth.unauthenticated',
      ({ maker }) => asStaff('lockdown', 'admin.users.lockdown', { userId: maker.userId }),
    ],
    [
      'its maker closes their account',
      'auth.unauthenticated',
      ({ maker }) => world.rest('DELETE', '/me', {}, maker.headers),
    ],
  ])('Y4 G5 is dead at once when %s', async (how, code, end) => {
    const made = await withKey(`end-${how.replaceAll(/\W/g, '-').slice(0, 30)}`)
    const { organizationId, key } = made
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
      VALUES (gen_random_uuid(), ${organizationId}, 'invoices', 'Invoices', '{org:read}')`
    for (const face of faces) expect((await members(organizationId, key, face)).status).toBe(200)
    const ended = await end(made)
    expect(ended.status, ended.text).toBeLessThan(300)
    for (const face of faces) await expect(members(organizationId, key, face)).toFailWith(code)
  })

  test('Y4 is dead without its maker’s membership, however that went', async () => {
    const { organizationId, maker, key } = await withKey('jo')
    await world.sql`DELETE FROM memberships WHERE user_id = ${maker.userId}`
    for (const face of faces)
      await expect(members(organizationId, key, face)).toFailWith('auth.unauthenticated')
  })

  test('G5 whoever is taken back in has none of the keys they made before', async () => {
    const { owner, organizationId, maker, key } = await withKey('ida')
    await asOwner(owner, 'organizations.removeMember', { userId: maker.userId })
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${maker.userId}, 'admin')`
    await expect(members(organizationId, key)).toFailWith('auth.unauthenticated')
    expect((await world.rest('POST', '/api-keys/verify', { key })).body).toEqual({ valid: false })
  })
})
