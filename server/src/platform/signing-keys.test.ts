import { createHmac, randomUUID } from 'node:crypto'
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { createKeyRing, type KeyRing, type RingKey, type SigningAlgorithm } from './signing-keys.ts'

const ISSUER = 'https://id.example.org'
const config = {
  jwt: {
    algorithm: 'ES256' as const,
    issuer: ISSUER,
    audience: 'gatehouse',
    jwksCacheSeconds: 300,
    accessTokenTtlSeconds: 600,
  },
}
const START = 1_800_000_000
const claims = { userId: randomUUID(), sessionId: randomUUID(), authTime: START - 5, amr: ['pwd'] }

async function newKey(algorithm: SigningAlgorithm, signs = true): Promise<RingKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 3_072 })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  return {
    kid,
    algorithm,
    publicJwk: { ...publicJwk, kid },
    privateJwk: await exportJWK(pair.privateKey),
    signs,
  }
}

const key = await newKey('ES256')
let seconds: number
let ring: KeyRing
const clock = {
  nowMs: () => seconds * 1_000,
  now: () => new Date(seconds * 1_000),
  steadyMs: () => seconds * 1_000,
}

beforeEach(async () => {
  seconds = START
  ring = createKeyRing({ config, clock })
  await ring.replace([key])
})

/** A token that is good but for what the test changes, signed with our own key. */
async function forge(payload: JWTPayload = {}, header: Partial<JWTHeaderParameters> = {}, by: RingKey = key) {
  const good = {
    iss: ISSUER,
    sub: claims.userId,
    aud: 'gatehouse',
    client_id: 'gatehouse',
    iat: START,
    exp: START + 600,
    jti: randomUUID(),
    sid: claims.sessionId,
    auth_time: START,
    amr: ['pwd'],
  }
  const merged = Object.fromEntries(
    Object.entries({ ...good, ...payload }).filter(([, value]) => value !== undefined),
  )
  const jwt = new SignJWT(merged).setProtectedHeader({
    alg: by.algorithm,
    typ: 'at+jwt',
    kid: by.kid,
    ...header,
  })
  return jwt.sign(await importJWK(by.privateJwk!, by.algorithm))
}
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('an access token (RFC 9068)', () => {
  test.each(['ES256', 'EdDSA', 'RS256'] as const)(
    'signed with %s is good to any other verifier of our JWKS',
    async (algorithm) => {
      await ring.replace([await newKey(algorithm)])
      const token = await ring.sign(claims)
      const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(ring.jwks()), {
        issuer: ISSUER,
        audience: 'gatehouse',
        typ: 'at+jwt',
        currentDate: clock.now(),
      })
      expect(protectedHeader).toEqual({ alg: algorithm, typ: 'at+jwt', kid: ring.jwks().keys[0]!.kid })
      expect(payload).toEqual({
        iss: ISSUER,
        aud: 'gatehouse',
        client_id: 'gatehouse',
        sub: claims.userId,
        sid: claims.sessionId,
        iat: START,
        exp: START + 600,
        auth_time: START - 5,
        amr: ['pwd'],
        jti: expect.stringMatching(/^[\da-f-]{36}$/),
      })
      expect(await ring.verify(token)).toEqual({ ...claims, tokenId: payload.jti })
    },
  )

  test('has an id of its own', async () => {
    expect(decodeJwt(await ring.sign(claims)).jti).not.toBe(decodeJwt(await ring.sign(claims)).jti)
  })

  test('lives until its end and the leeway of 30 s, whether remembered or not', async () => {
    const [used, unused] = [await ring.sign(claims), await ring.sign(claims)]
    expect(await ring.verify(used)).toBeDefined()
    seconds = START + 600 + 29
    expect(await ring.verify(used)).toBeDefined()
    seconds = START + 600 + 30
    expect(await ring.verify(used)).toBeUndefined()
    expect(await ring.verify(unused)).toBeUndefined()
  })
})

