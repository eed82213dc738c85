import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createVerifier, type VerifierOptions } from './server.ts'

const issuer = 'https://id.example.org'
const audience = 'gatehouse'

interface Key {
  kid: string
  privateKey: CryptoKey
  publicJwk: object
}

async function newKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } }
}

let key: Key
let published: object[]
let isDown: boolean
const fetches = vi.fn(async (_url: string, _init: RequestInit) => {
  if (isDown) throw new TypeError('fetch failed')
  return Response.json({ keys: published })
})

beforeAll(async () => {
  key = await newKey('one')
})

beforeEach(() => {
  published = [key.publicJwk]
  isDown = false
  fetches.mockClear()
  return () => vi.useRealTimers()
})

const nowSeconds = () => Math.floor(Date.now() / 1_000)

function sign(
  claims: JWTPayload = {},
  header: Partial<JWTHeaderParameters> = {},
  signer = key,
): Promise<string> {
  const good = {
    iss: issuer,
    aud: audience,
    sub: 'user-1',
    client_id: 'gatehouse',
    iat: nowSeconds(),
    exp: nowSeconds() + 600,
    jti: 'token-1',
    sid: 'session-1',
    auth_time: nowSeconds() - 60,
    amr: ['pwd'],
  }
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signer.kid, ...header })
    .sign(signer.privateKey)
}

const verifier = (options: Partial<VerifierOptions> = {}) =>
  createVerifier({ issuer, audience, fetch: fetches, ...options })

describe('a good token', () => {
  test('is read without asking the platform more than once for its keys', async () => {
    const { verify } = verifier()
    const [first] = await Promise.all([verify(await sign()), verify(await sign())])
    await verify(await sign())
    expect(first).toMatchObject({ userId: 'user-1', sessionId: 'session-1', amr: ['pwd'], actorId: null })
    expect(first.authenticatedAt).toBeInstanceOf(Date)
    expect(fetches.mock.calls.map(([url]) => url)).toEqual([`${issuer}/.well-known/jwks.json`])
  })

  test('is found in an Authorization header, and nothing else is', async () => {
    const { verifyHeader } = verifier()
    const token = await sign()
    await expect(verifyHeader(`Bearer ${token}`)).resolves.toMatchObject({ userId: 'user-1' })
    for (const [header, reason] of [
      [undefined, 'missing'],
      ['', 'missing'],
      [token, 'malformed'],
      [`Basic ${token}`, 'malformed'],
      [`Bearer ${token} ${token}`, 'malformed'],
      ['Bearer ', 'malformed'],
    ] as const) {
      await expect(verifyHeader(header), String(header)).rejects.toMatchObject({ reason })
    }
  })

  test('tells of the organization, and of an administrator who acts as the person', async () => {
    const token = await sign({ org: 'org-1', role: 'owner', act: { sub: 'admin-1' } })
    const claims = { organizationId: 'org-1', role: 'owner', actorId: 'admin-1' }
    await expect(verifier().verify(token)).resolves.toMatchObject(claims)
  })
})

describe('a token is refused', () => {
  test.each<[string, JWTPayload, Partial<JWTHeaderParameters>]>([
    ['of another issuer', { iss: `${issuer}/` }, {}],
    ['for another audience', { aud: 'billing' }, {}],
    ['past its time and the leeway', { exp: nowSeconds() - 31 }, {}],
    ['without an end', { exp: undefined }, {}],
    ['from the future', { iat: nowSeconds() + 300 }, {}],
    ['not valid yet', { nbf: nowSeconds() + 300 }, {}],
    ['that is an ID token', {}, { typ: 'JWT' }],
    ['without a type', {}, { typ: undefined }],
    ['without a session', { sid: undefined }, {}],
    ['without a subject', { sub: '' }, {}],
    ['with an odd actor', { act: 'admin' }, {}],
    ['that brings its own key', {}, { jwk: { kty: 'EC' } }],
    ['that names where its key is', {}, { jku: 'https://evil.example/keys' }],
    ['with a critical extension', {}, { crit: ['b64'], b64: true }],
    ['without a key id', {}, { kid: undefined }],
    ['of a key nobody published', {}, { kid: 'made-up' }],
  ])('%s', async (_name, claims, header) => {
    await expect(verifier().verify(await sign(claims, header))).rejects.toMatchObject({
      name: 'InvalidTokenError',
    })
  })

  test('signed by another key under the same id', async () => {
    const forged = await sign({}, {}, await newKey('one'))
    await expect(verifier().verify(forged)).rejects.toMatchObject({ reason: 'signature' })
  })

  test('signed by nobody, or with a shared secret', async () => {
    const [, payload] = (await sign()).split('.')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const none = `${part({ alg: 'none', typ: 'at+jwt', kid: 'one' })}.${payload}.`
    const hmac = await new SignJWT({ sub: 'user-1' })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })
      .sign(Buffer.from(JSON.stringify(key.publicJwk)))
    for (const token of [none, hmac, '', 'a.b', '....', 'x'.repeat(100_000)]) {
      await expect(verifier().verify(token)).rejects.toMatchObject({ name: 'InvalidTokenError' })
    }
  })

  test('within the leeway of 30 seconds it is not', async () => {
    await expect(verifier().verify(await sign({ exp: nowSeconds() - 20 }))).resolves.toBeDefined()
    await expect(verifier().verify(await sign({ iat: nowSeconds() + 20 }))).resolves.toBeDefined()
  })
})

describe('the keys', () => {
  const later = (ms: number) => vi.setSystemTime(Date.now() + ms)

  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))

  test('a new one is heard of at once, a made-up one makes no second request', async () => {
    const { verify } = verifier()
    await verify(await sign())
    const next = await newKey('two')
    published = [key.publicJwk, next.publicJwk]
    later(31_000)
    await expect(verify(await sign({}, {}, next))).resolves.toBeDefined()
    for (let count = 0; count < 5; count++) {
      const madeUp = await sign({}, { kid: `made-up-${count}` })
      await expect(verify(madeUp)).rejects.toMatchObject({ reason: 'unknown_key' })
    }
    expect(fetches).toHaveBeenCalledTimes(2)
  })

  test('a revoked one is dropped within five minutes', async () => {
    const { verify } = verifier()
    await verify(await sign())
    published = [(await newKey('two')).publicJwk]
    later(300_000)
    await expect(verify(await sign())).rejects.toMatchObject({ reason: 'unknown_key' })
  })

  test('serve on while the platform is away, and no token is blamed for it', async () => {
    const { verify } = verifier()
    await verify(await sign())
    isDown = true
    later(3_600_000)
    await expect(verify(await sign())).resolves.toBeDefined()
    await expect(verify(await sign({}, {}, await newKey('new')))).rejects.toMatchObject({
      name: 'NetworkError',
    })
    expect(fetches.mock.calls.length).toBeLessThanOrEqual(3)
  })

  test('there being none is no fault of the token', async () => {
    isDown = true
    const { verify } = verifier()
    await expect(verify(await sign())).rejects.toMatchObject({ name: 'NetworkError', reason: 'unreachable' })
    isDown = false
    await expect(verify(await sign())).resolves.toBeDefined()
  })
})
