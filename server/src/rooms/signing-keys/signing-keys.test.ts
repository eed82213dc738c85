import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testConfig } from '../../../../test/harness/config.ts'
import { useGround } from '../../../../test/harness/ground.ts'
import type { Config } from '../../config.ts'
import { minutes, seconds } from '../../kit/duration.ts'
import { createKeyRing } from '../../platform/signing-keys.ts'
import { createVault } from '../../platform/vault.ts'
import { systemContext } from '../audit/index.ts'
import {
  ensureSigningKeys,
  listSigningKeys,
  loadSigningKeys,
  revokeSigningKey,
  rotateSigningKey,
  watchSigningKeys,
} from './index.ts'
import type { KeyPorts } from './loading.ts'

const claims = {
  userId: '01890000-0000-7000-8000-00000000000a',
  sessionId: '01890000-0000-7000-8000-00000000000b',
  authTime: 1_700_000_000,
  amr: ['pwd'],
}

describe('signing keys', () => {
  const ground = useGround()
  const stops: (() => Promise<void>)[] = []
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()))
  })
  beforeEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()))
    await ground.sql`DELETE FROM signing_keys`
  })

  /** One process on the ground's database. */
  function node(jwt: Partial<Config['jwt']> = {}, secretKeys?: string[]): KeyPorts {
    const config = testConfig({ jwt })
    return {
      config,
      log: ground.log.log,
      clock: ground.clock,
      database: ground.database,
      vault: secretKeys ? createVault(secretKeys) : ground.ctx.vault,
      keyRing: createKeyRing({ config, clock: ground.clock }),
    }
  }

  async function started(jwt: Partial<Config['jwt']> = {}): Promise<KeyPorts> {
    const platform = node(jwt)
    await ensureSigningKeys(platform)
    await loadSigningKeys(platform)
    return platform
  }

  const states = async () => (await listSigningKeys(ground.ctx)).map(({ kid, state }) => [kid, state])
  const kidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid as string
  const published = (platform: KeyPorts) => platform.keyRing.jwks().keys.map(({ kid }) => kid)

  async function auditOf(kid: string) {
    const rows = await ground.sql`SELECT action, actor_type, details FROM audit_events
      WHERE target_type = 'signing_key' AND target_id = ${kid} ORDER BY position`
    return rows.map(({ action, actor_type, details }) => [action, actor_type, details.reason ?? null])
  }

  async function until(condition: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test.each(['ES256', 'EdDSA', 'RS256'] as const)(
    'the first start makes a key that signs with %s',
    async (algorithm) => {
      const platform = await started({ algorithm })
      const token = await platform.keyRing.sign(claims)
      expect(await platform.keyRing.verify(token)).toMatchObject(claims)
      expect(await states()).toEqual([[kidOf(token), 'active']])
      expect(await auditOf(kidOf(token))).toEqual([['signing_key.created', 'system', 'first']])
    },
  )

  test('of ten nodes that start together one makes the key, and all sign with it', async () => {
    const nodes = await Promise.all(Array.from({ length: 10 }, () => started()))
    const tokens = await Promise.all(nodes.map(({ keyRing }) => keyRing.sign(claims)))
    expect(new Set(tokens.map(kidOf)).size).toBe(1)
    expect(await listSigningKeys(ground.ctx)).toHaveLength(1)
  })

  test('the private half rests sealed, and is neither published nor listed', async () => {
    const platform = await started()
    const [row] = await ground.sql`SELECT k::text AS text, private_jwk_sealed FROM signing_keys k`
    const opened = JSON.parse(platform.vault.open('signing-key', row!.private_jwk_sealed).toString())
    expect(opened.d).toMatch(/^[\w-]{43}$/)
    for (const shown of [
      row!.text,
      JSON.stringify(platform.keyRing.jwks()),
      JSON.stringify(await listSigningKeys(ground.ctx)),
    ]) {
      expect(shown).not.toContain(opened.d)
      expect(shown).not.toContain(Buffer.from(opened.d).toString('hex'))
    }
  })

  test('a kid is the thumbprint of its key (RFC 7638)', async () => {
    const platform = await started()
    const { calculateJwkThumbprint } = await import('jose')
    for (const algorithm of ['EdDSA', 'RS256'] as const) await ensureSigningKeys(node({ algorithm }))
    await loadSigningKeys(platform)
    const { keys } = platform.keyRing.jwks()
    expect(keys).toHaveLength(3)
    for (const key of keys) expect(key.kid).toBe(await calculateJwkThumbprint(key))
  })

  test('a rotation signs nobody out: published for two JWKS lifetimes, then it signs, and the old key stays for its last token', async () => {
    const platform = await started({ jwksCacheSeconds: 300, accessTokenTtlSeconds: 600 })
    stops.push(watchSigningKeys(platform))
    const oldToken = await platform.keyRing.sign(claims)
    const oldKid = kidOf(oldToken)
    const next = await rotateSigningKey(systemContext(platform))
    expect(next.state).toBe('next')
    expect(published(platform).sort()).toEqual([oldKid, next.kid].sort())
    expect(await auditOf(next.kid)).toEqual([['signing_key.rotated', 'system', null]])

    await ground.clock.advance(seconds(595))
    await loadSigningKeys(platform)
    const lastToken = await platform.keyRing.sign(claims)
    expect(kidOf(lastToken)).toBe(oldKid)

    await ground.clock.advance(seconds(6))
    await until(async () => kidOf(await platform.keyRing.sign(claims)) === next.kid, 1_000)
    expect(await states()).toEqual([
      [oldKid, 'retiring'],
      [next.kid, 'active'],
    ])
    expect(await platform.keyRing.verify(lastToken)).toBeDefined()

    await ground.clock.advance(minutes(10))
    await loadSigningKeys(platform)
    expect(published(platform)).toContain(oldKid) // its last token may still be within the leeway

    await ground.clock.advance(minutes(2))
    await until(async () => !published(platform).includes(oldKid), 1_000)
    expect(await states()).toEqual([
      [oldKid, 'retired'],
      [next.kid, 'active'],
    ])
    expect(await platform.keyRing.verify(await platform.keyRing.sign(claims))).toBeDefined()
  })

  test('asked to rotate while a rotation is under way, it names the key that is next and makes no other', async () => {
    const platform = await started()
    const rotations = await Promise.all(
      Array.from({ length: 5 }, () => rotateSigningKey(systemContext(platform))),
    )
    expect(new Set(rotations.map(({ kid }) => kid)).size).toBe(1)
    expect((await states()).map(([, state]) => state)).toEqual(['active', 'next'])
  })

  test('revoking the active key refuses its tokens at once, here and within a second elsewhere; a new key signs', async () => {
    const [here, there] = [await started(), await started()]
    stops.push(watchSigningKeys(there))
    const token = await here.keyRing.sign(claims)
    expect(await there.keyRing.verify(token)).toBeDefined()

    const revoked = await revokeSigningKey(systemContext(here), kidOf(token))
    expect(revoked.state).toBe('revoked')
    expect(await here.keyRing.verify(token)).toBeUndefined()
    await until(async () => (await there.keyRing.verify(token)) === undefined, 1_000)

    const newToken = await here.keyRing.sign(claims)
    expect(kidOf(newToken)).not.toBe(kidOf(token))
    expect(await there.keyRing.verify(newToken)).toBeDefined()
    expect(published(there)).toEqual([kidOf(newToken)])
    expect((await auditOf(kidOf(token))).at(-1)).toEqual(['signing_key.revoked', 'system', null])
    expect(await auditOf(kidOf(newToken))).toEqual([['signing_key.created', 'system', 'revocation']])
  })

  test('revoking the active key during a rotation makes the next one sign at once', async () => {
    const platform = await started()
    const oldKid = kidOf(await platform.keyRing.sign(claims))
    const next = await rotateSigningKey(systemContext(platform))
    await revokeSigningKey(systemContext(platform), oldKid)
    expect(kidOf(await platform.keyRing.sign(claims))).toBe(next.kid)
    expect(await states()).toEqual(
      expect.arrayContaining([
        [oldKid, 'revoked'],
        [next.kid, 'active'],
      ]),
    )
    expect(await listSigningKeys(ground.ctx)).toHaveLength(2)
  })

  test('revoking the next key calls the rotation off: the present key goes on, for good', async () => {
    const platform = await started()
    const token = await platform.keyRing.sign(claims)
    const next = await rotateSigningKey(systemContext(platform))
    await revokeSigningKey(systemContext(platform), next.kid)
    await ground.clock.advance(minutes(60 * 24))
    await loadSigningKeys(platform)
    const later = await platform.keyRing.sign(claims)
    expect(kidOf(later)).toBe(kidOf(token))
    expect(await platform.keyRing.verify(later)).toBeDefined()
  })

  test('a key that retires can be revoked, and the active one is left alone', async () => {
    const platform = await started()
    const oldToken = await platform.keyRing.sign(claims)
    const next = await rotateSigningKey(systemContext(platform))
    await ground.clock.advance(seconds(601))
    await loadSigningKeys(platform)
    await revokeSigningKey(systemContext(platform), kidOf(oldToken))
    expect(await platform.keyRing.verify(oldToken)).toBeUndefined()
    expect(kidOf(await platform.keyRing.sign(claims))).toBe(next.kid)
    expect(await listSigningKeys(ground.ctx)).toHaveLength(2)
  })

  test('a second revocation changes nothing, and an unknown kid is not found', async () => {
    const platform = await started()
    const kid = kidOf(await platform.keyRing.sign(claims))
    const revocations = Array.from({ length: 4 }, () => revokeSigningKey(systemContext(platform), kid))
    await Promise.all(revocations)
    expect((await states()).map(([, state]) => state).sort()).toEqual(['active', 'revoked'])
    await expect(revokeSigningKey(systemContext(platform), 'nobody')).toFailWith('not_found')
  })

  test('another JWT_ALG takes over like a rotation, and old tokens stay good', async () => {
    const before = await started({ algorithm: 'ES256' })
    const oldToken = await before.keyRing.sign(claims)
    const after = await started({ algorithm: 'EdDSA' })
    await ensureSigningKeys(after)
    expect(await listSigningKeys(ground.ctx)).toMatchObject([
      { algorithm: 'ES256', state: 'active' },
      { algorithm: 'EdDSA', state: 'next' },
    ])
    expect(kidOf(await after.keyRing.sign(claims))).toBe(kidOf(oldToken))
    await ground.clock.advance(seconds(599))
    const lastToken = await after.keyRing.sign(claims)
    await ground.clock.advance(seconds(2))
    await loadSigningKeys(after)
    expect(kidOf(await after.keyRing.sign(claims))).not.toBe(kidOf(oldToken))
    expect(await after.keyRing.verify(lastToken)).toBeDefined()
  })

  test('with SECRET_KEY changed and the former one at hand, the key still opens; without it the reason is said', async () => {
    const [former, present] = ['a-former-secret-of-thirty-two-bytes', 'the-present-secret-of-thirty-two-b']
    const first = node({}, [former])
    await ensureSigningKeys(first)
    const second = node({}, [present, former])
    await loadSigningKeys(second)
    expect(await second.keyRing.sign(claims)).toBeTypeOf('string')
    await expect(loadSigningKeys(node({}, [present]))).rejects.toThrow('SECRET_KEY_PREVIOUS')
  })

  test('where SECRET_KEY is lost, revoking the key puts another in its place', async () => {
    await ensureSigningKeys(node({}, ['a-secret-that-somebody-will-lose-soon']))
    const kid = (await listSigningKeys(ground.ctx))[0]!.kid
    const platform = node()
    await revokeSigningKey(systemContext(platform), kid)
    expect(await platform.keyRing.verify(await platform.keyRing.sign(claims))).toBeDefined()
  })

  test('while the keys cannot be read, those in memory sign and verify; it is logged once', async () => {
    const platform = await started()
    stops.push(watchSigningKeys(platform))
    const token = await platform.keyRing.sign(claims)
    await ground.sql`ALTER TABLE signing_keys RENAME TO signing_keys_away`
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(await platform.keyRing.verify(await platform.keyRing.sign(claims))).toBeDefined()
    expect(platform.keyRing.jwks().keys).toHaveLength(1)
    const complaints = ground.log
      .entries()
      .filter(({ msg }) => `${msg}`.startsWith('signing keys cannot be read'))
    expect(complaints).toHaveLength(1)

    await ground.sql`ALTER TABLE signing_keys_away RENAME TO signing_keys`
    await revokeSigningKey(systemContext(node()), kidOf(token))
    await until(async () => (await platform.keyRing.verify(token)) === undefined, 2_000)
  })
})
