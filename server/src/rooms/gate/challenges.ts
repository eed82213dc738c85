import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { constantTimeEqual, hashToken, newSecret, newToken } from '../../kit/tokens.ts'
import { recordAudit } from '../audit/index.ts'
import type { MfaMethod } from './schemas.ts'
import type { Proof } from './service.ts'
import {
  type ChallengeRow,
  consumeChallengeRow,
  countChallengeTry,
  deleteOldChallenges,
  insertChallenge,
  releaseMfaTry,
  reserveMfaTry,
  secondsOfPause,
  selectChallenge,
  selectChallengeOwner,
  uncountChallengeTry,
  voidChallengeRows,
} from './store.ts'

/** How long the second factor may take (SECURITY M1). Five minutes, in seconds. */
const CHALLENGE_TTL_SECONDS = 300
const CHALLENGE = /^mfa_[A-Za-z0-9_-]{43}$/
const BROWSER = /^[A-Za-z0-9_-]{43}$/

/** The demand for a second factor, inside a transaction. */
export interface Challenged {
  kind: 'challenged'
  challengeToken: string
  methods: MfaMethod[]
  /** Seconds. */
  expiresIn: number
  /** What the browser is to keep as its `browser` cookie; undefined where the challenge is bound to none. */
  browser: string | undefined
}

interface FirstFactor extends Proof {
  standing: { hasPasskeys: boolean; hasRecoveryCodes: boolean }
}

/** Gives out a challenge for the second factor: no session, no refresh and no access token exists before it is met. */
export async function beginChallenge(inTx: Context, userId: string, first: FirstFactor): Promise<Challenged> {
  const challengeToken = newToken('mfa_')
  const browser = first.delivery === 'cookie' ? browserOf(inTx) : undefined
  await insertChallenge(
    inTx.db,
    {
      tokenHash: hashToken(challengeToken),
      userId,
      amr: first.amr,
      browserHash: browser === undefined ? null : hashToken(browser),
      deviceSealed: first.deviceToken
        ? inTx.vault.seal('mfa-device', Buffer.from(first.deviceToken.slice(0, 128)))
        : null,
      replacesSessionId: first.replacesSessionId ?? null,
    },
    CHALLENGE_TTL_SECONDS,
  )
  await recordAudit(inTx, {
    action: 'mfa.challenged',
    actorId: userId,
    target: { type: 'user', id: userId },
    details: { amr: first.amr, ...(first.provider !== undefined && { provider: first.provider }) },
  })
  const methods: MfaMethod[] = ['totp']
  if (first.standing.hasPasskeys) methods.push('passkey')
  if (first.standing.hasRecoveryCodes) methods.push('recovery_code')
  return { kind: 'challenged', challengeToken, methods, expiresIn: CHALLENGE_TTL_SECONDS, browser }
}

/** How long a browser keeps the cookie that binds what it has begun: longer than anything it binds. One hour, in seconds. */
export const BROWSER_COOKIE_SECONDS = 3_600

/** What tells this browser from others: its cookie, or a new value to set as one. */
export function browserOf(ctx: Pick<Context, 'cookies'>): string {
  const held = ctx.cookies.get('browser')
  return held !== undefined && BROWSER.test(held) ? held : newSecret()
}

/** Whether the request comes from the browser of that hash. */
function isSameBrowser(ctx: Pick<Context, 'cookies'>, browserHash: Buffer): boolean {
  const held = ctx.cookies.get('browser')
  return held !== undefined && constantTimeEqual(hashToken(held), browserHash)
}

/** A live challenge, as the second factor needs it. */
export interface Challenge extends Pick<ChallengeRow, 'userId' | 'amr'> {
  tokenHash: Buffer
  deviceToken: string | undefined
  replacesSessionId: string | undefined
}

/**
 * The challenge of a token, when it is live and, where it was given to a browser, comes from that one.
 *
 * @throws {IdentityError} `mfa.challenge_expired`: unknown, expired, used up, or from elsewhere.
 */
export async function getChallenge(
  ctx: Pick<Context, 'db' | 'cookies' | 'vault'>,
  token: string,
): Promise<Challenge> {
  const tokenHash = hashToken(token)
  const row = CHALLENGE.test(token) ? await selectChallenge(ctx.db, tokenHash) : undefined
  if (!row || (row.browserHash && !isSameBrowser(ctx, row.browserHash)))
    throw new IdentityError('mfa.challenge_expired')
  return {
    tokenHash,
    userId: row.userId,
    amr: row.amr,
    replacesSessionId: row.replacesSessionId ?? undefined,
    deviceToken: row.deviceSealed ? ctx.vault.open('mfa-device', row.deviceSealed).toString() : undefined,
  }
}

/** Whose a challenge was that is no longer live; undefined for a token we never gave out. For the log alone. */
export async function challengeOwner(ctx: Pick<Context, 'db'>, token: string): Promise<string | undefined> {
  return CHALLENGE.test(token) ? selectChallengeOwner(ctx.db, hashToken(token)) : undefined
}

/** Uses a challenge up, in the transaction of the session that comes of it; false when another call has. */
export async function consumeChallenge(ctx: Pick<Context, 'db'>, challenge: Challenge): Promise<boolean> {
  return (await consumeChallengeRow(ctx.db, challenge.tokenHash)) !== undefined
}

/** Ends what a person has begun and not finished: after a change of factors, and on disabling. */
export async function voidChallenges(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await voidChallengeRows(ctx.db, userId)
}

/** What came of a second factor. `beganPause` is told with the failure that used up the last try. */
export type FactorJudgement<Value> =
  | { verdict: 'right'; value: Value }
  | { verdict: 'wrong'; beganPause: boolean }

/**
 * Judges a second factor. The try is counted as wrong beforehand, for the person and for the challenge, so that no number
 * of parallel guesses gets more than its share over all factors and challenges (SECURITY L4); `forgetMfaFailures` takes
 * the person's count back in the transaction of what the right one opens.
 *
 * @param judge gives undefined for a wrong one. What it throws means that it was not judged: the try does not count.
 * @throws {IdentityError} `auth.too_many_attempts` while paused; `mfa.challenge_expired` when the challenge bears no more.
 */
export async function judgeFactor<Value>(
  ctx: Pick<Context, 'db'>,
  subject: { userId: string; challenge?: Challenge | undefined },
  judge: () => Promise<Value | undefined>,
): Promise<FactorJudgement<Value>> {
  const { userId, challenge } = subject
  const reserved = await reserveMfaTry(ctx.db, userId)
  if (!reserved) {
    const retryAfterSeconds = await secondsOfPause(ctx.db, userId)
    throw new IdentityError('auth.too_many_attempts', { retryAfterSeconds })
  }
  if (challenge && !(await countChallengeTry(ctx.db, challenge.tokenHash))) {
    await releaseMfaTry(ctx.db, userId)
    throw new IdentityError('mfa.challenge_expired')
  }
  try {
    const value = await judge()
    return value === undefined ? { verdict: 'wrong', ...reserved } : { verdict: 'right', value }
  } catch (error) {
    await releaseMfaTry(ctx.db, userId)
    if (challenge) await uncountChallengeTry(ctx.db, challenge.tokenHash)
    throw error
  }
}

/** Removes challenges that ran out. For the housekeeping round. */
export async function cleanUpChallenges(ctx: Pick<Context, 'db'>): Promise<void> {
  await deleteOldChallenges(ctx.db)
}
