import type { Context } from '../../context.ts'
import { minutes } from '../../kit/duration.ts'
import { type EmailAddress, parseEmailAddress } from '../../kit/email-address.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { isOpenFor } from '../../kit/sign-up-policy.ts'
import { noSoonerThan } from '../../kit/steady-time.ts'
import { type Account, findAccountByEmail } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { linkTo, type MailContent, queueDecoy, queueMail } from '../mail/index.ts'
import { beginMailedSignIn } from '../one-time-tokens/index.ts'
import { inviteMail, signInMail } from './emails.tsx'

/** How long link and code live (SECURITY T4). */
const SIGN_IN_TTL_MS = minutes(10)

/** More than the request takes on an idle machine, in ms. */
const ANSWER_AFTER_MS = 40

type StartNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'actor' | 'request' | 'effects'>

/**
 * Mails a link and a code, either of which signs in. An address that nobody has costs the same work and gets the same
 * answer, with a flow that signs nobody in (SECURITY N2, N3); where it may sign up, a mail invites it to. A disabled
 * account gets no mail.
 */
export async function startMailedSignIn(ctx: StartNeeds, typed: string): Promise<{ flowId: string }> {
  const email = parseEmailAddress(typed)!
  return noSoonerThan(ANSWER_AFTER_MS, () => mailIfWanted(ctx, email))
}

async function mailIfWanted(
  ctx: StartNeeds,
  { address, canonical }: EmailAddress,
): Promise<{ flowId: string }> {
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const account = await findAccountByEmail(inTx, canonical)
    const reader = account?.disabledAt === null ? account : undefined
    const { flowId, token, code } = await beginMailedSignIn(inTx, {
      userId: reader?.id ?? null,
      emailCanonical: canonical,
      ttlMs: SIGN_IN_TTL_MS,
    })
    if (reader) await mailWaysIn(inTx, reader, { token, code })
    else if (!account && isOpenFor(ctx.config.signUp, canonical)) await mailInvitation(inTx, address)
    else await queueDecoy(inTx, invitation(inTx))
    await recordAudit(inTx, {
      action: 'passwordless.requested',
      outcome: reader ? 'success' : 'failure',
      ...(account && { target: { type: 'user', id: account.id } }),
      ...(!reader && { details: { reason: account ? 'account_disabled' : 'unknown_address' } }),
      personal: { email: address },
    })
    return { flowId }
  })
}

interface WaysIn {
  token: string
  code: string
}

async function mailWaysIn(inTx: StartNeeds, account: Account, { token, code }: WaysIn): Promise<void> {
  await queueMail(inTx, {
    to: account.email,
    userId: account.id,
    template: 'passwordless_sign_in',
    content: signInMail({
      brand: inTx.config.brand,
      language: preferredLanguage([account.locale]),
      displayName: account.displayName,
      href: linkTo(inTx.config, '/magic-link', { token }),
      code,
    }),
    usefulUntilMs: SIGN_IN_TTL_MS,
  })
}

async function mailInvitation(inTx: StartNeeds, address: string): Promise<void> {
  await queueMail(inTx, {
    to: address,
    template: 'passwordless_invitation',
    content: invitation(inTx),
    usefulUntilMs: SIGN_IN_TTL_MS,
  })
}

/** To an address without an account: all that is known of its reader is the language of whoever asked. */
function invitation({ config, request }: StartNeeds): MailContent {
  return inviteMail({
    brand: config.brand,
    language: preferredLanguage(request.languages),
    href: linkTo(config, '/signup'),
  })
}
