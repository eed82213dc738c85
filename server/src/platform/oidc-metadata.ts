import type { Config, ProviderConfig } from '../config.ts'
import { hours } from '../kit/duration.ts'
import type { Clock } from './clock.ts'
import { callOut, OutboundError } from './outbound.ts'

/** What a provider may sign ID tokens with. Neither `none`, nor HMAC: a key both sides hold proves nothing of one. */
const SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

/** What of a provider's discovery document is used. Everything else it says is left out. */
export interface ProviderMetadata {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  jwks_uri: string
  userinfo_endpoint?: string
  id_token_signing_alg_values_supported: string[]
  token_endpoint_auth_methods_supported: string[]
  authorization_response_iss_parameter_supported: boolean
}

const KEPT_FOR_MS = hours(1)

/** A discovery document that cannot be used: the provider's fault, or that of our configuration. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError'
}

interface Needs {
  config: Pick<Config, 'environment'>
  clock: Pick<Clock, 'steadyMs'>
}

/** Reads discovery documents, each once an hour at the most while it answers. */
export function createMetadataReader({ config, clock }: Needs) {
  const held = new Map<string, { metadata: ProviderMetadata; staleAtMs: number }>()
  return async (provider: ProviderConfig, signal: AbortSignal): Promise<ProviderMetadata> => {
    const kept = held.get(provider.id)
    if (kept && clock.steadyMs() < kept.staleAtMs) return kept.metadata
    const url = new URL(`${provider.discoveryUrl.replace(/\/$/, '')}/.well-known/openid-configuration`)
    const { status, body } = await callOut(config, url, {
      headers: { accept: 'application/json' },
      signal,
    }).catch(asMetadataError)
    if (isInTrouble(status)) throw new OutboundError('unreachable', `${url.origin} answered ${status}.`)
    if (status !== 200) throw new MetadataError(`discovery answered ${status}`)
    const metadata = readMetadata(config, provider, body)
    held.set(provider.id, { metadata, staleAtMs: clock.steadyMs() + KEPT_FOR_MS })
    return metadata
  }
}

/** A provider that answers so is as good as away. */
export const isInTrouble = (status: number): boolean => status >= 500 || status === 429

/** A redirect or a flood in place of the document: no fault of the person who is waiting. */
function asMetadataError(error: unknown): never {
  if (error instanceof OutboundError && error.reason === 'unacceptable')
    throw new MetadataError(error.message, { cause: error.cause })
  throw error
}

function readMetadata(config: Needs['config'], provider: ProviderConfig, body: Buffer): ProviderMetadata {
  const document = parseObject(body)
  // To the letter (OpenID Connect Discovery section 4.3, SECURITY O2).
  if (document.issuer !== provider.issuer)
    throw new MetadataError('the issuer is not the one that is configured')
  const endpoint = (name: string): string => {
    const url = document[name]
    if (typeof url !== 'string' || !isEndpoint(config, url)) throw new MetadataError(`${name} is not https`)
    return url
  }
  const offered = textsOf(document.id_token_signing_alg_values_supported) ?? ['RS256']
  const algorithms = offered.filter((name) => (SIGNING_ALGORITHMS as readonly string[]).includes(name))
  if (algorithms.length === 0) throw new MetadataError('no way of signing ID tokens that is taken')
  return {
    issuer: provider.issuer,
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    jwks_uri: endpoint('jwks_uri'),
    ...(document.userinfo_endpoint !== undefined && { userinfo_endpoint: endpoint('userinfo_endpoint') }),
    id_token_signing_alg_values_supported: algorithms,
    // OpenID Connect Discovery section 3: basic where nothing is said.
    token_endpoint_auth_methods_supported: textsOf(document.token_endpoint_auth_methods_supported) ?? [
      'client_secret_basic',
    ],
    authorization_response_iss_parameter_supported:
      document.authorization_response_iss_parameter_supported === true,
  }
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below, without what was sent.
  }
  throw new MetadataError('the discovery document is not a JSON object')
}

const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined

/** Where a browser may be sent, and a secret: https, or plain http on this machine outside production. */
function isEndpoint({ environment }: Needs['config'], text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  const isOnThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.protocol === 'http:' && isOnThisMachine && environment !== 'production'
}
