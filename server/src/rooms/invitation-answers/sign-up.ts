import type { Context } from '../../context.ts'
import { localPartOf, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError, type InputIssue } from '../../kit/identity-error.ts'
import { isOpenForInvited } from '../../kit/sign-up-policy.ts'
import {
  type Account,
  changeProfile,
  createAccount,
  findAccountByEmail,
  localeOf,
  markVerified,
} from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { proveMailbox } from '../email-verification/index.ts'
import { admit, lockAccount, toResult } from '../gate/index.ts'
import { findLiveByToken, type LiveInvitation } from '../invitations/index.ts'
import { acrossOrganizations, lockForChange } from '../memberships/index.ts'
import { checkNewPassword, createCredentials, setPassword } from '../passwords/index.ts'
import { demandBacked, join, recordJoined } from './join.ts'
import { getNamed } from './reading.ts'
import type { Acceptance, AcceptanceResult } from './schemas.ts'

type ByLink = Extract<Acceptance, { token: string }>

/** What a person who is new here brings along. */
interface Newcomer {
  passwordHash: string
  displayName: string
  locale: string
}

/**
 * Accepts by the link alone: it proves the mailbox it was sent to, and no other, so the account is that of the invited
 * address. One that nobody has proven yet becomes the reader's, without anything that was put on it before. One that
 * has been proven opens by its own ways in only; that there is one is told to whoever reads its mailbox (SECURITY I1, N2).
 *
 * @throws {IdentityError} see `acceptInvitation`.
 */
export async function acceptAsNew(ctx: Context, input: ByLink): Promise<AcceptanceResult> {
  const seen = await acrossOrganizations(ctx, (inTx) => getNamed(inTx, input, undefined))
  await demandBacked(ctx, seen)
  const holder = await findAccountByEmail(ctx, seen.emailCanonical)
  demandNewcomer(ctx, seen, holder)
  const newcomer = await judgeNewcomer(ctx, seen, input)
  const admission = await acrossOrganizations(ctx, async (inTx) => {
    const account = await takeIn(inTx, seen, newcomer)
    await join(inTx, seen, account.id)
    await recordNewcomer(inTx, seen, account)
    return admit(inTx, account.id, {
      // The mail, and the password that was chosen just now.
      amr: ['pwd', 'email'],
      delivery: input.delivery,
      deviceToken: input.deviceToken ?? ctx.cookies.get('device'),
      act: 'sign_in.succeeded',
    })
  })
  return toResult(ctx, admission, input.delivery)
}

/** Before a password is hashed: whether the reader of this mailbox may have an account made, or theirs finished. */
function demandNewcomer(
  ctx: Pick<Context, 'config'>,
  invitation: LiveInvitation,
  holder: Account | undefined,
): void {
  if (holder) demandUnproven(holder)
  else if (!isOpenForInvited(ctx.config.signUp, invitation.emailCanonical))
    throw new IdentityError('signup.closed')
}

function demandUnproven(holder: Account): void {
  if (holder.isVerified || holder.disabledAt !== null) throw new IdentityError('invitation.sign_in_required')
}

async function judgeNewcomer(ctx: Context, invitation: LiveInvitation, input: ByLink): Promise<Newcomer> {
  const { password, displayName } = input
  if (password === undefined || displayName === undefined) {
    const missing = { password, displayName }
    const errors: InputIssue[] = Object.entries(missing)
      .filter(([, value]) => value === undefined)
      .map(([field]) => ({
        pointer: `/${field}`,
        code: 'required',
        message: 'A new account needs one.',
      }))
    throw new IdentityError('request.invalid', { errors })
  }
  await checkNewPassword(ctx, password, [
    localPartOf(invitation.email),
    displayName,
    invitation.organizationName,
  ])
  return {
    passwordHash: await ctx.passwords.hash(password),
    displayName,
    locale: input.locale ?? localeOf(ctx.request.languages),
  }
}

type Taken = Account & { isCreated: boolean }

/** The account of the invited address, the reader's from now on. Looked at anew: it may have come about meanwhile. */
async function takeIn(inTx: Context, invitation: LiveInvitation, newcomer: Newcomer): Promise<Taken> {
  const { passwordHash, displayName, locale } = newcomer
  const holder = await findAccountByEmail(inTx, invitation.emailCanonical)
  if (holder) return takeOver(inTx, invitation, { holder, newcomer })
  const email = parseEmailAddress(invitation.email)!
  const account = await createAccount(inTx, { email, displayName, locale })
  if (!account) throw await lostRace(inTx, invitation)
  await createCredentials(inTx, account.id, passwordHash)
  await markVerified(inTx, account.id)
  return { ...account, isCreated: true }
}

async function takeOver(
  inTx: Context,
  invitation: LiveInvitation,
  { holder, newcomer }: { holder: Account; newcomer: Newcomer },
): Promise<Taken> {
  const account = await lockAccount(inTx.db, holder.id)
  if (!account || account.emailCanonical !== invitation.emailCanonical) throw new IdentityError('conflict')
  if (account.isVerified && !(await isLive(inTx, invitation))) throw new IdentityError('token.invalid')
  demandUnproven(account)
  // Before anything is written to the log, as everybody who changes an organization does.
  await lockForChange(inTx, invitation.organizationId)
  await proveMailbox(inTx, account, 'invitation')
  await setPassword(inTx, account.id, newcomer.passwordHash)
  const { displayName, locale } = newcomer
  // What whoever signed up called themselves is not what the reader of the mail is called.
  await changeProfile(inTx.db, account.id, { displayName, locale })
  return { ...account, isCreated: false }
}

/** Somebody took the address this very moment: by this link, or by signing up. Or it is an account's to go back to. */
async function lostRace(inTx: Context, invitation: LiveInvitation): Promise<IdentityError> {
  return new IdentityError((await isLive(inTx, invitation)) ? 'conflict' : 'token.invalid')
}

const isLive = async ({ db }: Context, { tokenHash }: LiveInvitation): Promise<boolean> =>
  (await findLiveByToken(db, tokenHash)) !== undefined

async function recordNewcomer(inTx: Context, invitation: LiveInvitation, account: Taken): Promise<void> {
  if (account.isCreated) {
    await recordAudit(inTx, {
      action: 'account.created',
      actorId: account.id,
      target: { type: 'user', id: account.id },
      details: { method: 'invitation' },
      personal: { email: account.email },
    })
  }
  await recordJoined(inTx, invitation, { userId: account.id, isNewUser: account.isCreated })
}
