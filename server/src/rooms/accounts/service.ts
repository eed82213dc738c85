import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { newId } from '../../kit/ids.ts'
import type { User } from './schemas.ts'
import { type Account, findByEmail, findById, insertAccount, setLastSignIn, setVerified } from './store.ts'

type Needs = Pick<Context, 'db'>

export interface NewAccount {
  email: { address: string; canonical: string }
  displayName: string
  locale: string
}

/** Adds an unverified account; undefined when the address is taken, which the caller must not let show. */
export async function createAccount(
  ctx: Pick<Context, 'db' | 'clock'>,
  account: NewAccount,
): Promise<Account | undefined> {
  return insertAccount(ctx.db, {
    id: newId(ctx.clock.nowMs()),
    email: account.email.address,
    emailCanonical: account.email.canonical,
    displayName: account.displayName,
    locale: account.locale,
  })
}

export async function findAccountByEmail(ctx: Needs, canonical: string): Promise<Account | undefined> {
  return findByEmail(ctx.db, canonical)
}

/** @throws {IdentityError} `not_found` when there is no such account. */
export async function getAccount(ctx: Needs, userId: string): Promise<Account> {
  return (await findById(ctx.db, userId)) ?? missing()
}

/** Notes that the address is proven. True when it was not before, so that the caller can tell it once. */
export async function markVerified(ctx: Needs, userId: string): Promise<boolean> {
  return setVerified(ctx.db, userId)
}

/**
 * Notes a sign-in and returns the account as it is then.
 *
 * @throws {IdentityError} `not_found` when it has been deleted meanwhile.
 */
export async function recordSignIn(ctx: Needs, userId: string): Promise<Account> {
  return (await setLastSignIn(ctx.db, userId)) ?? missing()
}

/** The account as its owner sees it. `facts` are what other rooms know of it. */
export function toUser(account: Account, facts: { hasPassword: boolean; mfaEnabled: boolean }): User {
  return {
    id: account.id,
    email: account.email,
    isVerified: account.isVerified,
    displayName: account.displayName,
    avatarUrl: account.avatarUrl,
    locale: account.locale,
    timezone: account.timezone,
    hasPassword: facts.hasPassword,
    mfaEnabled: facts.mfaEnabled,
    platformRole: account.platformRole,
    status: account.disabledAt === null ? 'active' : 'disabled',
    createdAt: account.createdAt,
    updatedAt: account.updatedAt,
    lastSignInAt: account.lastSignInAt,
  }
}

function missing(): never {
  throw new IdentityError('not_found')
}
