import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import superjson from 'superjson'
import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import type { Db } from '../../platform/db.ts'
import { abandon, claim, complete, deleteOldKeys, findKey, storeAnswer } from './store.ts'

/** Printable ASCII without quotes, as the draft's examples; longer keys are refused, not cut. */
const KEY = /^[\x21\x23-\x7e]{1,255}$/

/** How often, and for how long, a key is given back that the database did not take: after that its lease is over. */
const GIVE_BACK_EVERY_MS = 500
const GIVE_BACK_TRIES = 40

/** What a call gave: the shape tRPC's middleware passes on. */
type Outcome = { ok: true; data: unknown } | { ok: false; error: unknown }

/**
 * Runs a call at most once per Idempotency-Key, caller and procedure, for 24 hours: a repeat with the same body gets
 * the answer of the first (draft-ietf-httpapi-idempotency-key-header-07). The key is marked completed in the
 * transaction of the effect, so that a crash in between leaves neither one without the other.
 *
 * @throws {IdentityError} `request.invalid` for a malformed key; `idempotency.key_reused` for another body;
 *   `idempotency.in_progress` while the first is running; `idempotency.already_completed` when its effect stands
 *   and its answer was lost, or is not kept since it shows a secret (SECURITY F3).
 */
export async function runOnce<Result extends Outcome>(
  ctx: Context,
  call: { path: string; input: unknown; key: string; keepsAnswer: boolean },
  run: (once: Context) => Promise<Result>,
): Promise<Result | { ok: true; data: unknown }> {
  if (!KEY.test(call.key)) {
    throw new IdentityError('request.invalid', {
      errors: [
        {
          pointer: '',
          code: 'idempotency_key',
          message: 'Idempotency-Key: 1 to 255 printable ASCII characters.',
        },
      ],
    })
  }
  const caller = callerOf(ctx)
  const scopeHash = createHash('sha256').update(`${caller}\n${call.path}\n${call.key}`).digest()
  const body = canonicalJson(call.input)
  if (!(await claim(ctx.db, scopeHash, ctx.vault.mac('idempotency-body', body)))) {
    return { ok: true, data: await replay(ctx, scopeHash, body) }
  }
  return carryOut(ctx, { scopeHash, keepsAnswer: call.keepsAnswer }, run)
}

async function carryOut<Result extends Outcome>(
  ctx: Context,
  { scopeHash, keepsAnswer }: { scopeHash: Buffer; keepsAnswer: boolean },
  run: (once: Context) => Promise<Result>,
): Promise<Result> {
  try {
    const result = await run({ ...ctx, db: completingWithEffect(ctx.db, scopeHash) })
    if (result.ok) await keepAnswer(ctx, scopeHash, keepsAnswer ? result.data : WITHHELD)
    else await giveBack(ctx, scopeHash)
    return result
  } catch (error) {
    await giveBack(ctx, scopeHash)
    throw error
  }
}

const WITHHELD = Symbol('an answer that shows a secret')

/** What has happened is answered so, also when the database is lost before it has taken the answer for a repeat. */
async function keepAnswer(ctx: Needs, scopeHash: Buffer, output: unknown): Promise<void> {
  const answer =
    output === WITHHELD ? ({ isWithheld: true } as const) : { output: superjson.serialize(output) }
  try {
    await storeAnswer(ctx.db, scopeHash, answer)
  } catch (error) {
    ctx.log.warn({ err: error }, 'the answer to an idempotency key is not kept')
    void giveBackLater(ctx, scopeHash)
  }
}

type Needs = Pick<Context, 'db' | 'log'>

/** Where the database is away that is done once it is back: the caller gets the first error, and need not wait for it. */
async function giveBack(ctx: Needs, scopeHash: Buffer): Promise<void> {
  await abandon(ctx.db, scopeHash).catch(() => void giveBackLater(ctx, scopeHash))
}

/** So that whoever asks again with the key does not hear for the whole lease that it is running. */
async function giveBackLater(ctx: Needs, scopeHash: Buffer): Promise<void> {
  for (let tried = 0; tried < GIVE_BACK_TRIES; tried++) {
    await sleep(GIVE_BACK_EVERY_MS, undefined, { ref: false })
    try {
      return await abandon(ctx.db, scopeHash)
    } catch (error) {
      if (tried === GIVE_BACK_TRIES - 1) ctx.log.warn({ err: error }, 'idempotency key not given back')
    }
  }
}

/** The database, whose first transaction also marks the key completed. */
function completingWithEffect(db: Db, scopeHash: Buffer): Db {
  let isCompleted = false
  const transaction: Db['transaction'] = async (effect, config) => {
    if (isCompleted) return db.transaction(effect, config)
    const result = await db.transaction(async (tx) => {
      const outcome = await effect(tx)
      if (!(await complete(tx, scopeHash))) throw new IdentityError('idempotency.in_progress')
      return outcome
    }, config)
    // Only now: a transaction that is rolled back and tried again must mark it again.
    isCompleted = true
    return result
  }
  return Object.create(db, { transaction: { value: transaction } }) as Db
}

async function replay(ctx: Context, scopeHash: Buffer, body: string): Promise<unknown> {
  const first = await findKey(ctx.db, scopeHash)
  // Given back between our claim and this look: the first one failed, and the caller may ask again.
  if (!first) throw new IdentityError('idempotency.in_progress')
  if (!ctx.vault.verifyMac('idempotency-body', body, first.bodyMac))
    throw new IdentityError('idempotency.key_reused')
  if (first.isRunning || !first.completedAt) throw new IdentityError('idempotency.in_progress')
  if (!first.answer || 'isWithheld' in first.answer) throw new IdentityError('idempotency.already_completed')
  return superjson.deserialize(first.answer.output as Parameters<typeof superjson.deserialize>[0])
}

/** JSON with sorted keys: the same request in another order is the same request. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  )
}

/** Removes keys older than a day. */
export async function cleanUpIdempotencyKeys(ctx: Pick<Context, 'db'>): Promise<void> {
  await deleteOldKeys(ctx.db)
}

/** Whose key it is: of two callers, neither meets the other's. */
function callerOf({ actor, request }: Pick<Context, 'actor' | 'request'>): string {
  if (actor.kind === 'user') return `user ${actor.userId}`
  return actor.kind === 'api_key' ? `key ${actor.keyId}` : `ip ${request.ip}`
}
