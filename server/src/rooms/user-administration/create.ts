import type { UserContext } from '../../context.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { type Account, createAccount, markVerified } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { linkTo, queueMail } from '../mail/index.ts'
import { issueResetLink } from '../password-reset/index.ts'
import { createCredentials } from '../passwords/index.ts'
import { type ActNeeds, asStaff } from '../staff/index.ts'
import { type AdminUserDetails, getAdminUser } from '../user-listing/index.ts'
import { accountMadeMail } from './emails.tsx'

export interface NewUser {
  email: string
  displayName: string
  locale: string
  isVerified: boolean
  sendInvite: boolean
}

/**
 * Makes an account without a password: whoever reads its mail sets one (SECURITY P9). By which way people may sign up
 * themselves is not asked.
 *
 * @throws {IdentityError} `user.email_taken`
 */
export function createUser(ctx: UserContext, input: NewUser): Promise<AdminUserDetails> {
  return asStaff(ctx, { permission: 'users:create' }, async (inTx) => {
    const account = await makeAccount(inTx, input)
    if (input.isVerified) await markVerified(inTx, account.id)
    if (input.sendInvite) await mailInvite(inTx, account)
    const made = await getAdminUser(inTx, account.id)
    await recordAudit(inTx, {
      action: 'admin.user_created',
      target: { type: 'user', id: account.id },
      details: { isVerified: input.isVerified, invited: input.sendInvite },
      personal: { email: account.email },
    })
    return made
  })
}

/** @throws {IdentityError} `user.email_taken`, also when another account may go back to the address. */
export async function makeAccount(
  inTx: ActNeeds,
  { email, displayName, locale }: Pick<NewUser, 'email' | 'displayName' | 'locale'>,
): Promise<Account> {
  const account = await createAccount(inTx, { email: parseEmailAddress(email)!, displayName, locale })
  if (!account) throw new IdentityError('user.email_taken')
  await createCredentials(inTx, account.id, null)
  return account
}

async function mailInvite(inTx: ActNeeds, account: Account): Promise<void> {
  const { link, ttlMs } = await issueResetLink(inTx, account)
  await queueMail(inTx, {
    to: account.email,
    userId: account.id,
    template: 'account_made',
    content: accountMadeMail({
      brand: inTx.config.brand,
      language: preferredLanguage([account.locale]),
      displayName: account.displayName,
      href: link,
      againHref: linkTo(inTx.config, '/forgot-password'),
    }),
    usefulUntilMs: ttlMs,
  })
}
