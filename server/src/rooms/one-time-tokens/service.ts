import type { Context } from '../../context.ts'
import { days } from '../../kit/duration.ts'
import { deleteExpiredFlows, voidOpenFlows } from './mailed-store.ts'
import { lookupHash, newTokenFor } from './rules.ts'
import {
  consumeLiveToken,
  deleteExpired,
  putToken,
  selectLiveToken,
  type TokenRow,
  voidOpenTokens,
} from './store.ts'
import type { Purpose } from './tables.ts'

type Needs = Pick<Context, 'db'>

/** How long a dead token is kept, so that an operator can still see that a link was sent, and used. Seven days. */
const KEPT_AFTER_EXPIRY_MS = days(7)

interface TokenOrder {
  purpose: Purpose
  userId: string
  /** The canonical address the link is sent to. Whoever redeems it has proven this mailbox and no other. */
  emailCanonical: string
  ttlMs: number
  details?: Record<string, unknown>
}

/** A new token, to be sent and then forgotten. The person's earlier one of that purpose dies with this. */
export async function issueToken(ctx: Needs, order: TokenOrder): Promise<string> {
  const token = newTokenFor(order.purpose)
  const tokenHash = lookupHash(order.purpose, token)!
  await putToken(ctx.db, { details: {}, ...order, tokenHash })
  return token
}

/**
 * The row of a token that could be consumed now. Tells a made-up token from a real one before something slow is done
 * for it, and whose it is; it decides nothing, since only `consumeToken` settles a race.
 */
export async function findLiveToken(
  ctx: Needs,
  purpose: Purpose,
  token: string,
): Promise<TokenRow | undefined> {
  const tokenHash = lookupHash(purpose, token)
  return tokenHash === undefined ? undefined : selectLiveToken(ctx.db, purpose, tokenHash)
}

/**
 * Uses a token up and returns its row; undefined when it is unknown, expired, voided, used or of another purpose.
 * Call it in the transaction of the effect: what rolls back gives the token back.
 */
export async function consumeToken(
  ctx: Needs,
  purpose: Purpose,
  token: string,
): Promise<TokenRow | undefined> {
  const tokenHash = lookupHash(purpose, token)
  return tokenHash === undefined ? undefined : consumeLiveToken(ctx.db, purpose, tokenHash)
}

/**
 * Voids a person's open tokens of one purpose; or all of them, and the mails that sign in: after a new password or
 * address, and on disabling.
 */
export async function voidTokens(ctx: Needs, userId: string, purpose?: Purpose): Promise<void> {
  await voidOpenTokens(ctx.db, userId, purpose)
  if (purpose === undefined) await voidOpenFlows(ctx.db, userId)
}

/** Removes tokens and mailed sign-ins that died a week ago, and returns how many. For the housekeeping round. */
export async function cleanUpOneTimeTokens(ctx: Needs): Promise<number> {
  const tokens = await deleteExpired(ctx.db, KEPT_AFTER_EXPIRY_MS)
  return tokens + (await deleteExpiredFlows(ctx.db, KEPT_AFTER_EXPIRY_MS))
}
