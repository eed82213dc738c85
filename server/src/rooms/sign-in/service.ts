import type { Context } from '../../context.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { takeDeviceAttempt } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { admit, type Delivery, type SignInResult, toResult } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { type Judgement, judgePassword, rehashIfWeak, settleRightPassword } from '../passwords/index.ts'
import { countFailedAddress, judgeSprayer, type Sprayed } from './spraying.ts'
import { type Candidate, findCandidate } from './store.ts'

/** Stands for the account of an address nobody has, so that its attempt costs the same statements. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

interface LoginInput {
  email: string
  password: string
  delivery: Delivery
  deviceToken?: string | undefined
}

/**
 * Signs a person in with address and password. Until the right password is shown, every account and every address
 * nobody has get the same answer, in the same time (SECURITY N1, N3); whether the account may sign in at all is told
 * only afterwards, by the gate.
 *
 * @throws {IdentityError} `auth.invalid_credentials`; `auth.too_many_attempts` while paused, whatever the password;
 *   `rate_limited` from where too many addresses were tried;
 *   after the right one `auth.email_not_verified`, `auth.account_disabled`, `auth.password_change_required`;
 *   `unavailable` when hashing is overloaded.
 */
export async function login(ctx: Context, input: LoginInput): Promise<SignInResult> {
  const canonical = parseEmailAddress(input.email)!.canonical
  const deviceToken = input.deviceToken ?? ctx.cookies.get('device')
  const candidate = await findCandidate(ctx.db, canonical)
  const exempt = await takeDeviceAttempt(ctx, candidate?.account.id ?? NOBODY, deviceToken)
  const judgement =
    (await judgeSprayer(ctx, exempt)) ?? (await judge(ctx, { candidate, canonical, exempt }, input.password))
  if (!candidate || judgement.verdict !== 'right')
    throw await refused(ctx, { candidate, judgement, canonical })
  return admitWithPassword(ctx, candidate, { ...input, deviceToken, judgedHash: judgement.judgedHash })
}

interface Tried {
  candidate: Candidate | undefined
  canonical: string
  exempt: boolean
}

function judge(ctx: Context, { candidate, canonical, exempt }: Tried, password: string): Promise<Judgement> {
  const subject = candidate
    ? {
        kind: 'account' as const,
        userId: candidate.account.id,
        passwordHash: candidate.passwordHash,
        exempt,
      }
    : { kind: 'unknown' as const, emailCanonical: canonical }
  return judgePassword(ctx, subject, password)
}

/** After the right password: settles it and asks the gate, in one transaction. */
async function admitWithPassword(
  ctx: Context,
  candidate: Candidate,
  input: LoginInput & { judgedHash: string },
): Promise<SignInResult> {
  const { account } = candidate
  const rehashed = await rehashIfWeak(ctx, input.judgedHash, input.password)
  const admission = await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    if (!(await settleRightPassword(inTx, account.id, input.judgedHash, rehashed))) return undefined
    return admit(inTx, account.id, {
      amr: ['pwd'],
      delivery: input.delivery,
      deviceToken: input.deviceToken,
      act: 'sign_in.succeeded',
    })
  })
  if (admission === undefined) throw new IdentityError('auth.invalid_credentials')
  return toResult(ctx, admission, input.delivery)
}

interface Refusal {
  candidate: Candidate | undefined
  judgement: Judgement | Sprayed
  canonical: string
}

/** Records a wrong or a paused attempt, tells the owner of the pause it led to, and gives the error to throw. */
async function refused(ctx: Context, { candidate, judgement, canonical }: Refusal): Promise<IdentityError> {
  const account = candidate?.account
  const reason = reasonOf(judgement, account !== undefined)
  if (judgement.verdict === 'wrong') await countFailedAddress(ctx, canonical)
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    await recordFailure(inTx, account?.id, reason, canonical)
    if (judgement.verdict !== 'wrong' || !judgement.beganPause || !account) return
    await recordAudit(inTx, {
      action: 'sign_in.paused',
      outcome: 'failure',
      target: { type: 'user', id: account.id },
      details: { until: judgement.pausedUntil?.toISOString() ?? null },
    })
    await queueNotice(inTx, account, 'sign_in_paused')
  })
  if (judgement.verdict === 'sprayed')
    return new IdentityError('rate_limited', { retryAfterSeconds: judgement.retryAfterSeconds })
  return judgement.verdict === 'paused'
    ? new IdentityError('auth.too_many_attempts', { retryAfterSeconds: judgement.retryAfterSeconds })
    : new IdentityError('auth.invalid_credentials')
}

function reasonOf({ verdict }: Judgement | Sprayed, isKnown: boolean): string {
  if (verdict === 'sprayed') return 'too_many_addresses'
  if (verdict === 'paused') return 'paused'
  return isKnown ? 'wrong_password' : 'unknown_address'
}

function recordFailure(
  ctx: Context,
  userId: string | undefined,
  reason: string,
  email?: string,
): Promise<void> {
  return recordAudit(ctx, {
    action: 'sign_in.failed',
    outcome: 'failure',
    ...(userId !== undefined && { target: { type: 'user', id: userId } }),
    details: { method: 'password', reason },
    ...(email !== undefined && { personal: { email } }),
  })
}
