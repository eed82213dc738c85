import type { Config, ProviderConfig } from '../../server/src/config.ts'
import type { Answer, Caller } from './callers.ts'
import { STAND_IN_CLIENT } from './stand-in-provider.ts'

/** A provider of the configuration, as `OIDC_PROVIDERS` would make it. */
export const providerAt = (issuer: string, changes: Partial<ProviderConfig> = {}): ProviderConfig => ({
  ...{ id: 'acme', name: 'Acme', kind: 'oidc', issuer, discoveryUrl: issuer },
  ...{ clientId: STAND_IN_CLIENT, scopes: ['openid', 'email', 'profile'], trustedDomains: [] },
  ...changes,
})

/** The world's options for some providers, each with the same secret. */
export const withProviders = (...providers: ProviderConfig[]) => ({
  config: { providers } satisfies Partial<Config>,
  secrets: {
    providerSecrets: Object.fromEntries(providers.map(({ id }) => [id, 'a-secret-between-two-test-servers'])),
  },
})

/** A sign-in under way, as a browser holds it. */
export interface Begun {
  authorizationUrl: string
  state: string
  /** What the browser that began it sends along from our page: its cookie, and where it is. */
  headers: { cookie: string; origin: string }
}

/** Begins at the REST face. @throws {Error} when that is refused. */
export async function begin(
  caller: Caller,
  query = '',
  { provider = 'acme', headers = {} }: { provider?: string; headers?: Record<string, string> } = {},
): Promise<Begun> {
  const answer = await caller.rest<{ authorizationUrl: string; state: string }>(
    'GET',
    `/oauth/${provider}/authorize${query}`,
    undefined,
    headers,
  )
  if (answer.status !== 200) throw new Error(`authorize answered ${answer.status}: ${answer.text}`)
  const cookie = [...answer.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
  return { ...answer.body, headers: { cookie, origin: 'https://id.gatehouse.test' } }
}

/** Ends at the REST face, whatever comes of it. */
export function finish(
  caller: Caller,
  returned: { code: string; state: string; iss?: string },
  { provider = 'acme', headers = {} }: { provider?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return caller.rest('POST', `/oauth/${provider}/callback`, returned, headers)
}
