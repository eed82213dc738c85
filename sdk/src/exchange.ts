import { NetworkError } from './gatehouse-error.ts'

/** `fetch`, or something that stands in for it: a Hono app's `request`, a fetch with a proxy. */
export type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>

/** Longer than the platform takes for anything it answers at all. */
export const DEFAULT_TIMEOUT_MS = 15_000

/** What every request of a client has in common. */
export interface Exchange {
  fetch: Fetch
  /** Sent with every request; what the SDK itself sets wins. */
  headers: Record<string, string>
}

export interface Outgoing {
  method: string
  headers: Record<string, string>
  body?: string
  /** Only browsers have cookies to send or to keep back; some edge runtimes refuse the very field. */
  credentials?: RequestCredentials | undefined
  signal: AbortSignal
}

export interface Answer {
  status: number
  /** The JSON body, or the lines of NDJSON as they are; undefined when there is none. */
  body: unknown
}

/**
 * Sends one request and reads its JSON. Redirects are not followed: the platform answers none, so one can only lead
 * tokens elsewhere. (`redirect: 'error'` would say the same, but edge runtimes know only `manual`.)
 *
 * @throws {NetworkError} when there is no answer, or one that is not JSON; the signal's reason when it was aborted.
 */
export async function exchange(options: Exchange, url: string, outgoing: Outgoing): Promise<Answer> {
  const { credentials, signal, ...init } = outgoing
  let response: Response
  let text: string
  try {
    response = await options.fetch(url, {
      ...init,
      ...(credentials && { credentials }),
      signal,
      headers: merge(options.headers, init.headers),
      redirect: 'manual',
    })
    text = await response.text()
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw new NetworkError('unreachable', { cause })
  }
  const { status } = response
  if (status === 204) return { status, body: undefined }
  try {
    if (status >= 300 && status < 400) throw new Error('A redirect.')
    // Lines of JSON are for the caller to take apart.
    if (response.headers.get('content-type')?.startsWith('application/x-ndjson'))
      return { status, body: text }
    return { status, body: JSON.parse(text) }
  } catch (cause) {
    throw new NetworkError('unexpected_answer', { status, cause })
  }
}

/** Names of headers know no case, and two of one name would be sent as one list. */
function merge(shared: Record<string, string>, own: Record<string, string>): Headers {
  const headers = new Headers(shared)
  for (const [name, value] of Object.entries(own)) headers.set(name, value)
  return headers
}

/**
 * A signal that fires with the caller's, or after `timeoutMs` with a NetworkError. Call `clear` when the work is done,
 * or the timer keeps a Node process waiting.
 */
export function deadline(
  timeoutMs: number,
  outer: AbortSignal | undefined,
): { signal: AbortSignal; clear(): void } {
  const controller = new AbortController()
  const onAbort = () => controller.abort(outer?.reason)
  if (outer?.aborted) onAbort()
  outer?.addEventListener('abort', onAbort)
  const timer = setTimeout(() => controller.abort(new NetworkError('timeout')), timeoutMs)
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', onAbort)
    },
  }
}

/** Settles as `work` does, unless the signal fires first. For work that others share and that must go on. */
export function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
