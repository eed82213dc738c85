import { domain, urlOf } from './config-formats.ts'
import type { Problem } from './config-reading.ts'
import type { Values } from './config-variables.ts'

/** A provider people may sign in with. Its secret is in `Secrets.providerSecrets`, under its id. */
export interface ProviderConfig {
  id: string
  /** On the button. */
  name: string
  kind: 'google' | 'microsoft' | 'oidc'
  /** As the provider states it, to the letter. For Microsoft's shared tenants it holds `{tenantid}`. */
  issuer: string
  /** Where discovery begins; the issuer, but for Microsoft's shared tenants. */
  discoveryUrl: string
  clientId: string
  scopes: string[]
  /** Mail domains, in lower case, for which its word is enough to connect an account that exists (SECURITY O5). */
  trustedDomains: string[]
}

const RESERVED_IDS = new Set(['google', 'microsoft'])
const ID = /^[a-z][a-z0-9-]{1,31}$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it keeps out
const NAME = /^[^\x00-\x1f\x7f<>]{1,64}$/
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/
const DEFAULT_SCOPES = ['openid', 'email', 'profile']

interface ListedProvider {
  id: string
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  scopes?: string[]
  trustedDomains?: string[]
}

const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value)
const isListOf = (value: unknown, isItem: (item: string) => boolean): boolean =>
  Array.isArray(value) &&
  value.length <= 100 &&
  value.every((item) => typeof item === 'string' && isItem(item))

