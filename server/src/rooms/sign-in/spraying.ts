import type { Context, LimitClaim } from '../../context.ts'
import { hours } from '../../kit/duration.ts'
import { addressLimitKey } from '../../kit/limit-keys.ts'

/**
 * Addresses that may fail from one client address within an hour: beyond, somebody tries one password on many. More than
 * the thirty sign-ins of a quarter of an hour that are promised to everybody, and fewer than those of an hour.
 */
export const MAX_ADDRESSES = 50
const WINDOW_MS = hours(1)
/** Under this name metrics, the log and alarms know it. */
const LIMITER = 'auth.login:spray'

/** Signing in with a password is refused where the call comes from. */
export interface Sprayed {
  verdict: 'sprayed'
  retryAfterSeconds: number
}

const addressesFrom = (ctx: Pick<Context, 'request'>): LimitClaim => ({
  limiter: LIMITER,
  key: ctx.request.ipKey,
  points: MAX_ADDRESSES,
  windowMs: WINDOW_MS,
  quiet: true,
})

/**
 * Whether too many different addresses have failed from where the call comes from (SECURITY L8); undefined when not. A
 * device that is known to the account is let pass: its owner may share the network with whoever does that.
 */
export async function judgeSprayer(
  ctx: Pick<Context, 'limiter' | 'metrics' | 'request'>,
  isKnownDevice: boolean,
): Promise<Sprayed | undefined> {
  const leftMs = isKnownDevice ? undefined : await ctx.limiter.usedUpFor(addressesFrom(ctx))
  if (leftMs === undefined) return undefined
  ctx.metrics.limitReached(LIMITER)
  return { verdict: 'sprayed', retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1_000)) }
}

/** Counts an address that has failed, once within the window, whether anybody has it or not. */
export async function countFailedAddress(
  ctx: Pick<Context, 'limiter' | 'request'>,
  canonical: string,
): Promise<void> {
  const key = `${ctx.request.ipKey} ${addressLimitKey(canonical)}`
  const again = { limiter: 'sprayed-address', key, points: 1, windowMs: WINDOW_MS, quiet: true }
  if (await isUsedUp(ctx, again)) return
  await isUsedUp(ctx, addressesFrom(ctx))
}

const isUsedUp = (ctx: Pick<Context, 'limiter'>, claim: LimitClaim): Promise<boolean> =>
  ctx.limiter.take([claim]).then(
    () => false,
    () => true,
  )
