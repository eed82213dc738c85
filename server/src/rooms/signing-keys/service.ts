import type { Platform } from '../../context.ts'
import { minutes, seconds } from '../../kit/duration.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import type { Db } from '../../platform/db.ts'
import type { SigningAlgorithm } from '../../platform/signing-keys.ts'
import { type AuditNeeds, recordAudit, systemContext } from '../audit/index.ts'
import { type KeyPorts, refreshRing, VAULT_PURPOSE } from './loading.ts'
import { generateSigningKey, type NewKey } from './rules.ts'
import { type KeyState, retirements, statesOf } from './states.ts'
import {
  activateNow,
  insertKey,
  lockKeys,
  readAllKeys,
  readLivingKeys,
  setRetirement,
  setRevoked,
} from './store.ts'

type Needs = AuditNeeds & Pick<Platform, 'config' | 'vault' | 'keyRing'>

/**
 * How long a replaced key stays published after its last token has expired: the leeway verifiers allow (30 s), and
 * the time until the slowest node has noticed that it no longer signs.
 */
const RETIREMENT_MARGIN_MS = seconds(30) + minutes(1)

/** A key as operators see it. */
export interface SigningKeySummary {
  kid: string
  algorithm: SigningAlgorithm
  state: KeyState
  createdAt: Date
  activatesAt: Date
  retiresAt: Date | null
  revokedAt: Date | null
}

/**
 * Sees to it that there is a key to sign with: makes one at the first start, and a next one when JWT_ALG has
 * changed. Nodes that start together make one between them.
 */
export async function ensureSigningKeys(platform: KeyPorts): Promise<void> {
  const ctx = systemContext(platform)
  const { algorithm } = ctx.config.jwt
  const lacking = async (db: Db) => {
    const last = (await readLivingKeys(db)).keys.at(-1)
    if (!last) return { delayMs: 0, reason: 'first' }
    return last.algorithm === algorithm ? undefined : { delayMs: publicationMs(ctx), reason: 'algorithm' }
  }
  if (!(await lacking(ctx.db))) return
  const key = await generateSigningKey(algorithm)
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    await lockKeys(tx)
    const lack = await lacking(tx)
    if (!lack) return
    await addKey(inTx, key, lack.delayMs)
    await recordCreation(inTx, key, lack.reason)
  })
}

/**
 * Publishes a new key that takes over once every verifier can know it (two JWKS lifetimes). The present one stays
 * published until its last token has expired, so nobody is signed out (SECURITY J6). While a rotation is under way
 * this returns the key that is next in line, and makes no other.
 */
export async function rotateSigningKey(ctx: Needs): Promise<SigningKeySummary> {
  const key = await generateSigningKey(ctx.config.jwt.algorithm)
  const kid = await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    await lockKeys(tx)
    const { keys, now } = await readLivingKeys(tx)
    const states = statesOf(keys, now)
    const next = keys.findLast((other) => states.get(other.kid) === 'next')
    if (next) return next.kid
    await addKey(inTx, key, publicationMs(ctx))
    await recordAudit(inTx, {
      action: 'signing_key.rotated',
      target: { type: 'signing_key', id: key.kid },
      details: { algorithm: key.algorithm, replaces: keys.at(-1)?.kid ?? null },
    })
    return key.kid
  })
  await refreshRing(ctx)
  return getSigningKey(ctx, kid)
}

/**
 * Takes a key out of service at once: from now on no token of it is believed, here immediately, on other nodes
 * within a second. When it is the one that signs, the next in line takes over, or a new one. Sessions live on; their
 * holders refresh and get a token of the new key.
 *
 * @throws {IdentityError} `not_found` when there is no such key.
 */
export async function revokeSigningKey(ctx: Needs, kid: string): Promise<SigningKeySummary> {
  const spare = await generateSigningKey(ctx.config.jwt.algorithm)
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    await lockKeys(tx)
    const { keys, now } = await readAllKeys(tx)
    const states = statesOf(keys, now)
    const state = states.get(kid)
    if (state === undefined) throw new IdentityError('not_found')
    if (state === 'revoked') return
    await setRevoked(tx, kid)
    const next = keys.find((key) => states.get(key.kid) === 'next')
    if (state !== 'active') await planRetirements(inTx)
    else if (next) await promote(inTx, next.kid)
    else await addKey(inTx, spare, 0)
    await recordAudit(inTx, {
      action: 'signing_key.revoked',
      target: { type: 'signing_key', id: kid },
      details: { state },
    })
    if (state === 'active' && !next) await recordCreation(inTx, spare, 'revocation')
  })
  await refreshRing(ctx)
  return getSigningKey(ctx, kid)
}

/** Every key there ever was, oldest first, with its state. */
export async function listSigningKeys(ctx: { db: Db }): Promise<SigningKeySummary[]> {
  const { keys, now } = await readAllKeys(ctx.db)
  const states = statesOf(keys, now)
  return keys.map(({ kid, algorithm, createdAt, activatesAt, retiresAt, revokedAt }) => ({
    kid,
    algorithm,
    state: states.get(kid)!,
    createdAt,
    activatesAt,
    retiresAt,
    revokedAt,
  }))
}

async function getSigningKey(ctx: { db: Db }, kid: string): Promise<SigningKeySummary> {
  return (await listSigningKeys(ctx)).find((key) => key.kid === kid)!
}

/** How long a key is published before it signs: two lifetimes of the JWKS in a verifier's cache. */
const publicationMs = (ctx: Pick<Platform, 'config'>): number => seconds(2 * ctx.config.jwt.jwksCacheSeconds)

async function addKey(inTx: Needs, key: NewKey, delayMs: number): Promise<void> {
  const { privateJwk, ...columns } = key
  const privateJwkSealed = inTx.vault.seal(VAULT_PURPOSE, Buffer.from(JSON.stringify(privateJwk)))
  await insertKey(inTx.db, { ...columns, privateJwkSealed }, delayMs)
  await planRetirements(inTx)
}

async function promote(inTx: Needs, kid: string): Promise<void> {
  await activateNow(inTx.db, kid)
  await planRetirements(inTx)
}

async function planRetirements(inTx: Needs): Promise<void> {
  const graceMs = seconds(inTx.config.jwt.accessTokenTtlSeconds) + RETIREMENT_MARGIN_MS
  const { keys, now } = await readLivingKeys(inTx.db)
  for (const { kid, retiresAt } of retirements(keys, now, graceMs)) {
    await setRetirement(inTx.db, kid, retiresAt)
  }
}

async function recordCreation(inTx: Needs, key: NewKey, reason: string): Promise<void> {
  await recordAudit(inTx, {
    action: 'signing_key.created',
    target: { type: 'signing_key', id: key.kid },
    details: { algorithm: key.algorithm, reason },
  })
}
