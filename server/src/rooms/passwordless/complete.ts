import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { proveMailbox } from '../email-verification/index.ts'
import {
  type Admission,
  admit,
  type Delivery,
  lockAccount,
  type SignInResult,
  toResult,
} from '../gate/index.ts'
import {
  consumeMailedSignIn,
  findMailedSignIn,
  judgeMailedCode,
  type MailedSignIn,
} from '../one-time-tokens/index.ts'

export type Completion = { delivery: Delivery; deviceToken?: string | undefined } & (
  | { token: string }
  | { flowId: string; code: string }
)

/** What was shown, and the sign-in it belongs to, if any. */
interface Shown {
  method: 'email_link' | 'email_code'
  flow: MailedSignIn | undefined
  isRight: boolean
}

/**
 * Signs in whoever shows the link or the code of a mail. Either is used up with the session, and the other with it. The
 * mail has reached its reader, so an address that was not proven is from then on: see `proveMailbox`.
 *
 * @throws {IdentityError} `token.invalid` when it is unknown, wrong, expired, used or void; what the gate refuses with.
 */
export async function completeMailedSignIn(ctx: Context, input: Completion): Promise<SignInResult> {
  const { method, flow, isRight } = await look(ctx, input)
  if (!flow || !isRight) throw await refused(ctx, { method, flow, reason: flow ? 'wrong_code' : 'not_live' })
  const admission = await ctx.db.transaction((tx) => admitReader({ ...ctx, db: tx }, flow, input))
  if (admission === undefined) throw await refused(ctx, { method, flow, reason: 'lost' })
  return toResult(ctx, admission, input.delivery)
}

async function look(ctx: Context, input: Completion): Promise<Shown> {
  if ('token' in input) {
    return { method: 'email_link', flow: await findMailedSignIn(ctx, input.token), isRight: true }
  }
  const judged = await judgeMailedCode(ctx, input.flowId, input.code)
  return { method: 'email_code', flow: judged?.flow, isRight: judged?.isRight ?? false }
}

/** Undefined, and nothing happened, when there is nobody to sign in or something has changed since the mail. */
async function admitReader(
  inTx: Context,
  flow: MailedSignIn,
  input: Completion,
): Promise<Admission | undefined> {
  if (flow.userId === null) return undefined
  // Before the flow: whoever sets a password has the account first too. So either this sees that its mail is void, or the
  // new password sees the session and ends it.
  const account = await lockAccount(inTx.db, flow.userId)
  if (!account || account.emailCanonical !== flow.emailCanonical) return undefined
  if (!(await consumeMailedSignIn(inTx, flow))) return undefined
  if (account.disabledAt === null) await proveMailbox(inTx, account, 'passwordless')
  return admit(inTx, account.id, {
    amr: ['email'],
    delivery: input.delivery,
    deviceToken: input.deviceToken ?? inTx.cookies.get('device'),
    act: 'sign_in.succeeded',
  })
}

interface Refusal extends Omit<Shown, 'isRight'> {
  /** `lost`: used, void or of another address by the time it was to be used up. */
  reason: 'not_live' | 'wrong_code' | 'lost'
}

async function refused(ctx: Context, { flow, method, reason }: Refusal): Promise<IdentityError> {
  const userId = flow?.userId ?? undefined
  await recordAudit(ctx, {
    action: 'sign_in.failed',
    outcome: 'failure',
    ...(userId !== undefined && { target: { type: 'user', id: userId } }),
    details: { method, reason },
  })
  return new IdentityError('token.invalid')
}
