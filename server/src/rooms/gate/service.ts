import type { Context } from '../../context.ts'
import { hours } from '../../kit/duration.ts'
import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'
import { type Account, recordSignIn, rememberDevice, toUser } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { mayMail, queueNotice } from '../mail/index.ts'
import { findStanding, lacksSecondFactor } from '../memberships/index.ts'
import { forgetFailures } from '../passwords/index.ts'
import { createSession, endSession, type Refreshed } from '../sessions/index.ts'
import { BROWSER_COOKIE_SECONDS, beginChallenge, type Challenged } from './challenges.ts'
import type { Delivery, SignedIn, SignInResult } from './schemas.ts'
import { lockAccount, readStanding } from './store.ts'

/** How a person has proven themselves, and what they get for it. */
export interface Proof {
  /**
   * Methods, by RFC 8176 where it has a name: `pwd`, `otp`, `hwk`, `swk`, `user`; and `fed`, `email`, `recovery`.
   * With `mfa` the proof was of two factors, and no second one is asked for.
   */
  amr: string[]
  /** Who vouched for them, where `amr` says `fed`: for the audit log. */
  provider?: string | undefined
  delivery: Delivery
  /** The `dev_` token that came with the request. */
  deviceToken: string | undefined
  /** What is recorded: a sign-in, or the step up of a session that this one replaces. */
  act: 'sign_in.succeeded' | 'step_up.succeeded'
  /** The session that a step up takes the place of. */
  replacesSessionId?: string | undefined
}

/** A session begun inside a transaction: what `toResult` makes the answer of once that has committed. */
interface Opened {
  kind: 'opened'
  account: Account
  hasPassword: boolean
  mfaEnabled: boolean
  sessionId: string
  amr: string[]
  /** The organization the person works in. */
  organizationId: string | null
  authenticatedAt: Date
  refreshToken: string
  refreshExpiresIn: number
  /** Null for a step up: the device is the one that signed in. */
  deviceToken: string | null
}

interface Refused {
  kind: 'refused'
  code: ErrorCode
}

/** What the gate says: a session, the demand for a second factor, or why there is none. */
export type Admission = Opened | Challenged | Refused

type Standing = NonNullable<Awaited<ReturnType<typeof readStanding>>>

/**
 * Why an account may not sign in, although the person has proven to be its owner; undefined when it may. Asked only
 * after the proof, so that a stranger cannot tell these accounts from any other. A demand for a new password concerns
 * those who came with the old one.
 */
function refusalOf(account: Account, standing: Standing, amr: readonly string[]): ErrorCode | undefined {
  if (account.disabledAt !== null) return 'auth.account_disabled'
  if (!account.isVerified) return 'auth.email_not_verified'
  if (standing.passwordChangeRequired && amr.includes('pwd')) return 'auth.password_change_required'
  return undefined
}

/**
 * The one way to a session: every procedure that ends in a SignInResult comes through here, in the transaction of
 * whatever it used up (SECURITY M2). Checks the account under its row lock, so that a disablement, a lockdown or a
 * factor switched on that commits first is seen; asks for a second factor where one is on and the proof was of one;
 * begins the session, remembers the device, tells the owner of a new one, writes the event.
 *
 * A refusal is returned, not thrown, so that what the person has used up and what was recorded of it stays; `toResult`
 * throws it.
 */
export async function admit(inTx: Context, userId: string, proof: Proof): Promise<Admission> {
  const [account, standing] = await Promise.all([lockAccount(inTx.db, userId), readStanding(inTx.db, userId)])
  if (!account || !standing) return refuse(inTx, userId, proof, 'auth.invalid_credentials')
  const refusal = refusalOf(account, standing, proof.amr)
  if (refusal) return refuse(inTx, userId, proof, refusal)
  if (standing.hasTotp && !proof.amr.includes('mfa'))
    return beginChallenge(inTx, userId, { ...proof, standing })
  return open(inTx, { account, standing, proof })
}

async function refuse(inTx: Context, userId: string, proof: Proof, code: ErrorCode): Promise<Refused> {
  await recordAudit(inTx, {
    action: proof.act === 'sign_in.succeeded' ? 'sign_in.failed' : 'step_up.failed',
    outcome: 'failure',
    target: { type: 'user', id: userId },
    details: { ...waysOf(proof), reason: code },
  })
  return { kind: 'refused', code }
}

const waysOf = ({ amr, provider }: Proof) => ({ amr, ...(provider !== undefined && { provider }) })

interface Entry {
  account: Account
  standing: Standing
  proof: Proof
}

async function open(inTx: Context, { account, standing, proof }: Entry): Promise<Admission> {
  const userId = account.id
  const isSignIn = proof.act === 'sign_in.succeeded'
  const { replacesSessionId } = proof
  const replaced =
    replacesSessionId === undefined
      ? { organizationId: null }
      : await endSession(inTx, { sessionId: replacesSessionId, userId }, 'replaced')
  // Whoever lost a race against the end of the session they step up must not get a new one out of it.
  if (!replaced) return { kind: 'refused', code: 'auth.unauthenticated' }
  // At once, so that they travel to the database together.
  const [signedIn, { session, refreshToken }, device] = await Promise.all([
    recordSignIn(inTx, userId),
    createSession(inTx, { userId, amr: proof.amr, organizationId: replaced.organizationId }),
    isSignIn ? rememberDevice(inTx, userId, proof.deviceToken) : undefined,
    // Whoever proved themselves without the password has ended what failed guesses at it had begun (SECURITY L1).
    proof.amr.includes('pwd') ? undefined : forgetFailures(inTx, userId),
  ])
  const isNews = device?.isNew && account.lastSignInAt !== null
  if (isNews && (await mayMail(inTx, newDeviceMails(account)))) {
    await queueNotice(inTx, account, 'new_device')
  }
  if (account.erasedAfter !== null) await tellOfReturn(inTx, account)
  await recordAudit(inTx, {
    action: proof.act,
    actorId: userId,
    target: { type: 'session', id: session.id },
    details: { ...waysOf(proof), ...(device && { newDevice: device.isNew }) },
  })
  return {
    kind: 'opened',
    account: signedIn,
    hasPassword: standing.hasPassword,
    mfaEnabled: standing.hasTotp,
    sessionId: session.id,
    amr: session.amr,
    organizationId: session.organizationId,
    authenticatedAt: session.authenticatedAt,
    refreshToken,
    refreshExpiresIn: secondsBetween(session.createdAt, earlier(session.idleExpiresAt, session.expiresAt)),
    deviceToken: device?.token ?? null,
  }
}

