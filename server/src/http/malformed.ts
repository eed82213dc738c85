import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { RequestError } from '@hono/node-server'
import { IdentityError } from '../kit/identity-error.ts'
import { apiHeaders } from './headers.ts'
import { PROBLEM_CONTENT_TYPE, toProblem } from './problem.ts'
import { newRequestId } from './request-id.ts'

/** Statuses of what Node's parser gives up on, by its code; 400 for the rest. */
const STATUSES: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** The body and headers of a refusal that comes before there is a request to ask the app with. */
function refusal(status: number) {
  const requestId = newRequestId()
  const code = status === 413 ? 'request.too_large' : status < 500 ? 'request.invalid' : 'internal'
  const body = JSON.stringify({ ...toProblem(new IdentityError(code), requestId), status })
  const headers = { ...apiHeaders, 'content-type': PROBLEM_CONTENT_TYPE, 'x-request-id': requestId }
  return { body, headers }
}

/** What @hono/node-server answers when the target or the Host header makes no URL; or when the app itself throws. */
export function answerMalformed(error: unknown): Response {
  const status = error instanceof RequestError ? 400 : 500
  const { body, headers } = refusal(status)
  return new Response(body, { status, headers })
}

/** Has the refusals of Node's own parser carry the headers of every answer (SECURITY W4). */
export function guardMalformed(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    // Something is being answered on it already, or nobody listens any more.
    if (
      error.code === 'ECONNRESET' ||
      !socket.writable ||
      (socket as { _httpMessage?: unknown })._httpMessage
    ) {
      socket.destroy()
      return
    }
    socket.end(rawAnswer(STATUSES[error.code ?? ''] ?? 400))
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    socket.end(rawAnswer(405, { allow: '' })),
  )
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { body, headers } = refusal(417)
    response.writeHead(417, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  })
}

function rawAnswer(status: number, more: Record<string, string> = {}): string {
  const { body, headers } = refusal(status)
  const all = { ...headers, ...more, connection: 'close', 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}