/** An issuer as OpenID Connect Discovery section 4.1 has it: a URL without query, fragment and credentials. */
function isIssuer(value: unknown): boolean {
  if (typeof value !== 'string' || urlOf('https', 'http').parse(value) === undefined) return false
  const { username, password } = new URL(value)
  return !/[?#\s]/.test(value) && username === '' && password === ''
}

type FieldRule = [expects: string, holds: (value: unknown) => boolean]

const fields: Record<keyof ListedProvider, FieldRule> = {
  id: [
    'a lower-case letter and 1 to 31 of a-z, 0-9 and -, and neither google nor microsoft',
    (value) => isText(value, ID) && !RESERVED_IDS.has(value as string),
  ],
  name: ['1 to 64 characters without < and >', (value) => isText(value, NAME)],
  issuer: ['an http(s) URL without credentials, query and fragment', isIssuer],
  clientId: ['1 to 255 printable characters', (value) => isText(value, /^[\x21-\x7e]{1,255}$/)],
  clientSecret: ['1 to 1024 printable characters', (value) => isText(value, /^[\x20-\x7e]{1,1024}$/)],
  scopes: ['a list of scopes', (value) => value === undefined || isListOf(value, (item) => SCOPE.test(item))],
  trustedDomains: [
    'a list of domain names',
    (value) => value === undefined || isListOf(value, (item) => domain.parse(item) !== undefined),
  ],
}

/** What is wrong with the providers: a secret without its client, a field that is not what it must be. */
export function providerProblems(values: Partial<Values>): Problem[] {
  const problems: Problem[] = []
  for (const [id, secret] of [
    ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
    ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
  ] as const) {
    if (values[id] !== undefined && values[secret] === undefined)
      problems.push({ name: secret, problem: `must be set when ${id} is` })
    if (values[secret] !== undefined && values[id] === undefined)
      problems.push({ name: id, problem: `must be set when ${secret} is` })
  }
  for (const name of ['GOOGLE_ISSUER', 'MICROSOFT_AUTHORITY'] as const) {
    if (values[name] !== undefined && !isIssuer(values[name]))
      problems.push({ name, problem: `must be ${fields.issuer[0]}` })
  }
  const known = new Set<unknown>()
  for (const [index, item] of (values.OIDC_PROVIDERS ?? []).entries()) {
    problems.push(...itemProblems(index, item, known))
  }
  return problems
}

function itemProblems(index: number, item: unknown, known: Set<unknown>): Problem[] {
  const refuse = (problem: string): Problem => ({ name: 'OIDC_PROVIDERS', problem })
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return [refuse(`[${index}] must be an object`)]
  const given = item as Record<string, unknown>
  const problems = Object.entries(fields)
    .filter(([field, [, holds]]) => !holds(given[field]))
    .map(([field, [expects]]) => refuse(`[${index}].${field} must be ${expects}`))
  // The names of what nobody knows are not told: somebody may have put a secret in the wrong place.
  if (Object.keys(given).some((field) => !Object.hasOwn(fields, field)))
    problems.push(refuse(`[${index}] has a field other than ${Object.keys(fields).join(', ')}`))
  if (typeof given.id === 'string' && known.has(given.id))
    problems.push(refuse(`[${index}].id must differ from those before it`))
  known.add(given.id)
  return problems
}

/** Issuers that are not https, by variable. Production refuses them. */
export function plainProviders(values: Partial<Values>): Problem[] {
  const isHttp = (url: unknown) => typeof url === 'string' && !url.startsWith('https:')
  const problems: Problem[] = []
  for (const name of ['GOOGLE_ISSUER', 'MICROSOFT_AUTHORITY'] as const) {
    if (values[name] !== undefined && isHttp(values[name])) problems.push({ name, problem: 'must be https' })
  }
  for (const [index, item] of (values.OIDC_PROVIDERS ?? []).entries()) {
    if (isHttp((item as Partial<ListedProvider> | null)?.issuer))
      problems.push({ name: 'OIDC_PROVIDERS', problem: `[${index}].issuer must be https` })
  }
  return problems
}

/** The providers of an environment without problems, in the order of their buttons. */
export function toProviders(v: Values): ProviderConfig[] {
  const found: ProviderConfig[] = []
  if (v.GOOGLE_CLIENT_ID !== undefined) {
    found.push({
      ...{ id: 'google', name: 'Google', kind: 'google', issuer: v.GOOGLE_ISSUER },
      ...{ discoveryUrl: v.GOOGLE_ISSUER, clientId: v.GOOGLE_CLIENT_ID },
      ...{ scopes: DEFAULT_SCOPES, trustedDomains: ['gmail.com', 'googlemail.com'] },
    })
  }
  if (v.MICROSOFT_CLIENT_ID !== undefined) {
    const authority = v.MICROSOFT_AUTHORITY.replace(/\/+$/, '')
    const isShared = v.MICROSOFT_TENANT === 'common' || v.MICROSOFT_TENANT === 'organizations'
    found.push({
      ...{ id: 'microsoft', name: 'Microsoft', kind: 'microsoft', clientId: v.MICROSOFT_CLIENT_ID },
      issuer: `${authority}/${isShared ? '{tenantid}' : v.MICROSOFT_TENANT}/v2.0`,
      discoveryUrl: `${authority}/${v.MICROSOFT_TENANT}/v2.0`,
      ...{ scopes: DEFAULT_SCOPES, trustedDomains: [] },
    })
  }
  for (const listed of v.OIDC_PROVIDERS as ListedProvider[]) {
    const { id, name, issuer, clientId, scopes = DEFAULT_SCOPES, trustedDomains = [] } = listed
    found.push({
      ...{ id, name, kind: 'oidc', issuer, discoveryUrl: issuer, clientId },
      scopes: [...new Set(['openid', ...scopes])],
      trustedDomains: trustedDomains.map((name) => name.toLowerCase()),
    })
  }
  return found
}

export function toProviderSecrets(v: Values): Record<string, string> {
  const secrets: Record<string, string> = {}
  if (v.GOOGLE_CLIENT_SECRET !== undefined) secrets.google = v.GOOGLE_CLIENT_SECRET
  if (v.MICROSOFT_CLIENT_SECRET !== undefined) secrets.microsoft = v.MICROSOFT_CLIENT_SECRET
  for (const { id, clientSecret } of v.OIDC_PROVIDERS as ListedProvider[]) secrets[id] = clientSecret
  return secrets
}