/** Signing in takes a closure back (`recordSignIn` has cleared it): its owner hears of it, since it may be a stranger. */
async function tellOfReturn(inTx: Context, account: Account): Promise<void> {
  await queueNotice(inTx, account, 'closure_cancelled')
  await recordAudit(inTx, {
    action: 'account.closure_cancelled',
    actorId: account.id,
    target: { type: 'user', id: account.id },
  })
}

/** A program that keeps no device token is new each time: its owner hears of it three times an hour at the most. */
const newDeviceMails = (account: Account) => ({
  recipient: account.email,
  templates: ['notice.new_device'],
  atMost: 3,
  withinMs: hours(1),
})

/**
 * The answer to an admission, to be made after its transaction has committed.
 *
 * @throws {IdentityError} the code of a refusal: `auth.account_disabled`, `auth.email_not_verified`,
 *   `auth.password_change_required`.
 */
export async function toResult(
  ctx: Context,
  admission: Admission,
  delivery: Delivery,
): Promise<SignInResult> {
  if (admission.kind === 'refused') throw new IdentityError(admission.code)
  if (admission.kind === 'challenged') {
    const { challengeToken, methods, expiresIn, browser } = admission
    if (browser !== undefined) ctx.cookies.set('browser', browser, BROWSER_COOKIE_SECONDS)
    return { status: 'mfa_required', challengeToken, methods, expiresIn }
  }
  if (delivery === 'cookie' && admission.deviceToken !== null) {
    ctx.cookies.set('device', admission.deviceToken, DEVICE_COOKIE_SECONDS)
  }
  const deviceToken = delivery === 'cookie' ? null : admission.deviceToken
  return answer(ctx, { ...admission, deviceToken }, delivery)
}

/** The answer for a session that goes on with its next refresh token. */
export function toRefreshed(ctx: Context, refreshed: Refreshed, delivery: Delivery): Promise<SignedIn> {
  const { session, account, hasPassword, mfaEnabled, refreshToken, expiresInSeconds } = refreshed
  if (account.disabledAt !== null || !account.isVerified) throw new IdentityError('auth.refresh_invalid')
  return answer(
    ctx,
    {
      account,
      hasPassword,
      mfaEnabled,
      sessionId: session.id,
      amr: session.amr,
      organizationId: session.organizationId,
      authenticatedAt: session.authenticatedAt,
      refreshToken,
      refreshExpiresIn: expiresInSeconds,
      deviceToken: null,
    },
    delivery,
  )
}

const DEVICE_COOKIE_SECONDS = 400 * 24 * 60 * 60

/** A session to answer with. */
export interface Presented extends Omit<Opened, 'kind' | 'refreshToken'> {
  /** Null where the caller keeps the one they have, or gets none. */
  refreshToken: string | null
  /** The administrator who acts as the person. */
  impersonatorId?: string | undefined
  /** Another life of the access token than the configured one, in seconds. */
  ttlSeconds?: number | undefined
}

/** The answer for a session. The organization it says is one that the person belongs to now. */
export async function answer(ctx: Context, opened: Presented, delivery: Delivery): Promise<SignedIn> {
  const { account, hasPassword, mfaEnabled, refreshToken, impersonatorId, ttlSeconds } = opened
  const accessToken = await ctx.keyRing.sign({
    userId: account.id,
    sessionId: opened.sessionId,
    authTime: Math.floor(opened.authenticatedAt.getTime() / 1_000),
    amr: opened.amr,
    organization: await organizationClaims(ctx, opened),
    impersonatorId,
    ttlSeconds,
  })
  if (delivery === 'cookie' && refreshToken !== null)
    ctx.cookies.set('refresh', refreshToken, opened.refreshExpiresIn)
  return {
    status: 'signed_in',
    accessToken,
    tokenType: 'Bearer',
    expiresIn: ttlSeconds ?? ctx.config.jwt.accessTokenTtlSeconds,
    refreshToken: delivery === 'cookie' ? null : refreshToken,
    refreshExpiresIn: opened.refreshExpiresIn,
    deviceToken: opened.deviceToken,
    sessionId: opened.sessionId,
    user: toUser(account, { hasPassword, mfaEnabled }),
  }
}

/**
 * Of an organization that the person has left meanwhile, or that demands a second factor they do not have, the token
 * says nothing.
 */
async function organizationClaims(
  ctx: Pick<Context, 'db'>,
  opened: Pick<Opened, 'account' | 'organizationId' | 'mfaEnabled' | 'amr'>,
): Promise<{ id: string; role: string } | undefined> {
  const { account, organizationId } = opened
  if (organizationId === null) return undefined
  const standing = await findStanding(ctx, organizationId, account.id)
  if (!standing || lacksSecondFactor(standing, opened)) return undefined
  return { id: organizationId, role: standing.role }
}

const earlier = (left: Date, right: Date): Date => (left < right ? left : right)
const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1_000))
