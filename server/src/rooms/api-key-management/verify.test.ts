import { describe, expect, test } from 'vitest'
import { type Face, faces, useWorld } from '../../../../test/harness/index.ts'
import { type KeyWish, keysAt, makeKey } from '../../../../test/harness/people-api-keys.ts'
import { personalScopes } from '../../kit/api-key-scopes.ts'
import { newApiKey } from '../api-keys/index.ts'
import { verifyKey } from './verify.ts'

describe('what others are told of an API key', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const verify = (input: { key: string; organizationId?: string }, face: Face = 'REST') =>
    world.via(face, 'apiKeys.verify', input)
  const ofOrganization = async (name: string, wish: KeyWish = { scopes: ['org:read', 'members:manage'] }) => {
    const owner = await world.people.withOrganization(name)
    return { owner, ...(await makeKey(world, owner, { ...wish, organizationId: owner.organizationId })) }
  }

  test.each(faces)('who made it, where it holds, and what it may do now, over %s', async (face) => {
    const fay = await world.people.withOrganization(`fay-${face.toLowerCase()}`)
    const own = await makeKey(world, fay, { name: 'mine', scopes: ['account:read', 'org:read'] })
    expect((await verify({ key: own.key }, face)).body).toEqual({
      valid: true,
      keyId: own.apiKey.id,
      name: 'mine',
      userId: fay.userId,
      organizationId: null,
      scopes: ['account:read'],
      expiresAt: null,
    })
    const { organizationId } = fay
    const within = await verify({ key: own.key, organizationId }, face)
    expect(within.body).toMatchObject({ organizationId, scopes: ['org:read'] })
    const shared = await makeKey(world, fay, { organizationId, scopes: ['members:read'] })
    for (const input of [{ key: shared.key }, { key: shared.key, organizationId }])
      expect((await verify(input, face)).body).toMatchObject({
        valid: true,
        organizationId,
        scopes: ['members:read'],
      })
  })

  test('Y2 a key that somebody without any role has given every scope is worth nothing where no organization is named', async () => {
    const nobody = await world.people.signedIn('roleless')
    const { key } = await makeKey(world, nobody, { scopes: [...personalScopes] })
    expect((await verify({ key })).body).toMatchObject({ scopes: ['account:read', 'organizations:read'] })
    const { organizationId } = await world.people.withOrganization('elsewhere')
    expect((await verify({ key, organizationId })).body).toEqual({ valid: false })
  })

  test('Y2 Y4 its scopes shrink and grow with its maker’s role, and end with their membership', async () => {
    const { owner, key } = await ofOrganization('gus')
    const scopes = async () => (await verify({ key })).body.scopes
    const become = (role: string) =>
      world.sql`UPDATE memberships SET role = ${role} WHERE user_id = ${owner.userId}`
    expect(await scopes()).toEqual(['org:read', 'members:manage'])
    await become('viewer')
    expect(await scopes()).toEqual(['org:read'])
    await become('a role that was deleted')
    expect(await scopes()).toEqual([])
    await become('admin')
    expect(await scopes()).toEqual(['org:read', 'members:manage'])
    await world.sql`DELETE FROM memberships WHERE user_id = ${owner.userId}`
    expect((await verify({ key })).body).toEqual({ valid: false })
  })

  test('M7 where a second factor is demanded, no key of whoever has none is good', async () => {
    const { owner, key } = await ofOrganization('hal')
    const own = await makeKey(world, owner, { scopes: ['org:read'] })
    await world.sql`UPDATE organizations SET require_mfa = true WHERE id = ${owner.organizationId}`
    const { organizationId } = owner
    for (const input of [{ key }, { key, organizationId }, { key: own.key, organizationId }])
      expect((await verify(input)).body).toEqual({ valid: false })
    expect((await verify({ key: own.key })).body).toMatchObject({ valid: true })
    await world.sql`INSERT INTO totp_factors (user_id, secret_sealed, confirmed_at)
      VALUES (${owner.userId}, ${Buffer.from('sealed')}, now())`
    expect((await verify({ key })).body).toMatchObject({
      valid: true,
      scopes: ['org:read', 'members:manage'],
    })
  })

  test('one answer for every key that is good for nothing, to the letter', async () => {
    const { owner, key, apiKey } = await ofOrganization('ida')
    const other = await world.people.withOrganization('jo')
    const own = await makeKey(world, owner, { scopes: ['org:read'] })
    const revoked = await makeKey(world, owner)
    await world.rest('DELETE', `${keysAt()}/${revoked.apiKey.id}`, undefined, owner.headers)
    expect(apiKey.status).toBe('live')
    const refused: { key: string; organizationId?: string }[] = [
      { key: 'x' },
      { key: 'gk_' },
      { key: newApiKey().key },
      { key: key.slice(0, -1) },
      { key: revoked.key },
      { key, organizationId: other.organizationId },
      { key: own.key, organizationId: other.organizationId },
      { key: own.key, organizationId: crypto.randomUUID() },
      { key: owner.accessToken.slice(0, 256) },
    ]
    for (const input of refused) {
      for (const face of faces) {
        const { status, body } = await verify(input, face)
        expect([status, body]).toEqual([200, { valid: false }])
      }
    }
  })

  test('asks the database the same for one that never was and for one that was good once', async () => {
    const kim = await world.people.withOrganization('kim')
    const { organizationId } = kim
    const live = await makeKey(world, kim, { organizationId })
    const revoked = await makeKey(world, kim, { organizationId })
    await world.rest('DELETE', `${keysAt(organizationId)}/${revoked.apiKey.id}`, undefined, kim.headers)
    const other = await world.people.withOrganization('kay')
    const left = await makeKey(world, other, { organizationId: other.organizationId })
    await world.sql`DELETE FROM memberships WHERE user_id = ${other.userId}`
    const refused = [revoked.key, left.key, newApiKey().key, 'gk_nothing', 'x']
    const asked = await Promise.all(refused.map((key) => statementsOf(key)))
    expect(asked[0]).toEqual(['transaction', 'execute', 'select', 'execute'])
    for (const statements of asked) expect(statements).toEqual(asked[0])
    // A good one is asked more, so this can tell.
    expect((await statementsOf(live.key)).length).toBeGreaterThan(4)
  })

  /** What is asked of the database, call by call, for a text that is shown as a key. */
  async function statementsOf(key: string): Promise<string[]> {
    const calls: string[] = []
    const watched = <Target extends object>(target: Target): Target =>
      new Proxy(target, {
        get(from, name) {
          const member: unknown = Reflect.get(from, name)
          if (typeof member !== 'function' || typeof name !== 'string') return member
          return (...args: unknown[]) => {
            if (['transaction', 'select', 'update', 'execute'].includes(name)) calls.push(name)
            const [work] = args
            return name === 'transaction' && typeof work === 'function'
              ? member.call(from, (tx: object) => work(watched(tx)))
              : member.apply(from, args)
          }
        },
      })
    await verifyKey({ db: watched(world.platform.database.db) }, { key })
    return calls
  }

  test('asking needs no sign-in, shows nothing of the person, and is served while changes are off', async () => {
    const lee = await world.people.signedIn('lee')
    const { key } = await makeKey(world, lee, { scopes: ['account:read'] })
    const { text } = await verify({ key })
    expect(text).not.toContain(lee.email)
    const readonly = await world.node({ config: { maintenanceMode: 'readonly' } })
    const { status, body } = await readonly.caller.rest('POST', '/api-keys/verify', { key })
    expect([status, body.valid]).toEqual([200, true])
  })
})
