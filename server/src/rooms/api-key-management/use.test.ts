import { beforeAll, describe, expect, test } from 'vitest'
import { type Face, faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { type KeyWish, keysAt, makeKey } from '../../../../test/harness/people-api-keys.ts'
import { readDefinitions } from '../../http/definitions.ts'
import { readAccess } from '../../kit/access.ts'
import { personalScopes } from '../../kit/api-key-scopes.ts'
import { appRouter } from '../../router.ts'
import { newApiKey } from '../api-keys/index.ts'
import { verifyKey } from './verify.ts'

const definitions = readDefinitions(appRouter)

describe('an API key in place of an access token', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const readMe = (headers: Record<string, string>, face: Face = 'REST') =>
    world.via(face, 'account.get', {}, headers)

  describe('Y5 where it stands', () => {
    let key: string
    beforeAll(async () => {
      const ada = await world.people.signedIn('ada')
      key = (await makeKey(world, ada, { scopes: ['account:read'] })).key
    })

    test.each(faces)('it is taken from X-API-Key and from Authorization, over %s', async (face) => {
      for (const headers of [
        { 'x-api-key': key },
        { authorization: `Bearer ${key}` },
        { authorization: `bearer ${key}` },
      ] as Record<string, string>[]) {
        const { status, body } = await readMe(headers, face)
        expect([status, body.email]).toEqual([200, 'ada@example.org'])
      }
    })

    test.each(faces)('two credentials are one too many, over %s', async (face) => {
      const bea = await world.people.signedIn(`bea-${face.toLowerCase()}`)
      for (const authorization of [bea.headers.authorization, `Bearer ${key}`, 'Bearer x', 'Basic eDp5'])
        await expect(readMe({ authorization, 'x-api-key': key }, face)).toFailWith('auth.unauthenticated')
    })

    test.each(faces)('nothing that is not quite a key is taken, over %s', async (face) => {
      const changed = key.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
      for (const text of ['', ' ', changed, key.slice(0, -1), `${key}A`, `${key}, ${key}`, newApiKey().key])
        await expect(readMe({ 'x-api-key': text }, face)).toFailWith('auth.unauthenticated')
      for (const authorization of [`Basic ${key}`, key, `Bearer ${key} ${key}`, `Bearer ${changed}`])
        await expect(readMe({ authorization }, face)).toFailWith('auth.unauthenticated')
    })

    test('it is never read from the address, nor from a cookie or the body', async () => {
      for (const name of ['api_key', 'apiKey', 'key', 'access_token', 'X-API-Key']) {
        const answer = await world.rest('GET', `/me?${name}=${key}`)
        expect(answer.status).toBe(401)
        const cookie = await world.rest('GET', '/me', undefined, { cookie: `${name}=${key}` })
        expect(cookie.status).toBe(401)
      }
    })

    test('W3 pages of other sites cannot send it: no preflight allows the header', async () => {
      const elsewhere = useWorldOf('https://shop.example.org')
      for (const origin of ['https://evil.example', 'https://shop.example.org']) {
        const { headers } = await (await elsewhere).fetch('/api/v1/me', {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'GET',
            'access-control-request-headers': 'x-api-key',
          },
        })
        expect(headers.get('access-control-allow-headers') ?? '').not.toMatch(/x-api-key/i)
      }
    })
  })

  /** One more node, which lets an origin in. */
  const useWorldOf = async (origin: string) =>
    (await world.node({ config: { allowedOrigins: [origin] } })).caller

  describe('Y3 what it can never do', () => {
    /** Everything that takes keys. What is added here must change no credential and no key, and end in no session. */
    const takingKeys = definitions.filter(({ meta }) => readAccess(meta.access).keyScope !== null)

    test('make, read or change keys, credentials, factors or sessions: no such procedure takes one', () => {
      const personal =
        /^(?:apiKeys|organizations\.apiKeys|password|passwordless|mfa|passkeys|sessions|identities|oauth|auth|admin|impersonation)\./
      expect(takingKeys.map(({ path }) => path)).toContain('account.get')
      expect(takingKeys.filter(({ path }) => personal.test(path))).toEqual([])
      expect(
        takingKeys.filter(({ path, meta }) => path.startsWith('account.') && !meta.rest?.startsWith('GET ')),
      ).toEqual([])
      // A session is answered with cookies, or could be.
      expect(takingKeys.filter(({ meta }) => meta.setsCookies)).toEqual([])
      expect(takingKeys.filter(({ meta }) => readAccess(meta.access).fresh)).toEqual([])
    })

    test.each(faces)('whatever asks for a person refuses it with all its scopes, over %s', async (face) => {
      const cal = await world.people.withOrganization(`cal-${face.toLowerCase()}`)
      const { key } = await makeKey(world, cal, { scopes: [...personalScopes] })
      const asked = definitions.filter(
        ({ meta }) => meta.access !== 'public' && readAccess(meta.access).keyScope === null,
      )
      expect(asked.length).toBeGreaterThan(25)
      const admitted: string[] = []
      for (const { path, pathParameters } of asked) {
        const ids = Object.fromEntries(pathParameters.map((name) => [name, crypto.randomUUID()]))
        const input = { ...ids, ...('organizationId' in ids && { organizationId: cal.organizationId }) }
        for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }] as Record<
          string,
          string
        >[]) {
          const { status, body } = await world.via(face, path, input, headers)
          if (status !== 401 || body.code !== 'auth.unauthenticated') admitted.push(`${path}: ${status}`)
        }
      }
      expect(admitted).toEqual([])
    })

    test('become a session: not as a refresh token, nor by signing in or out with it', async () => {
      const dee = await world.people.signedIn('dee')
      const { key } = await makeKey(world, dee, { scopes: ['account:read'] })
      await expect(world.rest('POST', '/refresh', { refreshToken: key })).toFailWith('auth.refresh_invalid')
      await expect(world.rest('POST', '/refresh', {}, { 'x-api-key': key })).toFailWith(
        'auth.refresh_invalid',
      )
      await world.rest('POST', '/logout', {}, { authorization: `Bearer ${key}` })
      expect((await readMe(dee.headers)).status).toBe(200)
      const sessions = await world.sql`SELECT 1 FROM sessions WHERE user_id = ${dee.userId}`
      expect(sessions).toHaveLength(1)
    })
  })

  describe('Y4 it is dead at once', () => {
    type End = (owner: SignedInPerson & { organizationId: string }, keyId: string) => Promise<unknown>
    const revoking: End = (owner, keyId) =>
      world.rest('DELETE', `${keysAt()}/${keyId}`, undefined, owner.headers)
    const ends: [how: string, end: End][] = [
      ['revoked', revoking],
      ['revoked by SQL', (_, id) => world.sql`UPDATE api_keys SET revoked_at = now() WHERE id = ${id}`],
      [
        'expired',
        (_, id) => world.sql`UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = ${id}`,
      ],
      ['deleted', (_, id) => world.sql`DELETE FROM api_keys WHERE id = ${id}`],
      [
        'its owner disabled',
        ({ userId }) => world.sql`UPDATE users SET disabled_at = now() WHERE id = ${userId}`,
      ],
      [
        'its owner not verified any more',
        ({ userId }) => world.sql`UPDATE users SET is_verified = false WHERE id = ${userId}`,
      ],
      ['the account closed', (owner) => world.rest('DELETE', '/me', {}, owner.headers)],
      ['the account erased', ({ userId }) => world.sql`DELETE FROM users WHERE id = ${userId}`],
    ]

    test.each(ends)('when %s', async (how, end) => {
      const owner = await world.people.withOrganization(`end-${how.replaceAll(' ', '-')}`)
      const { key, apiKey } = await makeKey(world, owner, { scopes: ['account:read'] })
      for (const face of faces) expect((await readMe({ 'x-api-key': key }, face)).status).toBe(200)
      await end(owner, apiKey.id)
      for (const face of faces)
        await expect(readMe({ 'x-api-key': key }, face)).toFailWith('auth.unauthenticated')
      expect((await verify({ key })).body).toEqual({ valid: false })
    })

    test('and a closed account that is taken back has none of its keys', async () => {
      const eli = await world.people.signedIn('eli')
      const { key } = await makeKey(world, eli, { scopes: ['account:read'] })
      await world.rest('DELETE', '/me', {}, eli.headers)
      const back = await world.people.signInAgain(eli)
      expect((await readMe(back.headers)).status).toBe(200)
      await expect(readMe({ 'x-api-key': key })).toFailWith('auth.unauthenticated')
    })
  })

  const verify = (input: { key: string; organizationId?: string }, face: Face = 'REST') =>
    world.via(face, 'apiKeys.verify', input)

  describe('what others are told of it', () => {
    const ofOrganization = async (
      name: string,
      wish: KeyWish = { scopes: ['org:read', 'members:manage'] },
    ) => {
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
        scopes: ['account:read', 'org:read'],
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
})
