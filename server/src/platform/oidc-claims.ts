import type { ProviderConfig } from '../config.ts'

/** Who a provider says has signed in, after everything it sent was checked. */
export interface ProviderIdentity {
  /** With `subject`, who it is; never the address (SECURITY O4). */
  issuer: string
  subject: string
  email: string | undefined
  /** True only when the provider says so, in a boolean. */
  emailVerified: boolean
  name: string | undefined
  /** Google's `hd`: the organization's domain that the account belongs to. */
  hostedDomain: string | undefined
  /** As the token endpoint gave them: to be sealed. */
  tokens: { accessToken: string; refreshToken?: string; scope?: string; expiresInSeconds?: number }
}

type Claims = Readonly<Record<string, unknown>>

/** The tenant of personal Microsoft accounts, which belong to no organization. */
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad'
const TENANT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const LEEWAY_SECONDS = 30

/**
 * What the protocol's library leaves open of an ID token (OpenID Connect Core section 3.1.3.7). Undefined when all is
 * well, else what is not.
 */
export function faultOf(claims: Claims, provider: ProviderConfig, nowSeconds: number): string | undefined {
  const { sub, iat, azp, iss } = claims
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return 'sub is not 1 to 255 characters'
  if (azp !== undefined && azp !== provider.clientId) return 'azp is another client'
  if (typeof iat !== 'number' || iat > nowSeconds + LEEWAY_SECONDS) return 'iat is in the future'
  return isExpectedIssuer(iss, claims.tid, provider) ? undefined : 'iss is another issuer'
}

/** The issuer to the letter; of Microsoft's shared tenants, that of the tenant the token names. */
function isExpectedIssuer(iss: unknown, tid: unknown, provider: ProviderConfig): boolean {
  if (!provider.issuer.includes('{tenantid}')) return iss === provider.issuer
  if (typeof tid !== 'string' || !TENANT.test(tid)) return false
  if (provider.discoveryUrl.endsWith('/organizations/v2.0') && tid === CONSUMERS) return false
  return iss === provider.issuer.replace('{tenantid}', tid)
}

/**
 * Whether the provider vouches for the address. Only a boolean counts: `"true"` is what a claim mapped by a tenant's
 * own administrator looks like. Microsoft says it as `xms_edov`, when an application asks for that, and otherwise says
 * nothing: an address in its tokens may be whatever a tenant's administrator typed.
 */
export const vouchesForEmail = (claims: Claims, { kind }: ProviderConfig): boolean =>
  claims.email_verified === true || (kind === 'microsoft' && claims.xms_edov === true)

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
