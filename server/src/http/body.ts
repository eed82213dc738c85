import type { IncomingMessage } from 'node:http'
import { IdentityError } from '../kit/identity-error.ts'

/** The most a request body may have (SECURITY X3), unless its procedure takes more. */
export const MAX_BODY_BYTES = 65_536

/** `application/json`, with no parameter but a charset that says what JSON is anyhow (RFC 8259 section 8.1). */
const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i
const FORM_TYPE = /^application\/x-www-form-urlencoded[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i

/** Fatal, and the byte order mark is kept: a body that is not the UTF-8 it must be is refused, not repaired. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const EMPTY = new Uint8Array(0)

/**
 * The text of a JSON body; empty when there is none, which needs no Content-Type.
 *
 * @param incoming Node's own request, where there is one: read past the Request built around it.
 * @param maxBytes see `bodyLimitOf`.
 * @throws {IdentityError} `request.unsupported_media_type`, `request.too_large`, `request.invalid`
 */
export async function readJsonText(
  request: Request,
  incoming: IncomingMessage | undefined,
  maxBytes = MAX_BODY_BYTES,
): Promise<string> {
  return readText(request, incoming, { type: JSON_TYPE, maxBytes })
}

/** As `readJsonText`, for the forms of pages without JavaScript. */
export async function readFormText(request: Request, incoming: IncomingMessage | undefined): Promise<string> {
  return readText(request, incoming, { type: FORM_TYPE, maxBytes: MAX_BODY_BYTES })
}

async function readText(
  request: Request,
  incoming: IncomingMessage | undefined,
  { type, maxBytes }: { type: RegExp; maxBytes: number },
): Promise<string> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > maxBytes) throw new IdentityError('request.too_large')
  const contentType = request.headers.get('content-type')
  if (contentType !== null && !type.test(contentType))
    throw new IdentityError('request.unsupported_media_type')
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new IdentityError('request.unsupported_media_type')
  }
  const bytes = incoming ? await readIncoming(incoming, maxBytes) : await readStream(request.body, maxBytes)
  if (bytes.length === 0) return ''
  if (contentType === null) throw new IdentityError('request.unsupported_media_type')
  try {
    return utf8.decode(bytes)
  } catch {
    throw new IdentityError('request.invalid', {
      errors: [{ pointer: '', code: 'not_unicode', message: 'The body is not UTF-8.' }],
    })
  }
}

function readIncoming(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const { headers } = incoming
  if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') {
    return Promise.resolve(EMPTY)
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const settle = (error?: IdentityError) => {
      incoming.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken)
      if (error) reject(error)
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length))
    }
    const onData = (chunk: Buffer) => {
      length += chunk.length
      if (length > maxBytes) settle(new IdentityError('request.too_large'))
      else chunks.push(chunk)
    }
    const onEnd = () => settle()
    const onBroken = () => settle(brokenOff())
    incoming.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken)
  })
}

async function readStream(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (body === null) return EMPTY
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > maxBytes) throw new IdentityError('request.too_large')
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof IdentityError ? error : brokenOff(error)
  }
  return Buffer.concat(chunks, length)
}

/** The caller went away in mid-sentence. Nobody is left to read this. */
function brokenOff(cause?: unknown): IdentityError {
  return new IdentityError('request.invalid', {
    errors: [{ pointer: '', code: 'incomplete', message: 'The body ended too early.' }],
    cause,
  })
}
