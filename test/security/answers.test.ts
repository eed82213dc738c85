import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

describe('every answer', () => {
  const world = useWorld()
  const addresses: [what: string, path: string, init?: RequestInit][] = [
    ['health', '/health'],
    ['readiness', '/ready'],
    ['a query', '/api/v1/config'],
    ['a tRPC query', '/trpc/system.config'],
    ['a refusal', '/api/v1/me'],
    ['a tRPC refusal', '/trpc/account.get'],
    ['an unknown route', '/api/v1/nothing-here'],
    ['an unknown page', '/nothing-here'],
    ['an unknown tRPC path', '/trpc/nothing.here'],
    ['a wrong method', '/api/v1/config', { method: 'DELETE' }],
    ['an unlisted method', '/api/v1/config', { method: 'PROPFIND' }],
    [
      'broken JSON',
      '/api/v1/login',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    ],
    [
      'a body of the wrong type',
      '/api/v1/login',
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } },
    ],
    ['the key set', '/.well-known/jwks.json'],
    ['the document', '/openapi.json'],
    ['the docs', '/docs'],
    ['a problem page', '/problems/rate_limited'],
    ['the sign-in page', '/login'],
  ]

  test.each(addresses)('W4 carries the security headers: %s', async (_, path, init) => {
    const { headers, status } = await world.fetch(path, init)
    expect(status).not.toBe(500)
    const csp = headers.get('content-security-policy') ?? ''
    for (const directive of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(csp.includes(directive) || csp.startsWith("default-src 'none'")).toBe(true)
    }
    expect(csp).toContain("frame-ancestors 'none'")
    expect(csp).toMatch(/form-action '(?:self|none)'/)
    expect(csp).toContain("base-uri 'none'")
    expect(csp).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|script-src[^;]*\*|default-src[^;]*\*/)
    const hsts = /max-age=(\d+); includeSubDomains/i.exec(headers.get('strict-transport-security') ?? '')
    expect(Number(hsts?.[1])).toBeGreaterThanOrEqual(31_536_000)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toMatch(/camera=\(\)/)
    expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{8,128}$/)
    expect(headers.get('x-powered-by')).toBe(null)
    expect(headers.get('server')).toBe(null)
    const type = headers.get('content-type')
    if (type?.startsWith('application/json')) expect(type).toBe('application/json; charset=utf-8')
  })

  test('W5 that holds a credential or a person is stored nowhere', async () => {
    const ada = await world.people.signedIn('ada')
    const { email, password } = ada
    const answers = [
      await world.rest('POST', '/login', { email, password }),
      await world.rest('POST', '/login', { email, password: 'wrong-wrong-wrong' }),
      await world.rest('POST', '/refresh', { refreshToken: ada.refreshToken }),
      await world.rest('GET', '/me', undefined, ada.headers),
      await world.rest('GET', '/me/sessions', undefined, ada.headers),
      await world.rest('GET', '/me/security-log', undefined, ada.headers),
      await world.via('tRPC', 'account.get', {}, ada.headers),
      await world.via('tRPC', 'auth.login', { email, password }),
    ]
    for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store')
  })

  test('T6 of a link’s page gives its token to nobody', async () => {
    for (const path of ['/verify-email?token=vfy_x', '/reset-password?token=rst_x']) {
      const response = await world.fetch(path)
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('cache-control')).toBe('no-store')
      const html = await response.text()
      for (const [, url = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g))
        expect(url).not.toMatch(/^(?:https?:)?\/\//)
    }
  })
})

describe.each(faces)('a fault over %s', (face) => {
  const world = useWorld()

  test('D4 is a problem with its code and request id, and nothing of the inside', async () => {
    await world.sql`ALTER TABLE users RENAME TO users_away`
    const requestId = 'a-request-id-of-ours'
    const answer = await world.via(
      face,
      'auth.login',
      { email: 'ada@example.org', password: 'not-the-right-one' },
      { 'x-request-id': requestId },
    )
    await world.sql`ALTER TABLE users_away RENAME TO users`
    expect(answer.status).toBe(500)
    expect(answer.body).toEqual({
      type: 'https://id.gatehouse.test/problems/internal',
      title: expect.any(String),
      status: 500,
      code: 'internal',
      requestId,
    })
    expect(answer.headers.get('x-request-id')).toBe(requestId)
    expect(answer.text).not.toMatch(
      /users|select|relation|stack|node_modules|\.ts\b|postgres|drizzle|params/i,
    )
    const logged = world.log.lines.filter((line) => line.includes(requestId)).join('\n')
    expect(logged).toContain('users')
    expect(logged).not.toContain('ada@example.org')
  })
})