describe('refused is a token', () => {
  test('that is good otherwise: no, that one passes', async () => {
    expect(await ring.verify(await forge())).toBeDefined()
  })

  test.each<[string, JWTPayload]>([
    ['of another issuer', { iss: 'https://id.example.org/' }],
    ['without issuer', { iss: undefined }],
    ['for another audience', { aud: 'another' }],
    ['for us and another', { aud: ['gatehouse', 'another'] }],
    ['without audience', { aud: undefined }],
    ['without expiry', { exp: undefined }],
    ['that has expired', { exp: START - 31 }],
    ['that is not yet valid', { nbf: START + 31 }],
    ['issued in the future', { iat: START + 31 }],
    ['without time of issue', { iat: undefined }],
    ['of nobody', { sub: undefined }],
    ['without session', { sid: undefined }],
    ['whose session is a number', { sid: 7 }],
    ['without id', { jti: undefined }],
    ['without client', { client_id: undefined }],
    ['without time of sign-in', { auth_time: undefined }],
    ['whose time of sign-in is a text', { auth_time: '1' }],
    ['whose methods are a text', { amr: 'pwd' }],
  ])('%s', async (_what, payload) => {
    expect(await ring.verify(await forge(payload))).toBeUndefined()
  })

  test.each<[string, Partial<JWTHeaderParameters> & Record<string, unknown>]>([
    ['of type JWT', { typ: 'JWT' }],
    ['of type logout+jwt', { typ: 'logout+jwt' }],
    ['of a longer type name', { typ: 'application/at+jwt' }],
    ['without type', { typ: undefined }],
    ['with an unknown key id', { kid: 'other' }],
    ['without key id', { kid: undefined }],
    ['that brings its own key', { jwk: key.publicJwk }],
    ['that names a key set', { jku: 'https://evil.example/jwks.json' }],
    ['that names a certificate', { x5u: 'https://evil.example/cert.pem' }],
    ['that brings a certificate', { x5c: ['MIIB'] }],
    ['with something critical', { crit: ['b64'], b64: true }],
    ['with a header of another kind', { cty: 'JWT' }],
  ])('%s', async (_what, header) => {
    expect(await ring.verify(await forge({}, header))).toBeUndefined()
  })

  test('signed by a stranger under our key id', async () => {
    const stranger = { ...(await newKey('ES256')), kid: key.kid }
    expect(await ring.verify(await forge({}, {}, stranger))).toBeUndefined()
  })

  test('without signature, or with an HMAC keyed by our public key', async () => {
    const [, payload] = (await forge()).split('.')
    for (const alg of ['none', 'None', '']) {
      expect(await ring.verify(`${encode({ alg, typ: 'at+jwt', kid: key.kid })}.${payload}.`)).toBeUndefined()
    }
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })}.${payload}`
    const mac = createHmac('sha256', JSON.stringify(key.publicJwk)).update(input).digest('base64url')
    expect(await ring.verify(`${input}.${mac}`)).toBeUndefined()
  })

  test('of an algorithm that is not its key’s', async () => {
    const other = await newKey('EdDSA')
    await ring.replace([key, { ...other, signs: false }])
    expect(await ring.verify(await forge({}, {}, other))).toBeDefined()
    expect(await ring.verify(await forge({}, { kid: key.kid }, other))).toBeUndefined()
  })

  test('altered in any place', async () => {
    const token = await ring.sign(claims)
    expect(await ring.verify(token)).toBeDefined()
    // The last character of each part may carry unused bits; every other one changes what is signed or the signature.
    for (let index = 0; index < token.length - 1; index += 1) {
      if (token[index] === '.' || token[index + 1] === '.') continue
      const altered = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1)
      if (altered !== token) expect(await ring.verify(altered), `character ${index}`).toBeUndefined()
    }
  })

  test.each([
    ['empty', ''],
    ['dots', '..'],
    ['two parts', 'a.b'],
    ['five parts', 'a.b.c.d.e'],
    ['no base64url', '!.!.!'],
    ['no JSON', `${Buffer.from('{').toString('base64url')}.e30.AA`],
    ['a header that is a list', `${encode([])}.e30.AA`],
    ['a header that is null', `${encode(null)}.e30.AA`],
    [
      'a key id out of Object.prototype',
      `${encode({ alg: 'ES256', typ: 'at+jwt', kid: '__proto__' })}.e30.AA`,
    ],
    ['not ASCII', '\u{1f600}.\u{1f600}.\u{1f600}'],
    ['long', `${'e'.repeat(5_000_000)}.e30.AA`],
    ['many dots', '.'.repeat(5_000_000)],
  ])('that is none: %s, at once', async (_what, token) => {
    const started = performance.now()
    expect(await ring.verify(token)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(500)
  })

  test('good but longer than 4 KiB', async () => {
    expect(await ring.verify(await forge({ padding: 'x'.repeat(2_000) }))).toBeDefined()
    expect(await ring.verify(await forge({ padding: 'x'.repeat(4_000) }))).toBeUndefined()
  })
})

describe('the ring', () => {
  test('rotates without refusing anybody: retiring keys verify, the new one signs', async () => {
    const before = await ring.sign(claims)
    const next = await newKey('ES256')
    await ring.replace([{ ...key, signs: false, privateJwk: undefined! }, next])
    expect(await ring.verify(before)).toBeDefined()
    const after = await ring.sign(claims)
    expect(decodeProtectedHeader(after).kid).toBe(next.kid)
    expect(await ring.verify(after)).toBeDefined()
  })

  test('a revoked key’s tokens are refused at once, those found good a moment ago too', async () => {
    const token = await ring.sign(claims)
    expect(await ring.verify(token)).toBeDefined()
    const [other, successor] = [await ring.sign(claims), await newKey('ES256')]
    const underWay = ring.verify(other)
    await ring.replace([successor])
    expect(await underWay).toBeUndefined()
    expect(await ring.verify(token)).toBeUndefined()
  })

  test('publishes public parameters only, whatever it was given', async () => {
    await ring.replace([
      { ...key, publicJwk: { ...key.privateJwk!, ...key.publicJwk, ext: true } },
      await newKey('RS256', false),
    ])
    for (const published of ring.jwks().keys) {
      expect(
        Object.keys(published).every((name) => 'kty crv x y n e kid alg use'.split(' ').includes(name)),
      ).toBe(true)
      expect(published.use).toBe('sig')
    }
    expect(ring.jwks().keys).toHaveLength(2)
  })

  test('a damaged, foreign or short key leaves it as it was', async () => {
    const short = await generateKeyPair('RS256', { extractable: true, modulusLength: 2_048 })
    const bad: RingKey[] = [
      { ...key, publicJwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } },
      { ...key, algorithm: 'EdDSA' },
      { kid: 'short', algorithm: 'RS256', publicJwk: await exportJWK(short.publicKey), signs: false },
      { ...key, privateJwk: { kty: 'EC' } },
    ]
    for (const each of bad) await expect(ring.replace([each])).rejects.toThrow()
    expect(await ring.verify(await ring.sign(claims))).toBeDefined()
  })

  test('without keys it is unavailable, and says neither yes nor no', async () => {
    const token = await ring.sign(claims)
    const empty = createKeyRing({ config, clock })
    expect(empty.isLoaded()).toBe(false)
    expect(ring.isLoaded()).toBe(true)
    await expect(empty.sign(claims)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(empty.verify(token)).rejects.toMatchObject({ code: 'unavailable' })
    expect(empty.jwks()).toEqual({ keys: [] })
  })

  test('remembers a bounded number of tokens, and a remembered one costs no signature check', async () => {
    const hot = await ring.sign(claims)
    await ring.verify(hot)
    const started = performance.now()
    for (let round = 0; round < 1_000; round += 1) await ring.verify(hot)
    expect((performance.now() - started) / 1_000).toBeLessThan(0.05)
  })
})
