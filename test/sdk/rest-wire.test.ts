import { HttpResponse, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { createRestClient } from '../../sdk/src/rest.ts'
import { baseUrl, problem, user, useWire } from './wire-support.ts'

const server = useWire()

describe('the REST client', () => {
  test('puts each part of an input where it belongs, encoded', async () => {
    const seen: string[] = []
    server.use(
      http.all(`${baseUrl}/api/v1/*`, async ({ request }) => {
        seen.push(`${request.method} ${request.url.slice(baseUrl.length)} ${await request.text()}`)
        return request.method === 'GET'
          ? HttpResponse.json({ items: [] })
          : new HttpResponse(null, { status: 204 })
      }),
    )
    const client = createRestClient({ baseUrl, accessToken: 'token' })
    await client.sessions.list({ limit: 5, cursor: 'a&b=c' })
    await client.sessions.revoke({ sessionId: '../../admin/users?x=' })
    await client.auth.logout({ refreshToken: 'r' })
    expect(seen).toEqual([
      'GET /api/v1/me/sessions?limit=5&cursor=a%26b%3Dc ',
      'DELETE /api/v1/me/sessions/..%2F..%2Fadmin%2Fusers%3Fx%3D {}',
      'POST /api/v1/logout {"refreshToken":"r"}',
    ])
  })

  test('asks for the token at each call', async () => {
    const tokens = ['one', 'two']
    const seen: (string | null)[] = []
    server.use(
      http.get(`${baseUrl}/api/v1/me`, ({ request }) => {
        seen.push(request.headers.get('authorization'))
        return HttpResponse.json({ ...user, createdAt: '2026-01-01T00:00:00.000Z' })
      }),
    )
    const client = createRestClient({ baseUrl, accessToken: () => tokens.shift() ?? null })
    const { createdAt } = await client.account.get()
    await client.account.get()
    await client.account.get()
    expect(createdAt).toEqual(new Date('2026-01-01'))
    expect(seen).toEqual(['Bearer one', 'Bearer two', null])
  })

  test('gives lines of JSON as they are, and takes moments as dates', async () => {
    const lines = '{"id":"1"}\n{"nextCursor":null}\n'
    const seen: string[] = []
    server.use(
      http.get(`${baseUrl}/api/v1/admin/audit-events/export`, ({ request }) => {
        seen.push(`${new URL(request.url).searchParams.get('from')} ${request.headers.get('accept')}`)
        return new HttpResponse(lines, { headers: { 'content-type': 'application/x-ndjson' } })
      }),
    )
    const client = createRestClient({ baseUrl, accessToken: 'token' })
    expect(await client.admin.audit.export({ from: new Date('2026-01-01') })).toBe(lines)
    expect(seen).toEqual(['2026-01-01T00:00:00.000Z application/json, application/x-ndjson'])
  })

  test('throws the problem, and a NetworkError where there is none', async () => {
    server.use(
      http.post(`${baseUrl}/api/v1/login`, () =>
        HttpResponse.json(problem('auth.invalid_credentials', 401), { status: 401 }),
      ),
      http.get(`${baseUrl}/api/v1/config`, () => new HttpResponse('<html>', { status: 502 })),
    )
    const client = createRestClient({ baseUrl })
    const login = client.auth.login({ email: 'a@example.org', password: 'x' })
    await expect(login).rejects.toMatchObject({ name: 'GatehouseError', code: 'auth.invalid_credentials' })
    await expect(client.system.config()).rejects.toMatchObject({ name: 'NetworkError', status: 502 })
  })
})
