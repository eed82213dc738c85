import type { Context } from '../../context.ts'
import { type EmailAddress, localPartOf, parseEmailAddress } from '../../kit/email-address.ts'
import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'
import { isOpenFor } from '../../kit/sign-up-policy.ts'
import type { ProviderIdentity } from '../../platform/oidc.ts'
import {
  type Account,
  createAccount,
  DisplayName,
  findAccountByEmail,
  localeOf,
  markVerified,
} from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { proveMailbox } from '../email-verification/index.ts'
import { admit, lockAccount, readStanding } from '../gate/index.ts'
import { addIdentity, claimIdentity, hasIdentityOf, noteIdentityUse } from '../identities/index.ts'
import { queueNotice } from '../mail/index.ts'
import { createCredentials } from '../passwords/index.ts'
import { type Outcome, type Proven, recordFailure, refuseWhileReadonly } from './outcome.ts'
import { decide, isTrustedFor } from './rules.ts'

/**
 * Signs somebody in whom a provider vouches for: into the account that the identity opens; else into a new one; else,
 * where the provider runs the mailboxes of the address, into the account that has the address (docs/decisions/0011).
 */
export async function signInOrUp(inTx: Context, proven: Proven): Promise<Outcome> {
  const { identity } = proven
  const known = await claimIdentity(inTx, identity)
  if (known) {
    await noteIdentityUse(inTx, known.id, identity)
    return admitted(inTx, known.userId, proven)
  }
  const email = identity.email === undefined ? undefined : parseEmailAddress(identity.email)
  // Before anybody is looked for: what is answered here must not depend on who has the address.
  if (!email || !identity.emailVerified) return refused(inTx, proven, 'oauth.email_unverified')
  const holder = await findAccountByEmail(inTx, email.canonical)
  return holder
    ? intoHeldAccount(inTx, holder.id, { ...proven, email })
    : intoNewAccount(inTx, { ...proven, email })
}

type WithEmail = Proven & { email: EmailAddress }

async function intoNewAccount(inTx: Context, proven: WithEmail): Promise<Outcome> {
  const { email, identity, provider } = proven
  if (!isOpenFor(inTx.config.signUp, email.canonical)) return refused(inTx, proven, 'signup.closed')
  refuseWhileReadonly(inTx)
  const account = await createAccount(inTx, {
    email,
    displayName: nameFor(identity, email),
    locale: localeOf(inTx.request.languages),
  })
  // Somebody signed up with the address this very moment: asked again, there is a holder.
  if (!account) throw new IdentityError('conflict')
  await createCredentials(inTx, account.id, null)
  await markVerified(inTx, account.id)
  await connect(inTx, account.id, proven)
  await recordAudit(inTx, {
    action: 'account.created',
    actorId: account.id,
    target: { type: 'user', id: account.id },
    details: { method: 'provider', provider: provider.id },
    personal: { email: email.address },
  })
  return admitted(inTx, account.id, proven, true)
}

/** The address is somebody's. Judged under the account's lock, so that what is judged still holds when it is done. */
async function intoHeldAccount(inTx: Context, userId: string, proven: WithEmail): Promise<Outcome> {
  const { email, identity, provider } = proven
  const [account, standing] = await Promise.all([lockAccount(inTx.db, userId), readStanding(inTx.db, userId)])
  if (!account || !standing || account.emailCanonical !== email.canonical) throw new IdentityError('conflict')
  const verdict = decide(
    {
      isVerified: account.isVerified,
      hasStrongFactor: standing.hasTotp || standing.hasPasskeys,
      hasIdentityOfIssuer: await hasIdentityOf(inTx.db, userId, identity.issuer),
    },
    isTrustedFor(provider, email.canonical, identity.hostedDomain),
  )
  if (verdict !== 'link' && verdict !== 'reclaim')
    return refused(inTx, proven, 'oauth.link_required', account.id)
  // The gate would refuse them afterwards; nothing is connected to such an account beforehand.
  if (account.disabledAt !== null) return admitted(inTx, userId, proven)
  refuseWhileReadonly(inTx)
  if (verdict === 'reclaim') await proveMailbox(inTx, account, provider.id)
  await connect(inTx, userId, proven)
  await tellOfLink(inTx, account)
  return admitted(inTx, userId, proven)
}

async function connect(inTx: Context, userId: string, { provider, identity }: Proven): Promise<void> {
  if (!(await addIdentity(inTx, userId, provider, identity))) throw new IdentityError('conflict')
  await recordAudit(inTx, {
    action: 'identity.linked',
    actorId: userId,
    target: { type: 'user', id: userId },
    details: { provider: provider.id, by: 'sign_in' },
  })
}

/** Tells the owner, by mail, that their account opens by another way from now on. */
export async function tellOfLink(inTx: Context, account: Account): Promise<void> {
  await queueNotice(inTx, account, 'identity_linked')
}

async function admitted(
  inTx: Context,
  userId: string,
  { delivery, provider }: Proven,
  isNewUser = false,
): Promise<Outcome> {
  const admission = await admit(inTx, userId, {
    amr: ['fed'],
    provider: provider.id,
    delivery,
    deviceToken: inTx.cookies.get('device'),
    act: 'sign_in.succeeded',
  })
  return { kind: 'admission', admission, isNewUser }
}

async function refused(
  inTx: Context,
  { provider, identity }: Proven,
  code: ErrorCode,
  userId: string | null = null,
): Promise<Outcome> {
  const email = identity.email === undefined ? undefined : parseEmailAddress(identity.email)?.canonical
  await recordFailure(inTx, provider, { reason: code, userId, email })
  return { kind: 'refused', code }
}

/** What the provider calls them, where that may be shown; else the local part of the address. */
function nameFor(identity: ProviderIdentity, email: EmailAddress): string {
  const name = DisplayName.safeParse(identity.name?.trim().slice(0, 64))
  return name.success ? name.data : localPartOf(email.address)
}
