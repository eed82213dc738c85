import type { Context } from '../../context.ts'
import { hours } from '../../kit/duration.ts'
import { type EmailAddress, localPartOf, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { isOpenFor } from '../../kit/sign-up-policy.ts'
import { noSoonerThan } from '../../kit/steady-time.ts'
import { type Account, createAccount, findAccountByEmail, localeOf } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { FINISH_TEMPLATE, mailFinishLink, mailVerificationLink } from '../email-verification/index.ts'
import { linkTo, mayMail, queueDecoy, queueMail } from '../mail/index.ts'
import { checkNewPassword, createCredentials, distrustOtherPassword } from '../passwords/index.ts'
import { accountExistsMail } from './emails.tsx'

interface SignUp {
  email: string
  password: string
  displayName: string
  locale?: string | undefined
}

const EXISTS_TEMPLATE = 'account_exists'
/** How many mails repeated sign-ups may cause in one mailbox. */
const REPEATS = { templates: [EXISTS_TEMPLATE, FINISH_TEMPLATE], atMost: 3, withinMs: hours(1) }

/** More than hashing and writing take on an idle machine, in ms. */
const ANSWER_AFTER_MS = 90

type SignUpNeeds = Pick<
  Context,
  'db' | 'config' | 'clock' | 'vault' | 'passwords' | 'actor' | 'request' | 'effects'
>

/**
 * Makes an account that may sign in once its address is verified, and mails the link for that. For an address that
 * has an account already, only its owner learns of it, by mail; the caller sees the same answer after the same work
 * (SECURITY N2, N3). What a second sign-up may and may not do: docs/decisions/0003.
 *
 * @throws {IdentityError} `signup.closed` when this server does not take such an address, whoever has it; the codes
 *   of the password policy; `unavailable` when hashing is overloaded.
 */
export async function signUp(ctx: SignUpNeeds, input: SignUp): Promise<void> {
  const email = parseEmailAddress(input.email)!
  if (!isOpenFor(ctx.config.signUp, email.canonical)) throw new IdentityError('signup.closed')
  await checkNewPassword(ctx, input.password, [localPartOf(email.address), input.displayName])
  await noSoonerThan(ANSWER_AFTER_MS, async () => {
    // For known addresses too: the time it takes must not tell them apart.
    const passwordHash = await ctx.passwords.hash(input.password)
    const repeated = await makeOrTell(ctx, { ...input, email, passwordHash })
    // Two passwords for one unproven address: one is a stranger's, and neither may open the account.
    await distrustOtherPassword(ctx, repeated?.isVerified === false ? repeated.id : undefined, input.password)
  })
}

interface Admitted extends Omit<SignUp, 'email' | 'password'> {
  email: EmailAddress
  passwordHash: string
}

/**
 * One transaction, of the same statements whether or not the address has an account. Gives the account that was there
 * already; undefined when this made it.
 */
async function makeOrTell(
  ctx: SignUpNeeds,
  { email, passwordHash, ...input }: Admitted,
): Promise<Account | undefined> {
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const created = await createAccount(inTx, {
      email,
      displayName: input.displayName,
      locale: input.locale ?? localeOf(ctx.request.languages),
    })
    const account = await findAccountByEmail(inTx, email.canonical)
    if (!account) return refuseReserved(inTx, email)
    const mayTell = await mayMail(inTx, { recipient: account.email, ...REPEATS })
    if (created) {
      await createCredentials(inTx, created.id, passwordHash)
      await mailVerificationLink(inTx, created)
    } else {
      await tellOwner(inTx, account, mayTell)
    }
    await recordAudit(inTx, {
      action: created ? 'account.created' : 'sign_up.repeated',
      target: { type: 'user', id: account.id },
      details: created ? { method: 'password' } : { isVerified: account.isVerified },
      personal: { email: email.address },
    })
    return created ? undefined : account
  })
}

/**
 * The address was another account's until lately, and that account may go back to it: it is not to be had until then.
 * Whoever reads the mailbox has the link that goes back.
 */
async function refuseReserved(inTx: SignUpNeeds, email: EmailAddress): Promise<undefined> {
  const nobody = { displayName: 'Nobody in particular', locale: localeOf(inTx.request.languages) }
  await queueDecoy(inTx, existsMail(inTx, nobody))
  await recordAudit(inTx, {
    action: 'sign_up.repeated',
    outcome: 'failure',
    details: { reason: 'address_reserved' },
    personal: { email: email.address },
  })
}

/** Tells the owner of the mailbox, and nobody else, that somebody signed up with their address again. */
async function tellOwner(inTx: SignUpNeeds, account: Account, mayTell: boolean): Promise<void> {
  const content = existsMail(inTx, account)
  if (!mayTell || account.disabledAt !== null) return queueDecoy(inTx, content)
  if (!account.isVerified) return mailFinishLink(inTx, account)
  await queueMail(inTx, { to: account.email, userId: account.id, template: EXISTS_TEMPLATE, content })
}

function existsMail({ config }: Pick<Context, 'config'>, account: Pick<Account, 'locale' | 'displayName'>) {
  return accountExistsMail({
    brand: config.brand,
    language: preferredLanguage([account.locale]),
    displayName: account.displayName,
    signInUrl: linkTo(config, '/login'),
    resetUrl: linkTo(config, '/forgot-password'),
  })
}
