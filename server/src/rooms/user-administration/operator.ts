import type { Platform } from '../../context.ts'
import { localPartOf, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { plainText } from '../../kit/plain-text.ts'
import { type Account, findAccountByEmail } from '../accounts/index.ts'
import type { systemContext } from '../audit/index.ts'
import { lockAccount } from '../gate/index.ts'
import { issueResetLink } from '../password-reset/index.ts'
import { removeSecondFactors, unlock } from '../user-recovery/index.ts'
import { makeAccount } from './create.ts'
import { giveRole } from './roles.ts'

/** Whoever runs the server: no request, no session, and no rights to check. */
type Operator = ReturnType<
  typeof systemContext<Pick<Platform, 'database' | 'clock' | 'config' | 'vault' | 'limiter'>>
>

/**
 * Makes somebody an administrator, with an account that is made for it where there is none, and gives the link that sets
 * a password, once and for half an hour (SECURITY A1). Nothing is mailed.
 *
 * @throws {IdentityError} `request.invalid` for what is no address; `admin.user_disabled`.
 */
export async function grantAdmin(
  ctx: Operator,
  typed: string,
): Promise<{ userId: string; link: string; isNew: boolean }> {
  const email = parseEmailAddress(typed) ?? refuse()
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const found = await findAccountByEmail(inTx, email.canonical)
    if (!found)
      await makeAccount(inTx, { email: email.address, displayName: nameFrom(email.address), locale: 'en' })
    const person = await lockByEmail(inTx, email.canonical)
    if (person.disabledAt !== null) throw new IdentityError('admin.user_disabled')
    const { link } = await issueResetLink(inTx, person)
    await giveRole(inTx, person, 'admin')
    return { userId: person.id, link, isNew: !found }
  })
}

const nameFrom = (address: string): string => plainText(localPartOf(address), 64)

function refuse(): never {
  throw new IdentityError('request.invalid', {
    errors: [{ pointer: '/email', code: 'email.invalid', message: 'Not an email address.' }],
  })
}

async function lockByEmail(inTx: Operator, canonical: string): Promise<Account> {
  const found = await findAccountByEmail(inTx, canonical)
  const person = found && (await lockAccount(inTx.db, found.id))
  if (!person) throw new IdentityError('not_found')
  return person
}

/** @throws {IdentityError} `not_found` when nobody has the address. */
function onAccount(
  ctx: Operator,
  typed: string,
  act: (inTx: Operator, person: Account) => Promise<void>,
): Promise<void> {
  const email = parseEmailAddress(typed) ?? refuse()
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    await act(inTx, await lockByEmail(inTx, email.canonical))
  })
}

/** Ends the pause that wrong passwords or codes led to. @throws {IdentityError} `not_found` */
export const unlockAccount = (ctx: Operator, email: string): Promise<void> => onAccount(ctx, email, unlock)

/** Takes somebody's second factors away at once: whoever runs the server answers for it. @throws {IdentityError} `not_found` */
export const resetMfaNow = (ctx: Operator, email: string): Promise<void> =>
  onAccount(ctx, email, (inTx, person) => removeSecondFactors(inTx, person, { requestedBy: null }))
