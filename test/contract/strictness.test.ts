import { describe, expect, test } from 'vitest'
import { type Caller, type Face, faces, useWorld } from '../harness/index.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const LOGIN = { email: 'nobody@example.org', password: 'not-the-right-one' }

/** Sends a body as it is to the sign-in of a face. On tRPC it stands in superjson's envelope. */
function post(
  world: Caller,
  face: Face,
  body: string | Uint8Array | ReadableStream,
  headers: object = JSON_TYPE,
) {
  const init = { method: 'POST', headers: { ...headers }, body, duplex: 'half' } as RequestInit
  return world.fetch(face === 'REST' ? '/api/v1/login' : '/trpc/auth.login', init)
}

async function codeOf(response: Response): Promise<unknown> {
  const body = (await response.json()) as {
    code?: string
    error?: { json: { data: { problem: { code: string } } } }
  }
  return body.error ? body.error.json.data.problem.code : body.code
}

const within = (face: Face, json: string): string => (face === 'REST' ? json : `{"json":${json}}`)
const streamOf = (...chunks: Uint8Array[]) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })

describe.each(faces)('a body over %s', (face) => {
  const world = useWorld()

  test.each([
    ['nothing but a bracket', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"text"'],
    ['a number', '5'],
    ['a repeated key', '{"email":"a@example.org","email":"b@example.org","password":"x"}'],
    ['a name of the prototype', '{"__proto__":{"isAdmin":true},"email":"a@example.org","password":"x"}'],
    ['a constructor', '{"constructor":{"prototype":{}},"email":"a@example.org","password":"x"}'],
    ['half a character', '{"email":"a@example.org","password":"\\ud800"}'],
    ['21 levels', `{"email":${'['.repeat(20)}${']'.repeat(20)}}`],
    ['30,000 levels', `{"email":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['a number where a text belongs', '{"email":5,"password":"x"}'],
    ['an unknown key', '{"email":"a@example.org","password":"x","isAdmin":true}'],
    ['a key of Object.prototype', '{"email":"a@example.org","password":"x","toString":"x"}'],
  ])('X3 that is or has %s is refused with 400', async (_, json) => {
    const response = await post(world, face, within(face, json))
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('request.invalid')
  })

  test('X3 that is not UTF-8 is refused with 400', async () => {
    const text = within(face, '{"email":"a@example.org","password":"?"}')
    const bytes = Buffer.from(text)
    bytes[text.indexOf('?')] = 0xff
    expect((await post(world, face, bytes)).status).toBe(400)
    const marked = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(within(face, JSON.stringify(LOGIN))),
    ])
    expect((await post(world, face, marked)).status).toBe(400)
  })

  test.each(['declared', 'streamed'])('X3 of more than 64 KiB is refused with 413: %s', async (how) => {
    const frame = within(face, `{"email":"a@example.org","password":""}`)
    const fits = frame.replace('""', `"${'x'.repeat(65_536 - frame.length)}"`)
    expect(Buffer.byteLength(fits)).toBe(65_536)
    const send = (text: string) =>
      how === 'declared'
        ? post(world, face, text, { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(text)) })
        : post(world, face, streamOf(Buffer.from(text.slice(0, 1_000)), Buffer.from(text.slice(1_000))))
    expect((await send(fits)).status).toBe(401)
    const refused = await send(fits.replace('x', 'xx'))
    expect(refused.status).toBe(413)
    expect(await codeOf(refused)).toBe('request.too_large')
  })

  test.each(['gzip', 'br', 'deflate, gzip'])(
    'that is compressed (%s) is refused with 415',
    async (encoding) => {
      const response = await post(world, face, within(face, JSON.stringify(LOGIN)), {
        ...JSON_TYPE,
        'content-encoding': encoding,
      })
      expect(response.status).toBe(415)
    },
  )

  test.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('may be called %s', async (type) => {
    const response = await post(world, face, within(face, JSON.stringify(LOGIN)), { 'content-type': type })
    expect(response.status).toBe(401)
  })

  test.each(['application/json; charset=latin1', 'application/json; boundary=x', 'application/json;'])(
    'may not be called %s',
    async (type) => {
      const response = await post(world, face, within(face, JSON.stringify(LOGIN)), { 'content-type': type })
      expect([400, 401, 415]).toContain(response.status)
      if (type !== 'application/json;') expect(response.status).toBe(415)
    },
  )

  test('may be left out where nothing is needed, and its type with it', async () => {
    const path = face === 'REST' ? '/api/v1/logout' : '/trpc/auth.logout'
    const response = await world.fetch(path, { method: 'POST' })
    expect(response.status).toBe(face === 'REST' ? 204 : 200)
  })

  test('that is missing is an input without fields', async () => {
    const response = await post(world, face, '')
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('"pointer":"/email"')
  })
})

describe('a query string', () => {
  const world = useWorld()
  const asAda = async () => (await world.people.signedIn(`q${crypto.randomUUID().slice(0, 8)}`)).headers

  test.each([
    ['?limit=5', 200],
    ['?limit=5&', 200],
    ['?limit=05', 400],
    ['?limit=5.0', 200],
    ['?limit=5e1', 400],
    ['?limit=0x5', 400],
    ['?limit=%35', 200],
    ['?limit=+5', 400],
    ['?limit=', 400],
    ['?limit', 400],
    ['?limit=1&limit=2', 400],
    ['?limit=1&%6cimit=2', 400],
    ['?limit[]=1', 400],
    ['?limit=true', 400],
    ['?limit=%ff', 400],
    ['?limit=%', 400],
    ['?unknown=1', 400],
    ['?__proto__=1', 400],
    ['?constructor=1', 400],
    ['?toString=1', 400],
    [`?${'a=1&'.repeat(100)}`, 400],
    ['?cursor=%00', 400],
  ])('%s answers %i', async (query, status) => {
    const response = await world.fetch(`/api/v1/me/sessions${query}`, { headers: await asAda() })
    expect(response.status, await response.text()).toBe(status)
  })

  test('carries no input of a change', async () => {
    const { email, password } = await world.people.verified('ada')
    const query = new URLSearchParams({ email, password }).toString()
    const response = await world.fetch(`/api/v1/login?${query}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('"pointer":"/password"')
  })

  test('an id stands in the path alone', async () => {
    const id = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
    const headers = { ...(await asAda()), ...JSON_TYPE }
    const body = JSON.stringify({ sessionId: id })
    const response = await world.fetch(`/api/v1/me/sessions/${id}`, { method: 'DELETE', headers, body })
    expect(response.status).toBe(400)
  })
})

describe('a tRPC call', () => {
  const world = useWorld()
  const batchOf = (paths: string, body: object, headers: object = JSON_TYPE) =>
    world.fetch(`/trpc/${paths}?batch=1`, {
      method: 'POST',
      headers: { ...headers },
      body: JSON.stringify(body),
    })

  test('by GET reads its input as strictly as a body', async () => {
    for (const input of ['{', '{"json":{"a":1,"a":1}}', '{"json":{"__proto__":1}}', '[]', '5']) {
      const response = await world.fetch(`/trpc/system.config?input=${encodeURIComponent(input)}`)
      expect(response.status, input).toBe(400)
    }
    expect((await world.fetch('/trpc/system.config?input={"json":{}}&input={"json":{}}')).status).toBe(400)
    expect((await world.fetch('/trpc/system.config')).status).toBe(200)
  })

  test('cannot ask for a change by GET, nor read by POST', async () => {
    const change = await world.fetch('/trpc/auth.logout')
    expect(change.status).toBe(405)
    expect(change.headers.get('allow')).toBe('POST')
    const read = await world.fetch('/trpc/system.config', {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"json":{}}',
    })
    expect(read.status).toBe(405)
    expect(read.headers.get('allow')).toBe('GET')
  })

  test('that sets cookies may be the only one of a batch, as httpBatchLink sends it', async () => {
    const { email, password } = await world.people.verified('ada')
    const headers = { ...JSON_TYPE, origin: world.origin }
    const response = await batchOf(
      'auth.login',
      { 0: { json: { email, password, delivery: 'cookie' } } },
      headers,
    )
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie().join()).toContain('__Host-gatehouse_refresh=rt_')
  })

  test('that sets cookies does so for a streaming client too', async () => {
    const { email, password } = await world.people.verified('bea')
    const headers = { ...JSON_TYPE, origin: world.origin, 'trpc-accept': 'application/jsonl' }
    const response = await batchOf(
      'auth.login',
      { 0: { json: { email, password, delivery: 'cookie' } } },
      headers,
    )
    expect(response.headers.getSetCookie().join()).toContain('__Host-gatehouse_refresh=rt_')
    expect(await response.text()).toContain('signed_in')
  })

  test('of a batch answers for itself: each has its own status and problem', async () => {
    const paths = 'password.requestReset,password.requestReset,nothing.here'
    const response = await batchOf(paths, {
      0: { json: { email: 'a@example.org' } },
      1: { json: { email: '@' } },
    })
    expect(response.status).toBe(207)
    const [one, two, three] = (await response.json()) as {
      error?: { json: { data: { problem: { code: string } } } }
    }[]
    expect(one).toHaveProperty('result')
    expect(two?.error?.json.data.problem.code).toBe('request.invalid')
    expect(three?.error?.json.data.problem.code).toBe('not_found')
  })

  test.each([
    [
      'an input for no call',
      'password.requestReset',
      { 0: { json: { email: 'a@example.org' } }, 1: { json: {} } },
    ],
    ['inputs in a list', 'password.requestReset', [{ json: { email: 'a@example.org' } }]],
    ['a query beside a change', 'system.config,auth.logout', {}],
  ])('in a batch with %s is refused', async (_, paths, body) => {
    const response = await batchOf(paths, body)
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('request.invalid')
  })

  test('refused before it is read still tells a tRPC client why, and the request id', async () => {
    const response = await world.fetch('/trpc/auth.login', {
      method: 'POST',
      body: 'a=b',
      headers: { 'x-request-id': 'my-own-id' },
    })
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({
      error: {
        json: {
          message: 'The body must be JSON.',
          data: {
            httpStatus: 415,
            problem: { code: 'request.unsupported_media_type', requestId: 'my-own-id' },
          },
        },
      },
    })
  })
})
