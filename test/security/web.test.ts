import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

const ORIGIN = 'https://id.gatehouse.test'
const ALLOWED = 'https://app.example.com'
const REFRESH = '__Host-gatehouse_refresh'
const DEVICE = '__Host-gatehouse_device'
const sameOrigin = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }

describe.each(faces)('cookies over %s', (face) => {
  const world = useWorld()

  async function signInWithCookies(name: string) {
    const { email, password } = await world.people.verified(name)
    const answer = await world.via(face, 'auth.login', { email, password, delivery: 'cookie' }, sameOrigin)
    const refresh = answer.cookies.get(REFRESH)
    const device = answer.cookies.get(DEVICE)
    if (!refresh || !device) throw new Error(`no cookies: ${answer.text}`)
    return { answer, refresh, device, cookie: `${REFRESH}=${refresh.value}; ${DEVICE}=${device.value}` }
  }

  test('W1 are bound to this host, to https, and out of reach of scripts', async () => {
    const { refresh, device } = await signInWithCookies('ada')
    expect(refresh.attributes).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'path=/', 'samesite=strict']),
    )
    expect(device.attributes).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'path=/', 'samesite=lax']),
    )
    for (const { attributes, raw } of [refresh, device]) {
      expect(attributes.some((attribute) => attribute.startsWith('domain'))).toBe(false)
      expect(attributes.some((attribute) => /^max-age=[1-9]/.test(attribute))).toBe(true)
      expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(4_096)
    }
  })

  test('W1 keep their values out of the body', async () => {
    const { answer, refresh, device } = await signInWithCookies('bea')
    expect(answer.body).toMatchObject({ refreshToken: null, deviceToken: null })
    expect(answer.text).not.toContain(refresh.value)
    expect(answer.text).not.toContain(device.value)
  })

  test('W1 carry a session on: the next refresh token comes as a cookie too', async () => {
    const { cookie, refresh } = await signInWithCookies('cleo')
    const answer = await world.via(face, 'auth.refresh', {}, { ...sameOrigin, cookie })
    expect(answer.status).toBe(200)
    expect(answer.body.refreshToken).toBe(null)
    expect(answer.cookies.get(REFRESH)?.value).not.toBe(refresh.value)
    expect(answer.cookies.get(REFRESH)?.attributes).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'samesite=strict']),
    )
  })

  test('W6 are gone after signing out, and the browser is told to forget the site', async () => {
    const { cookie } = await signInWithCookies('dora')
    const answer = await world.via(face, 'auth.logout', {}, { ...sameOrigin, cookie })
    expect(answer.status).toBeLessThan(300)
    expect(answer.cookies.get(REFRESH)).toMatchObject({
      value: '',
      attributes: expect.arrayContaining(['max-age=0']),
    })
    expect(answer.headers.get('clear-site-data')).toMatch(/"(?:storage|\*)"/)
    const after = await world.via(face, 'auth.refresh', {}, { ...sameOrigin, cookie })
    await expect(after).toFailWith('auth.refresh_invalid')
  })

  test('W1 an access token in a cookie is none', async () => {
    const { answer } = await signInWithCookies('erin')
    const cookie = ['access', 'session', 'gatehouse_access', '__Host-gatehouse_access', 'token']
      .map((name) => `${name}=${answer.body.accessToken}`)
      .join('; ')
    await expect(world.via(face, 'account.get', {}, { cookie })).toFailWith('auth.unauthenticated')
  })
})

