/** Who may have an account made: by SIGNUP_MODE and ALLOWED_EMAIL_DOMAINS. */
export interface SignUpPolicy {
  mode: 'public' | 'invite_only' | 'allowlist' | 'closed'
  /** For `allowlist`. */
  allowedEmailDomains: readonly string[]
}

/**
 * Whether a mailed invitation may have an account made for its address. It opens what is open to invited people only; who
 * lists domains means them for everybody, and what is closed stays closed.
 */
export function isOpenForInvited(policy: SignUpPolicy, emailCanonical: string): boolean {
  return policy.mode === 'invite_only' || isOpenFor(policy, emailCanonical)
}

/**
 * Decided by the address alone, before any account is looked at. The allowlist compares whole domains: a subdomain of
 * an allowed one is another domain.
 */
export function isOpenFor(policy: SignUpPolicy, emailCanonical: string): boolean {
  if (policy.mode === 'public') return true
  if (policy.mode !== 'allowlist') return false
  const domain = emailCanonical.slice(emailCanonical.lastIndexOf('@') + 1)
  return policy.allowedEmailDomains.some((allowed) => allowed.toLowerCase() === domain)
}
