import type { ProviderConfig } from '../../config.ts'
import type { ProviderIdentity } from '../../platform/oidc.ts'

/**
 * Whether a provider's word for an address is enough to open an account that exists (SECURITY O5): it must run the
 * mailboxes of that domain. Google does for its own, and for an organization's when it names that (`hd`).
 */
export function isTrustedFor(
  provider: Pick<ProviderConfig, 'kind' | 'trustedDomains'>,
  emailCanonical: string,
  hostedDomain: ProviderIdentity['hostedDomain'],
): boolean {
  const domain = emailCanonical.slice(emailCanonical.lastIndexOf('@') + 1)
  if (provider.trustedDomains.includes(domain)) return true
  return provider.kind === 'google' && hostedDomain?.toLowerCase() === domain
}

/** What is known of the account that has the address a provider vouches for. */
export interface Holder {
  isVerified: boolean
  /** A second factor, or a passkey, which is two in itself. */
  hasStrongFactor: boolean
  hasIdentityOfIssuer: boolean
}

/**
 * What to do with somebody whom a provider vouches for and nobody here knows by that identity.
 *
 *   create   nobody has the address: a new account
 *   link     the account's owner proved the address, and so does a provider that runs its mailboxes
 *   reclaim  somebody signed up with the address and never proved it: what they set is removed first (SECURITY O6)
 *   refuse   all else: the owner signs in as before and connects the provider themselves
 */
export function decide(
  holder: Holder | undefined,
  isTrusted: boolean,
): 'create' | 'link' | 'reclaim' | 'refuse' {
  if (!holder) return 'create'
  if (!isTrusted) return 'refuse'
  if (!holder.isVerified) return 'reclaim'
  return holder.hasStrongFactor || holder.hasIdentityOfIssuer ? 'refuse' : 'link'
}
