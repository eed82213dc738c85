import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

const ORIGIN = 'https://id.gatehouse.test'
const ALLOWED = 'https://app.example.com'

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
    const sent = withCookie
      ? { ...headers, cookie: '__Host-gatehouse_refresh=rt_made-up; theme=dark' }
      : headers
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
