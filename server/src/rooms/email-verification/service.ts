import type { Context } from '../../context.ts'
import { hours, minutes } from '../../kit/duration.ts'
import { type EmailAddress, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { noSoonerThan } from '../../kit/steady-time.ts'
import { type Account, findAccountByEmail, getAccount, markVerified } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { linkTo, queueDecoy, queueMail, wasMailed } from '../mail/index.ts'
import { consumeToken, issueToken } from '../one-time-tokens/index.ts'
import { finishSignUpMail, verifyAddressMail } from './emails.tsx'

/** How long a verification link lives (SECURITY T4). */
const VERIFICATION_TTL_MS = hours(24)
/** It sets a password, so it lives no longer than any link that does (SECURITY T4). */
const FINISH_TTL_MS = minutes(30)

/** More than asking for a link takes on an idle machine, in ms. */
const ANSWER_AFTER_MS = 40

export const FINISH_TEMPLATE = 'finish_sign_up'

type VerifyNeeds = Pick<Context, 'db' | 'clock' | 'actor' | 'request' | 'effects'>

/**
 * Notes that the person behind the link owns the address it was sent to. The link is used up with that, in one
 * transaction; it proves the one address it was issued for, also when the account has another by now (SECURITY E4).
 *
 * @throws {IdentityError} `token.invalid` when the link is unknown, expired, used, or for another address.
 */
export async function verifyEmail(ctx: VerifyNeeds, token: string): Promise<Account> {
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const proof = await consumeToken(inTx, 'email_verification', token)
    if (!proof) throw new IdentityError('token.invalid')
    const account = await getAccount(inTx, proof.userId)
    if (account.emailCanonical !== proof.emailCanonical || account.disabledAt !== null) {
      throw new IdentityError('token.invalid', { cause: new Error('the account has changed since') })
    }
    await markVerified(inTx, account.id)
    await recordAudit(inTx, {
      action: 'email.verified',
      actorId: account.id,
      target: { type: 'user', id: account.id },
      details: { method: 'link' },
    })
    return account
  })
}

type ResendNeeds = MailNeeds & Pick<Context, 'actor' | 'request'>

/**
 * Sends another verification link to an address that awaits one. Addresses that do not, or that nobody has, get no
 * mail and the same answer, after the same work (SECURITY N2, N3).
 */
export async function resendVerification(ctx: ResendNeeds, typed: string): Promise<void> {
  const email = parseEmailAddress(typed)!
  await noSoonerThan(ANSWER_AFTER_MS, () => mailLinkIfWanted(ctx, email))
}

async function mailLinkIfWanted(ctx: ResendNeeds, { address, canonical }: EmailAddress): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const account = await findAccountByEmail(inTx, canonical)
    // Signed up for more than once: the password that waits behind a plain link may be a stranger's.
    const isContested = await wasMailed(inTx, account?.email ?? address, FINISH_TEMPLATE)
    const refusal = refusalOf(account)
    if (!account || refusal) await doNothingAlike(inTx)
    else if (isContested) await mailFinishLink(inTx, account)
    else await mailVerificationLink(inTx, account)
    await recordAudit(inTx, {
      action: 'email.verification_sent',
      outcome: refusal ? 'failure' : 'success',
      ...(account && { target: { type: 'user', id: account.id } }),
      ...(refusal && { details: { reason: refusal } }),
      personal: { email: address },
    })
  })
}

/** Why an address gets no link, for the log. */
function refusalOf(account: Account | undefined): string | undefined {
  if (!account) return 'unknown_address'
  if (account.disabledAt !== null) return 'account_disabled'
  return account.isVerified ? 'already_verified' : undefined
}

type MailNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'effects'>

/** Mails the account's owner a link that verifies the address; earlier ones are void from then on. */
export async function mailVerificationLink(inTx: MailNeeds, account: Account): Promise<void> {
  const token = await issueToken(inTx, {
    purpose: 'email_verification',
    userId: account.id,
    emailCanonical: account.emailCanonical,
    ttlMs: VERIFICATION_TTL_MS,
  })
  await queueMail(inTx, {
    to: account.email,
    userId: account.id,
    template: 'verify_address',
    content: verifyAddressMail(factsFor(inTx, account, linkTo(inTx.config, '/verify-email', { token }))),
    usefulUntilMs: VERIFICATION_TTL_MS,
  })
}

/**
 * Mails the account's owner a link that verifies the address and sets a password at once, for an address that was
 * signed up for more than once: whoever reads the mailbox chooses, and no party's password lies behind the link.
 * Verification links sent before stay as they are (docs/decisions/0003).
 */
export async function mailFinishLink(inTx: MailNeeds, account: Account): Promise<void> {
  const token = await issueToken(inTx, {
    purpose: 'password_reset',
    userId: account.id,
    emailCanonical: account.emailCanonical,
    ttlMs: FINISH_TTL_MS,
  })
  await queueMail(inTx, {
    to: account.email,
    userId: account.id,
    template: FINISH_TEMPLATE,
    content: finishSignUpMail(factsFor(inTx, account, linkTo(inTx.config, '/reset-password', { token }))),
    usefulUntilMs: FINISH_TTL_MS,
  })
}

/** What a link costs, without one: the address gets no mail. */
async function doNothingAlike(inTx: MailNeeds & Pick<Context, 'request'>): Promise<void> {
  const nobody = { displayName: 'Nobody in particular', locale: preferredLanguage(inTx.request.languages) }
  await queueDecoy(inTx, verifyAddressMail(factsFor(inTx, nobody, linkTo(inTx.config, '/verify-email'))))
}

function factsFor(
  ctx: Pick<Context, 'config'>,
  reader: Pick<Account, 'displayName' | 'locale'>,
  href: string,
) {
  return {
    brand: ctx.config.brand,
    language: preferredLanguage([reader.locale]),
    displayName: reader.displayName,
    href,
  }
}
