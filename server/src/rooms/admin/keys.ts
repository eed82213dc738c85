import type { Context, UserContext } from '../../context.ts'
import { cutPage, decodeCursor, type Page, type PageRequest, refuseCursor } from '../../kit/page.ts'
import { lockCaller } from '../gate/index.ts'
import {
  listSigningKeys,
  refreshRing,
  revokeSigningKey,
  rotateSigningKey,
  type SigningKeySummary,
} from '../signing-keys/index.ts'

/**
 * Every signing key there ever was, newest first.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that names no key.
 */
export async function listKeys(
  ctx: Pick<Context, 'db'>,
  { limit, cursor }: PageRequest,
): Promise<Page<SigningKeySummary>> {
  const keys = (await listSigningKeys(ctx)).reverse()
  const [last] = cursor === undefined ? [undefined] : (decodeCursor(cursor, 1) ?? [''])
  const position = last === undefined ? 0 : keys.findIndex(({ kid }) => kid === last) + 1
  if (last !== undefined && position === 0) refuseCursor()
  return cutPage(keys.slice(position, position + limit + 1), limit, {
    toItem: (key) => key,
    keyOf: ({ kid }) => [kid],
  })
}

/** See `rotateSigningKey`. */
export const rotateKey = (ctx: UserContext): Promise<SigningKeySummary> =>
  asCaller(ctx, (inTx) => rotateSigningKey(inTx))

/**
 * See `revokeSigningKey`.
 *
 * @throws {IdentityError} `not_found`
 */
export const revokeKey = (ctx: UserContext, kid: string): Promise<SigningKeySummary> =>
  asCaller(ctx, (inTx) => revokeSigningKey(inTx, kid))

async function asCaller<Result>(
  ctx: UserContext,
  work: (inTx: UserContext) => Promise<Result>,
): Promise<Result> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const inTx = { ...ctx, db: tx }
      await lockCaller(inTx)
      return work(inTx)
    })
  } finally {
    // What was loaded inside the transaction may have been undone: the keys are read once more as they came to be.
    await refreshRing(ctx)
  }
}
