import type { Context } from '../../context.ts'
import { minutes } from '../../kit/duration.ts'
import { type EmailAddress, localPartOf, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { noSoonerThan } from '../../kit/steady-time.ts'
import { type Account, findAccountByEmail, forgetDevices, getAccount } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { proveMailbox } from '../email-verification/index.ts'
import { voidChallenges } from '../gate/index.ts'
import { linkTo, queueDecoy, queueMail, queueNotice } from '../mail/index.ts'
import { consumeToken, findLiveToken, issueToken, voidTokens } from '../one-time-tokens/index.ts'
import { checkNewPassword, setPassword } from '../passwords/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import { passwordResetMail } from './emails.tsx'

/** How long a reset link lives (SECURITY T4). */
const RESET_TTL_MS = minutes(30)

/** More than the request takes on an idle machine, in ms. */
const ANSWER_AFTER_MS = 40

type MailNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'effects'>
type RequestNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'actor' | 'request' | 'effects'>

/**
 * Mails a link to set a new password, when there is an account that may have one. The account itself stays as it is
 * (SECURITY T8), and addresses that nobody has cost the same work (N3). A disabled account gets no mail: a new
 * password would not open it.
 */
export async function requestPasswordReset(ctx: RequestNeeds, typed: string): Promise<void> {
  const email = parseEmailAddress(typed)!
  await noSoonerThan(ANSWER_AFTER_MS, () => mailResetIfWanted(ctx, email))
}

async function mailResetIfWanted(ctx: RequestNeeds, { address, canonical }: EmailAddress): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const account = await findAccountByEmail(inTx, canonical)
    const reader = account?.disabledAt === null ? account : undefined
    if (reader) await mailResetLink(inTx, reader)
    else await doNothingAlike(inTx)
    await recordAudit(inTx, {
      action: 'password.reset_requested',
      outcome: reader ? 'success' : 'failure',
      ...(account && { target: { type: 'user', id: account.id } }),
      ...(!reader && { details: { reason: account ? 'account_disabled' : 'unknown_address' } }),
      personal: { email: address },
    })
  })
}

/** A link that sets a password, once and for half an hour; the person's earlier one is void from then on. */
export async function issueResetLink(
  inTx: Pick<Context, 'db' | 'config'>,
  account: Pick<Account, 'id' | 'emailCanonical'>,
): Promise<{ link: string; ttlMs: number }> {
  const token = await issueToken(inTx, {
    purpose: 'password_reset',
    userId: account.id,
    emailCanonical: account.emailCanonical,
    ttlMs: RESET_TTL_MS,
  })
  return { link: linkTo(inTx.config, '/reset-password', { token }), ttlMs: RESET_TTL_MS }
}

/** Mails an account's owner a link to set a password: because somebody asked for it, or an administrator demands it. */
export async function mailResetLink(inTx: MailNeeds, account: Account): Promise<void> {
  const { link, ttlMs } = await issueResetLink(inTx, account)
  await queueMail(inTx, {
    to: account.email,
    userId: account.id,
    template: 'password_reset',
    content: mailFor(inTx, account, link),
    usefulUntilMs: ttlMs,
  })
}

/** What a link costs, without one. */
async function doNothingAlike(inTx: RequestNeeds): Promise<void> {
  const nobody = { displayName: 'Nobody in particular', locale: preferredLanguage(inTx.request.languages) }
  await queueDecoy(inTx, mailFor(inTx, nobody, linkTo(inTx.config, '/reset-password')))
}

function mailFor(
  ctx: Pick<Context, 'config'>,
  reader: Pick<Account, 'displayName' | 'locale'>,
  href: string,
) {
  return passwordResetMail({
    brand: ctx.config.brand,
    language: preferredLanguage([reader.locale]),
    displayName: reader.displayName,
    href,
  })
}

interface Confirmation {
  token: string
  newPassword: string
}

type ConfirmNeeds = RequestNeeds & Pick<Context, 'passwords'>

/**
 * Sets a new password with a reset link, uses the link up and ends every session. Signs nobody in (SECURITY T9). The
 * link came by mail, so the address counts as verified from then on; a refused password leaves the link good.
 *
 * @throws {IdentityError} `token.invalid` when the link is unknown, expired or used; the codes of the password policy.
 */
export async function confirmPasswordReset(ctx: ConfirmNeeds, input: Confirmation): Promise<void> {
  // Argon2id is slow on purpose: look first, so that a made-up token cannot spend our CPU.
  const live = await findLiveToken(ctx, 'password_reset', input.token)
  if (!live) throw new IdentityError('token.invalid')
  const owner = await getAccount(ctx, live.userId)
  await checkNewPassword(ctx, input.newPassword, [localPartOf(owner.email), owner.displayName])
  const passwordHash = await ctx.passwords.hash(input.newPassword)

  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const proof = await consumeToken(inTx, 'password_reset', input.token)
    if (!proof) throw new IdentityError('token.invalid') // lost a race
    const account = await getAccount(inTx, proof.userId)
    if (account.emailCanonical !== proof.emailCanonical || account.disabledAt !== null) {
      throw new IdentityError('token.invalid', { cause: new Error('the account has changed since') })
    }
    await applyReset(inTx, account, passwordHash)
  })
}

/** What a reset does to the account. Whoever signed up may not be the one who reads the mail: see `proveMailbox`. */
async function applyReset(inTx: ConfirmNeeds, account: Account, passwordHash: string): Promise<void> {
  const verified = await proveMailbox(inTx, account, 'password_reset')
  await setPassword(inTx, account.id, passwordHash)
  const sessionsEnded = await endAllSessions(inTx, account.id, 'password_reset')
  await forgetDevices(inTx, account.id)
  await voidTokens(inTx, account.id)
  await voidChallenges(inTx, account.id)
  await queueNotice(inTx, account, 'password_changed')
  await recordAudit(inTx, {
    action: 'password.reset',
    actorId: account.id,
    target: { type: 'user', id: account.id },
    details: { sessionsEnded, verified },
  })
}
