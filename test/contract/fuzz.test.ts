import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { appRouter } from '../../server/src/router.ts'
import { faces, textOf, useWorld } from '../harness/index.ts'

const definitions = readDefinitions(appRouter)
const NUM_RUNS = Number(process.env.FUZZ_RUNS ?? 60)

/** JSON that is nearly right: names the procedure knows, with values it may not. */
const nearly = (names: string[]) => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      '',
      '\u0000',
      '\ud800',
      'ada@example.org',
      'a@b.c\r\nBcc: x@y.z',
      "' OR 1=1 --",
      '%00',
      '../../x',
    ),
    fc.integer(),
    fc.double(),
  )
  return fc.dictionary(fc.oneof(fc.constantFrom(...names, 'delivery'), fc.string()), value, { maxKeys: 6 })
}

const header = fc
  .string({ minLength: 0, maxLength: 60 })
  .map((text) => text.replace(/[^\x20-\x7e]/g, '').trim())

describe('whatever is sent', () => {
  const world = useWorld({ config: { rateLimits: false } })

  /** @throws when it was answered with a fault of ours, or in a form no client reads. */
  async function expectNoFault(response: Response): Promise<void> {
    const text = await response.text()
    expect(response.status, text).toBeLessThan(500)
    if (text && response.headers.get('content-type')?.includes('json')) JSON.parse(text)
    expect(response.headers.get('x-request-id')).toBeTruthy()
  }

  test.each(definitions)(
    '$path never answers it with a 5xx',
    async ({ path, method, restPath, fields, type }) => {
      const { headers: ada } = await world.people.signedIn(`f${path.toLowerCase().replace(/[^a-z]/g, '')}`)
      const names = [...fields.keys(), 'x']
      await fc.assert(
        fc.asyncProperty(
          nearly(names),
          fc.constantFrom(...faces),
          fc.boolean(),
          async (input, face, isSignedIn) => {
            const headers = { 'content-type': 'application/json', ...(isSignedIn && ada) }
            const json = JSON.stringify(input)
            const address = restPath.replace(/\{(\w+)\}/g, (_, name) =>
              encodeURIComponent(textOf(input[name] ?? 'x').toWellFormed()),
            )
            const asQuery = new URLSearchParams(
              Object.entries(input).map(([key, value]) => [key, textOf(value)]),
            ).toString()
            const init = method === 'GET' ? { headers } : { method, headers, body: json }
            const rest = `/api/v1${address}${method === 'GET' ? `?${asQuery}` : ''}`
            const wrapped = `{"json":${json}}`
            const rpc = `/trpc/${path}${type === 'query' ? `?input=${encodeURIComponent(wrapped.toWellFormed())}` : ''}`
            if (face === 'REST') return expectNoFault(await world.fetch(rest, init))
            return expectNoFault(
              await world.fetch(
                rpc,
                type === 'query' ? { headers } : { method: 'POST', headers, body: wrapped },
              ),
            )
          },
        ),
        { numRuns: NUM_RUNS },
      )
    },
  )

  test('bytes for a body never get a 5xx', async () => {
    const path = fc.constantFrom(
      '/api/v1/login',
      '/api/v1/register',
      '/trpc/auth.login',
      '/trpc/auth.login?batch=1',
      '/login',
      '/signup',
    )
    const type = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain')
    await fc.assert(
      fc.asyncProperty(path, type, fc.uint8Array({ maxLength: 500 }), async (address, contentType, bytes) => {
        const headers = { 'content-type': contentType, origin: world.origin }
        await expectNoFault(await world.fetch(address, { method: 'POST', headers, body: bytes }))
      }),
      { numRuns: NUM_RUNS * 3 },
    )
  })

  test('any path, query and method never get a 5xx', async () => {
    const start = fc.constantFrom(
      '/',
      '/api/v1/',
      '/trpc/',
      '/login',
      '/verify-email?token=',
      '/account/',
      '/problems/',
      '/assets/',
      '/.well-known/',
    )
    const method = fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'POST')
    await fc.assert(
      fc.asyncProperty(
        start,
        fc.webPath(),
        fc.webQueryParameters(),
        method,
        async (prefix, path, query, verb) => {
          await expectNoFault(await world.fetch(`${prefix}${path.slice(1)}?${query}`, { method: verb }))
        },
      ),
      { numRuns: NUM_RUNS * 3 },
    )
  })

  test('any headers never get a 5xx', async () => {
    const names = [
      'authorization',
      'cookie',
      'accept-language',
      'x-request-id',
      'idempotency-key',
      'x-forwarded-for',
      'origin',
      'sec-fetch-site',
      'accept',
      'if-none-match',
      'user-agent',
      'trpc-accept',
      'content-encoding',
    ]
    const targets = fc.constantFrom(
      '/api/v1/me',
      '/api/v1/config',
      '/trpc/account.get',
      '/api/v1/register',
      '/login',
      '/account',
      '/api/v1/openapi.json',
    )
    await fc.assert(
      fc.asyncProperty(
        targets,
        fc.dictionary(fc.constantFrom(...names), header),
        fc.boolean(),
        async (path, headers, isPost) => {
          const init = isPost
            ? { method: 'POST', body: '{}', headers: { ...headers, 'content-type': 'application/json' } }
            : { headers }
          await expectNoFault(await world.fetch(path, init))
        },
      ),
      { numRuns: NUM_RUNS * 3 },
    )
  })
})