/** Where a change may come from. `undefined` headers are not sent. */
const provenances: [from: string, headers: Record<string, string>, withCookie: boolean, admitted: boolean][] =
  [
    ['a page of ours', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, true, true],
    ['a page of ours in an old browser', { origin: ORIGIN }, true, true],
    ['a form of ours without a referrer', { origin: 'null', 'sec-fetch-site': 'same-origin' }, true, true],
    ['an allowed origin', { origin: ALLOWED, 'sec-fetch-site': 'cross-site' }, true, true],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, true, false],
    [
      'another site without a cookie',
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      false,
      false,
    ],
    ['another site in an old browser', { origin: 'https://evil.example' }, false, false],
    ['a sister site', { origin: 'https://other.gatehouse.test', 'sec-fetch-site': 'same-site' }, true, false],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, true, false],
    ['a page that hides its origin', { origin: 'null' }, true, false],
    ['our address over http', { origin: 'http://id.gatehouse.test' }, true, false],
    ['our address on another port', { origin: `${ORIGIN}:8443` }, true, false],
    ['an address that begins like ours', { origin: `${ORIGIN}.evil.example` }, true, false],
    ['an allowed address that goes on', { origin: `${ALLOWED}.evil.example` }, true, false],
    ['somewhere a browser does not say, with cookies', {}, true, false],
    ['somewhere cross-site, without an origin', { 'sec-fetch-site': 'cross-site' }, true, false],
    ['a program', {}, false, true],
  ]

describe.each(faces)('a change over %s', (face) => {
  const world = useWorld({ config: { allowedOrigins: [ALLOWED] } })

  test.each(provenances)('W2 from %s', async (_, headers, withCookie, admitted) => {
    const sent = withCookie ? { ...headers, cookie: `${REFRESH}=rt_made-up; theme=dark` } : headers
    for (const [path, input, otherwise] of [
      [
        'auth.login',
        { email: 'nobody@example.org', password: 'not-the-right-one' },
        'auth.invalid_credentials',
      ],
      ['auth.refresh', { refreshToken: 'rt_made-up' }, 'auth.refresh_invalid'],
      ['auth.verifyEmail', { token: `vfy_${'A'.repeat(43)}` }, 'token.invalid'],
    ] as const) {
      const answer = await world.via(face, path, input, sent)
      await expect(answer).toFailWith(admitted ? otherwise : 'request.cross_site')
    }
  })

  test('W2 is made with POST, PUT, PATCH or DELETE only', async () => {
    const input = encodeURIComponent(JSON.stringify({ json: { email: 'a@example.org', password: 'x' } }))
    const path =
      face === 'REST' ? '/api/v1/login?email=a@example.org&password=x' : `/trpc/auth.login?input=${input}`
    const response = await world.fetch(path)
    expect(response.status).toBe(405)
    expect(await world.sql`SELECT 1 FROM audit_events WHERE action = 'sign_in.succeeded'`).toHaveLength(0)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'application/jsonp',
    'text/json',
    'text/plain; application/json',
    'application/json, text/plain',
    '',
  ])('W2 sent as "%s" is refused with 415', async (type) => {
    const path = face === 'REST' ? '/api/v1/login' : '/trpc/auth.login'
    const json = { email: 'nobody@example.org', password: 'not-the-right-one' }
    const response = await world.fetch(path, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from(JSON.stringify(face === 'REST' ? json : { json })),
    })
    expect(response.status).toBe(415)
  })
})

describe('a page of another origin', () => {
  const world = useWorld({ config: { allowedOrigins: [ALLOWED] } })
  const path = '/api/v1/config'

  test('W3 may read an answer when it is on the list, with its cookies', async () => {
    const { headers } = await world.fetch(path, { headers: { origin: ALLOWED } })
    expect(headers.get('access-control-allow-origin')).toBe(ALLOWED)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('vary')).toMatch(/Origin/i)
  })

  test.each([
    'https://evil.example',
    'null',
    `${ALLOWED}.evil.example`,
    `${ALLOWED}:444`,
    'http://app.example.com',
    'https://APP.example.com.',
    '*',
  ])('W3 may not when it is %s, and is not reflected', async (origin) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await world.fetch(path, {
        method,
        headers: { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }) },
      })
      expect(headers.get('access-control-allow-origin')).toBe(null)
      expect(headers.get('access-control-allow-credentials')).toBe(null)
      expect(headers.get('vary')).toMatch(/Origin/i)
    }
  })

  test('W3 gets a preflight answered with the methods of that address', async () => {
    const response = await world.fetch('/api/v1/login', {
      method: 'OPTIONS',
      headers: {
        origin: ALLOWED,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('POST')
    expect(response.headers.get('access-control-allow-origin')).toBe(ALLOWED)
    expect(response.headers.get('access-control-allow-headers')).not.toContain('*')
  })
})

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
      type: `${ORIGIN}/problems/internal`,
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
