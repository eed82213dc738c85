import { beforeAll, describe, expect, test } from 'vitest'
import { type Face, faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { keysAt, makeKey } from '../../../../test/harness/people-api-keys.ts'
import { readDefinitions } from '../../http/definitions.ts'
import { readAccess } from '../../kit/access.ts'
import { personalScopes } from '../../kit/api-key-scopes.ts'
import { appRouter } from '../../router.ts'
import { newApiKey } from '../api-keys/index.ts'

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
      [
        'the account closed',
        async (owner) => {
          await world.people.joined(owner.organizationId, 'heir', 'owner')
          return world.rest('DELETE', '/me', {}, owner.headers)
        },
      ],
      ['the account erased', ({ userId }) => world.sql`DELETE FROM users WHERE id = ${userId}`],
    ]

    test.each(ends)('when %s', async (how, end) => {
      const owner = await world.people.withOrganization(`end-${how.replaceAll(' ', '-')}`)
      const { key, apiKey } = await makeKey(world, owner, { scopes: ['account:read'] })
      for (const face of faces) expect((await readMe({ 'x-api-key': key }, face)).status).toBe(200)
      await end(owner, apiKey.id)
      for (const face of faces)
        await expect(readMe({ 'x-api-key': key }, face)).toFailWith('auth.unauthenticated')
      expect((await world.rest('POST', '/api-keys/verify', { key })).body).toEqual({ valid: false })
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
})
