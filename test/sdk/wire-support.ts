import { HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { type ClientOptions, createClient } from '../../sdk/src/client.ts'
import type { SignedIn } from '../../sdk/src/generated/types.ts'
import { memoryStorage } from '../../sdk/src/storage.ts'

// For the SDK's wire tests: what a server answers is said by hand, to the byte.

export const baseUrl = 'https://id.example.org'
/** The wire of a test file: nothing gets past it. */
export function useWire() {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    vi.useRealTimers()
  })
  afterAll(() => server.close())
  return server
}

export const problem = (code: string, status: number, more: object = {}) => ({
  type: `${baseUrl}/problems/${code}`,
  title: 'A title.',
  status,
  code,
  requestId: 'request-1',
  ...more,
})

export function refusal(code: string, status: number, more: object = {}): Response {
  const json = { message: 'A title.', code: -32001, data: { problem: problem(code, status, more) } }
  return HttpResponse.json({ error: { json } }, { status })
}

export const result = (json: unknown): Response => HttpResponse.json({ result: { data: { json } } })
export const batch = (...results: unknown[]): Response =>
  HttpResponse.json(results.map((json) => ({ result: { data: { json } } })))

export const user = { id: 'user-1', email: 'ada@example.org' }
let issued = 0
export const signedIn = (more: Partial<SignedIn> = {}) => {
  issued += 1
  return {
    status: 'signed_in',
    accessToken: `access-${issued}`,
    expiresIn: 600,
    refreshToken: `refresh-${issued}`,
    deviceToken: null,
    sessionId: 'session-1',
    user,
    ...more,
  }
}

export const rpc = (path: string) => `${baseUrl}/trpc/${path}`
export const stored = () => memoryStorage({ refreshToken: 'refresh-0', deviceToken: null })
export const clientWith = (options: Partial<ClientOptions> = {}) => createClient({ baseUrl, ...options })
