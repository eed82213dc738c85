import type { Config } from '../config.ts'

export interface OutboundRequest {
  /** The whole call, answer included. Five seconds unless told. */
  timeoutMs?: number
  headers?: Record<string, string>
}

/** No answer we wait for is larger. 1 MiB, in bytes. */
const MAX_ANSWER_BYTES = 1_048_576

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * GETs a text from another service. Only https (outside production also http on this machine, for tests), no
 * redirects (they would lead past the check of the address), a time limit and a size limit.
 *
 * @throws {Error} for everything but a 200 within the limits.
 */
export async function fetchText(
  config: Pick<Config, 'environment'>,
  url: URL,
  { timeoutMs = 5_000, headers = {} }: OutboundRequest = {},
): Promise<string> {
  const onThisMachine =
    url.protocol === 'http:' && LOOPBACK.has(url.hostname) && config.environment !== 'production'
  if (url.protocol !== 'https:' && !onThisMachine)
    throw new Error(`Refused to call ${url.origin}: not https.`)
  const answer = await fetch(url, {
    headers: { 'user-agent': 'gatehouse', ...headers },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (answer.status !== 200) {
    await answer.body?.cancel()
    throw new Error(`${url.origin} answered ${answer.status}.`)
  }
  return readLimited(answer)
}

async function readLimited(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop by throwing cancels the stream, and with it the connection.
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > MAX_ANSWER_BYTES) throw new Error(`${new URL(answer.url).origin} sent more than is read.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
