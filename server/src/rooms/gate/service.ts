import type { Context } from '../../context.ts'
import { hours } from '../../kit/duration.ts'
import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'
import { type Account, recordSignIn, rememberDevice, toUser } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { mayMail, queueNotice } from '../mail/index.ts'
import { createSession, type Refreshed } from '../sessions/index.ts'
import type { Delivery, SignedIn } from './schemas.ts'

/** How a person has proven themselves, and how they want the result. */
interface Proof {
  /** RFC 8176 methods. */
  amr: string[]
  delivery: Delivery
  /** The `dev_` token that came with the request. */
  deviceToken: string | undefined
  /** What is recorded: a sign-in, or the step up of a session that this one replaces. */
  act: 'sign_in.succeeded' | 'step_up.succeeded'
}

/** What the gate needs to know of an account besides its row. */
export interface Standing {
  hasPassword: boolean
  passwordChangeRequired: boolean
  /** Whether anybody has ever signed in to it: the first device of an account is no news to its owner. */
  signedInBefore: boolean
}

/** A session begun inside a transaction: what `toSignedIn` makes the answer of once that has committed. */
export interface OpenedSession {
  account: Account
  hasPassword: boolean
  sessionId: string
  amr: string[]
  authenticatedAt: Date
  refreshToken: string
  refreshExpiresIn: number
  /** Null for a step up: the device is the one that signed in. */
  deviceToken: string | null
}

/**
 * Why an account may not sign in, although the person has proven to be its owner; undefined when it may. Asked only
 * after the proof, so that a stranger cannot tell these accounts from any other.
 */
export function refusalOf(account: Account, standing: Standing): ErrorCode | undefined {
  if (account.disabledAt !== null) return 'auth.account_disabled'
  if (!account.isVerified) return 'auth.email_not_verified'
  if (standing.passwordChangeRequired) return 'auth.password_change_required'
  return undefined
}

/**
 * The one way to a session: every procedure that ends in a SignInResult comes through here, in the transaction of
 * whatever it used up (SECURITY M2). Checks the account under its row lock, so that a disablement or a lockdown that
 * commits first is seen; begins the session, remembers the device, tells the owner of a new one, writes the event.
 *
 * @throws {IdentityError} `auth.account_disabled`, `auth.email_not_verified`, `auth.password_change_required`.
 */
export async function openSession(
  inTx: Context,
  userId: string,
  standing: Standing,
  proof: Proof,
): Promise<OpenedSession> {
  const account = await recordSignIn(inTx, userId)
  const refusal = refusalOf(account, standing)
  if (refusal) throw new IdentityError(refusal)

  const isSignIn = proof.act === 'sign_in.succeeded'
  // At once, so that they travel to the database together.
  const [{ session, refreshToken }, device] = await Promise.all([
    createSession(inTx, { userId, amr: proof.amr }),
    isSignIn ? rememberDevice(inTx, userId, proof.deviceToken) : undefined,
  ])
  if (device?.isNew && standing.signedInBefore && (await mayMail(inTx, newDeviceMails(account)))) {
    await queueNotice(inTx, account, 'new_device', { ip: session.ip, userAgent: session.userAgent })
  }
  await recordAudit(inTx, {
    action: proof.act,
    actorId: userId,
    target: { type: 'session', id: session.id },
    details: { amr: proof.amr, ...(device && { newDevice: device.isNew }) },
  })
  return {
    account,
    hasPassword: standing.hasPassword,
    sessionId: session.id,
    amr: session.amr,
    authenticatedAt: session.authenticatedAt,
    refreshToken,
    refreshExpiresIn: secondsBetween(session.createdAt, earlier(session.idleExpiresAt, session.expiresAt)),
    deviceToken: device?.token ?? null,
  }
}

/** A program that keeps no device token is new each time: its owner hears of it three times an hour at the most. */
const newDeviceMails = (account: Account) => ({
  recipient: account.email,
  templates: ['notice.new_device'],
  atMost: 3,
  withinMs: hours(1),
})

/** The answer for a session just begun. To be called after its transaction has committed. */
export async function toSignedIn(ctx: Context, opened: OpenedSession, delivery: Delivery): Promise<SignedIn> {
  if (delivery === 'cookie' && opened.deviceToken !== null) {
    ctx.cookies.set('device', opened.deviceToken, DEVICE_COOKIE_SECONDS)
  }
  return answer(ctx, { ...opened, deviceToken: delivery === 'cookie' ? null : opened.deviceToken }, delivery)
}

/** The answer for a session that goes on with its next refresh token. */
export function toRefreshed(ctx: Context, refreshed: Refreshed, delivery: Delivery): Promise<SignedIn> {
  const { session, account, hasPassword, refreshToken, expiresInSeconds } = refreshed
  return answer(
    ctx,
    {
      account,
      hasPassword,
      sessionId: session.id,
      amr: session.amr,
      authenticatedAt: session.authenticatedAt,
      refreshToken,
      refreshExpiresIn: expiresInSeconds,
      deviceToken: null,
    },
    delivery,
  )
}

const DEVICE_COOKIE_SECONDS = 400 * 24 * 60 * 60

async function answer(ctx: Context, opened: OpenedSession, delivery: Delivery): Promise<SignedIn> {
  const accessToken = await ctx.keyRing.sign({
    userId: opened.account.id,
    sessionId: opened.sessionId,
    authTime: Math.floor(opened.authenticatedAt.getTime() / 1_000),
    amr: opened.amr,
  })
  if (delivery === 'cookie') ctx.cookies.set('refresh', opened.refreshToken, opened.refreshExpiresIn)
  return {
    status: 'signed_in',
    accessToken,
    tokenType: 'Bearer',
    expiresIn: ctx.config.jwt.accessTokenTtlSeconds,
    refreshToken: delivery === 'cookie' ? null : opened.refreshToken,
    refreshExpiresIn: opened.refreshExpiresIn,
    deviceToken: opened.deviceToken,
    sessionId: opened.sessionId,
    user: toUser(opened.account, { hasPassword: opened.hasPassword, mfaEnabled: false }),
  }
}

const earlier = (left: Date, right: Date): Date => (left < right ? left : right)
const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1_000))
