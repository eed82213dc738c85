import { plainProviders } from './config-providers.ts'
import type { Problem } from './config-reading.ts'
import type { Variable } from './config-variable.ts'
import { type Values, variables } from './config-variables.ts'

/** What the manual says of production; the code below is what carries it out. */
export const productionRules = [
  '`PUBLIC_URL`, `ALLOWED_ORIGINS`, `ALLOWED_REDIRECTS` and `HIBP_URL` must be https, and `PUBLIC_URL` must be set.',
  '`SECRET_KEY` must be set. Short, repetitive and example keys are refused everywhere.',
  '`DATABASE_URL` must be set, or `ALLOW_EMBEDDED` be on.',
  '`REDIS_URL` must be set and `REDIS_REQUIRED` must not be off: without it each process would count for itself.',
  '`SMTP_URL` and `MAIL_FROM` must be set: there is no development mailbox.',
  '`RATE_LIMITS` must be on.',
  '`GOOGLE_ISSUER`, `MICROSOFT_AUTHORITY` and the issuers of `OIDC_PROVIDERS` must be https.',
] as const

/** Variables that contradict each other, wherever the platform runs. */
export function contradictions(values: Partial<Values>): Problem[] {
  const problems: Problem[] = []
  const { SESSION_IDLE_DAYS: idle, SESSION_ABSOLUTE_DAYS: absolute } = values
  if (idle !== undefined && absolute !== undefined && idle > absolute) {
    problems.push({ name: 'SESSION_IDLE_DAYS', problem: 'must not be more than SESSION_ABSOLUTE_DAYS' })
  }
  // OWASP Password Storage: 19 MiB with two passes, or 46 MiB with one. Less is no longer a hash of passwords.
  if (values.ARGON2_ITERATIONS === 1 && (values.ARGON2_MEMORY_KIB ?? 0) < 47_104) {
    problems.push({
      name: 'ARGON2_ITERATIONS',
      problem: 'must be at least 2 with less than 47104 KiB of memory',
    })
  }
  if (values.SIGNUP_MODE === 'allowlist' && values.ALLOWED_EMAIL_DOMAINS?.length === 0) {
    problems.push({ name: 'ALLOWED_EMAIL_DOMAINS', problem: 'must be set when SIGNUP_MODE is allowlist' })
  }
  if (values.REDIS_IDENTITY && !/^rediss:\/\/[^:@/]+@/.test(values.REDIS_URL ?? '')) {
    problems.push({
      name: 'REDIS_URL',
      problem: 'must be rediss:// with a user and no password when REDIS_IDENTITY is on',
    })
  }
  if (values.REDIS_REQUIRED && values.REDIS_URL === undefined) {
    problems.push({ name: 'REDIS_URL', problem: 'must be set when REDIS_REQUIRED is on' })
  }
  if (values.MIGRATION_DATABASE_URL !== undefined && values.DATABASE_URL === undefined) {
    problems.push({ name: 'DATABASE_URL', problem: 'must be set when MIGRATION_DATABASE_URL is' })
  }
  if (values.METRICS_PORT !== undefined && values.METRICS_PORT !== 0 && values.METRICS_PORT === values.PORT) {
    problems.push({ name: 'METRICS_PORT', problem: 'must not be PORT' })
  }
  for (const name of values.KEY_VAULT_SECRETS ?? []) {
    if ((variables as Record<string, Variable>)[name]?.secret !== true)
      problems.push({ name: 'KEY_VAULT_SECRETS', problem: 'must name variables that are marked secret' })
  }
  return [...problems, ...sharedSecrets(values)]
}

/** One secret for two uses: whoever gets at one use gets at both. */
function sharedSecrets(values: Partial<Values>): Problem[] {
  const named: Array<[name: string, secret: string]> = []
  if (values.SECRET_KEY !== undefined) named.push(['SECRET_KEY', values.SECRET_KEY])
  if (values.METRICS_TOKEN !== undefined) named.push(['METRICS_TOKEN', values.METRICS_TOKEN])
  for (const previous of values.SECRET_KEY_PREVIOUS ?? []) {
    // Half of a rotation: the key that is about to be replaced is written down first.
    if (previous !== values.SECRET_KEY) named.push(['SECRET_KEY_PREVIOUS', previous])
  }
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL'] as const) {
    const password = URL.parse(values[name] ?? '')?.password
    if (password) named.push([name, decodeURIComponent(password)])
  }
  for (const name of ['GOOGLE_CLIENT_SECRET', 'MICROSOFT_CLIENT_SECRET'] as const) {
    if (values[name] !== undefined) named.push([name, values[name]])
  }
  for (const provider of (values.OIDC_PROVIDERS ?? []) as ({ clientSecret?: unknown } | null)[]) {
    if (typeof provider?.clientSecret === 'string') named.push(['OIDC_PROVIDERS', provider.clientSecret])
  }
  return named.flatMap(([name, secret], index) => {
    const twin = named.slice(0, index).find(([, other]) => other === secret)
    return twin ? [{ name, problem: `must not hold the same secret as ${twin[0]}` }] : []
  })
}

/** What production refuses; see `productionRules`. */
export function productionRefusals(
  values: Partial<Values>,
  isSet: (name: keyof Values) => boolean,
): Problem[] {
  if (values.NODE_ENV !== 'production') return []
  const problems: Problem[] = []
  const refuse = (name: keyof Values, problem: string, when: boolean) => {
    if (when) problems.push({ name, problem: `${problem} in production` })
  }
  const isHttp = (url: string) => !url.startsWith('https:')
  for (const name of ['PUBLIC_URL', 'SECRET_KEY', 'REDIS_URL', 'SMTP_URL', 'MAIL_FROM'] as const) {
    refuse(name, 'must be set', !isSet(name))
  }
  refuse('PUBLIC_URL', 'must be https', values.PUBLIC_URL !== undefined && isHttp(values.PUBLIC_URL.href))
  refuse('HIBP_URL', 'must be https', values.HIBP_URL !== undefined && isHttp(values.HIBP_URL))
  refuse('ALLOWED_ORIGINS', 'must be https', values.ALLOWED_ORIGINS?.some(isHttp) ?? false)
  refuse('ALLOWED_REDIRECTS', 'must be https', values.ALLOWED_REDIRECTS?.some(isHttp) ?? false)
  refuse('REDIS_REQUIRED', 'must not be off', values.REDIS_REQUIRED === false)
  refuse('RATE_LIMITS', 'must not be off', values.RATE_LIMITS === false)
  for (const { name, problem } of plainProviders(values)) refuse(name as keyof Values, problem, true)
  const mayEmbed = values.ALLOW_EMBEDDED === true
  refuse('DATABASE_URL', 'must be set, or ALLOW_EMBEDDED be on,', !isSet('DATABASE_URL') && !mayEmbed)
  return problems
}
