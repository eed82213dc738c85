import { isApiKey } from './api-key-format.ts'
import { NetworkError } from './gatehouse-error.ts'
import type { ApiKey, ApiKeyVerification } from './generated/types.ts'

export type ApiKeyScope = ApiKey['scopes'][number]

export interface ApiKeyVerifierOptions {
  /** Where the platform is: its PUBLIC_URL. */
  baseUrl: string | URL
  /** Instead of the global one. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
  /**
   * How long an answer is believed, in ms: a key that was revoked is taken for so long. 1,000 unless given, 60,000 at the
   * most; 0 asks every time.
   */
  cacheMs?: number | undefined
}

/** What a good key may do now. */
export interface ApiKeyClaims {
  keyId: string
  name: string
  /** Who made it, and answers for it. */
  userId: string
  /** Where its scopes hold: the organization it is of, or the one you asked for; null for a person's own key. */
  organizationId: string | null
  scopes: readonly ApiKeyScope[]
  expiresAt: Date | null
}

/** Why a key is refused. `refused` is the platform's answer; it says no more, to you neither. */
export type ApiKeyFault = 'missing' | 'malformed' | 'refused'

export class InvalidApiKeyError extends Error {
  override readonly name = 'InvalidApiKeyError'
  readonly reason: ApiKeyFault

  constructor(reason: ApiKeyFault) {
    super(`The API key is refused: ${reason}.`)
    this.reason = reason
  }
}

export interface ApiKeyVerifier {
  /**
   * What a key may do now, if it is good. With an `organizationId`, what it may do there: a key that is not good there
   * is not good.
   *
   * @throws {InvalidApiKeyError} for every other text: answer 401. {NetworkError} when the platform cannot be asked,
   *   which is no fault of the key: answer 503, and let nobody in.
   */
  verify(key: string, options?: { organizationId?: string | undefined }): Promise<ApiKeyClaims>
}

const DEFAULT_CACHE_MS = 1_000
const MAX_CACHE_MS = 60_000
/** Answers kept at once. The oldest give way. */
const MAX_CACHED = 10_000
const TIMEOUT_MS = 3_000

interface Asked {
  /** When it was asked: what the answer says was true then, or later. */
  at: number
  answer: Promise<ApiKeyClaims | undefined>
}

/**
 * Verifies API keys that others show you, by asking the platform. What is not even well formed is refused without
 * asking; several who show one key at once are asked for once.
 *
 * @throws {RangeError} for a `cacheMs` that is out of bounds
 */
export function createApiKeyVerifier(options: ApiKeyVerifierOptions): ApiKeyVerifier {
  const { cacheMs = DEFAULT_CACHE_MS } = options
  if (!(cacheMs >= 0 && cacheMs <= MAX_CACHE_MS)) throw new RangeError('cacheMs: 0 to 60,000')
  const ask = createAsk(options)
  const cache = new Map<string, Asked>()

  function askOnce(key: string, organizationId: string | undefined): Promise<ApiKeyClaims | undefined> {
    const name = `${key} ${organizationId ?? ''}`
    const now = Date.now()
    const known = cache.get(name)
    // A clock that was set back would else make an answer last.
    if (known && now >= known.at && now - known.at < cacheMs) return known.answer
    const asked = { at: now, answer: ask(key, organizationId) }
    // Last in the map again, so that the first ones are the oldest.
    cache.delete(name)
    if (cacheMs > 0) cache.set(name, asked)
    for (const [oldest, { at }] of cache) {
      if (cache.size <= MAX_CACHED && now - at < cacheMs) break
      cache.delete(oldest)
    }
    // That there was no answer is none: the next one asks again.
    asked.answer.catch(() => {
      if (cache.get(name) === asked) cache.delete(name)
    })
    return asked.answer
  }

  return {
    async verify(key, { organizationId } = {}) {
      if (typeof key !== 'string' || key === '') throw new InvalidApiKeyError('missing')
      if (!isApiKey(key)) throw new InvalidApiKeyError('malformed')
      const claims = await askOnce(key, organizationId)
      if (!claims || (claims.expiresAt !== null && claims.expiresAt.getTime() <= Date.now()))
        throw new InvalidApiKeyError('refused')
      return claims
    },
  }
}

/** Asks the platform; undefined for a key that it refuses. Everything else that is no good answer is thrown. */
function createAsk({ baseUrl, fetch: ownFetch }: ApiKeyVerifierOptions) {
  const url = `${String(baseUrl).replace(/\/+$/, '')}/api/v1/api-keys/verify`
  const send = ownFetch ?? ((to: string, init: RequestInit) => fetch(to, init))
  return async (key: string, organizationId: string | undefined): Promise<ApiKeyClaims | undefined> => {
    let response: Response
    let text: string
    try {
      response = await send(url, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({ key, organizationId }),
        // Followed, it would take the key elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      text = await response.text()
    } catch (cause) {
      const isLate = cause instanceof Error && cause.name === 'TimeoutError'
      throw new NetworkError(isLate ? 'timeout' : 'unreachable', { cause })
    }
    // No id of an organization: nothing is good there.
    if (response.status === 400 && organizationId !== undefined) return undefined
    const answer = response.status === 200 ? parse(text) : undefined
    if (answer?.valid === false) return undefined
    const claims = answer?.valid === true ? read(answer) : undefined
    const isThere = organizationId === undefined || claims?.organizationId === organizationId
    if (!claims || !isThere) throw new NetworkError('unexpected_answer', { status: response.status })
    return claims
  }
}

function parse(text: string): ApiKeyVerification | null | undefined {
  try {
    return JSON.parse(text) as ApiKeyVerification | null
  } catch {
    return undefined
  }
}

type Good = Extract<ApiKeyVerification, { valid: true }>

/** Undefined for what only looks like an answer: a proxy or another program is there. */
function read(answer: { [Name in keyof Good]: unknown }): ApiKeyClaims | undefined {
  const { keyId, name, userId, organizationId, scopes, expiresAt } = answer
  const texts = [keyId, name, userId, ...(organizationId === null ? [] : [organizationId])]
  if (!texts.every((text) => typeof text === 'string' && text !== '')) return undefined
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) return undefined
  const end = expiresAt === null ? null : new Date(String(expiresAt))
  if (end !== null && Number.isNaN(end.getTime())) return undefined
  return {
    keyId: keyId as string,
    name: name as string,
    userId: userId as string,
    organizationId: organizationId as string | null,
    scopes: scopes as ApiKeyScope[],
    expiresAt: end,
  }
}
