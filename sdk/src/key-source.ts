import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { NetworkError } from './gatehouse-error.ts'

/** As long as the platform lets its keys be cached. A new key is published twice as long before it signs. */
const MAX_AGE_MS = 300_000
/** Between two fetches, whatever key is asked for: made-up key ids cannot make this server ask more often. */
const COOLDOWN_MS = 30_000
const TIMEOUT_MS = 3_000

/** The platform's public keys, as jose asks for them. @throws {NetworkError} when they cannot be had. */
export type KeySource = JWTVerifyGetKey

type FetchKeys = (url: string, init: RequestInit) => Promise<Response>

/**
 * Keys from the platform's JWKS address: fetched when first needed, and again when they are five minutes old or one
 * is asked for that is not among them (a key may be revoked at once). While that fails, the ones at hand serve on, so
 * that the platform's outage is not yours.
 */
export function createKeySource(
  url: string | URL,
  fetchKeys: FetchKeys = (to, init) => fetch(to, init),
): KeySource {
  const href = new URL(url).href
  let known: JWTVerifyGetKey | undefined
  let fetchedAtMs = Number.NEGATIVE_INFINITY
  let triedAtMs = Number.NEGATIVE_INFINITY
  let failure: unknown
  let fetching: Promise<void> | undefined

  async function load(): Promise<void> {
    triedAtMs = Date.now()
    try {
      const response = await fetchKeys(href, {
        headers: { accept: 'application/json' },
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (response.status !== 200) throw new NetworkError('unexpected_answer', { status: response.status })
      known = createLocalJWKSet((await response.json()) as JSONWebKeySet)
      fetchedAtMs = triedAtMs
      failure = undefined
    } catch (cause) {
      failure = cause
    }
  }

  async function renew(): Promise<void> {
    if (known && Date.now() - triedAtMs < COOLDOWN_MS) return
    fetching ??= load().finally(() => {
      fetching = undefined
    })
    await fetching
  }

  return async (header, token) => {
    if (!known || Date.now() - fetchedAtMs >= MAX_AGE_MS) await renew()
    if (!known) throw new NetworkError('unreachable', { cause: failure })
    try {
      return await known(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await renew()
      // It may be a new key that we could not hear of: no fault of the token.
      if (failure !== undefined) throw new NetworkError('unreachable', { cause: failure })
      return known(header, token)
    }
  }
}
