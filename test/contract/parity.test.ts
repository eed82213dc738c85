import { describe, expect, test } from 'vitest'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { appRouter } from '../../server/src/router.ts'
import { type Answer, faces, useWorld } from '../harness/index.ts'
import { type Case, cases, nameFor } from './cases.ts'
import { everythingOn } from './provider.ts'

const definitions = readDefinitions(appRouter)
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

test('every procedure has a case here', () => {
  expect(Object.keys(cases).sort()).toEqual(definitions.map(({ path }) => path).sort())
})

/** What must be equal although two calls of two people never give equal values: shapes, and where moments are. */
function outline(value: unknown): unknown {
  if (value instanceof Date) return 'a moment'
  if (Array.isArray(value)) return value.map(outline)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, outline(inner)]))
  }
  if (typeof value !== 'string') return value
  if (INSTANT.test(value)) return 'a moment'
  if (/^[0-9a-f-]{36}$/.test(value)) return 'an id'
  if (/^[\w-]{12}\.[0-9a-z]+$/.test(value)) return 'a request id'
  if (/^(?:rt_|dev_|mfa_|gk_|eyJ)/.test(value)) return 'a token'
  if (/^(?:[A-Z2-7]{32}|[\w-]{43}|[\w-]{22}|[0-9a-z]{4}(?:-[0-9a-z]{4}){2})$/.test(value)) return 'a secret'
  if (/^(?:otpauth:|<svg)/.test(value)) return 'a secret, written out'
  if (/^http:\/\/127\.0\.0\.1:\d+\/authorize\?/.test(value)) return 'the address of a provider'
  if (/^[\w-]{43}$/.test(value)) return 'a secret'
  if (/^10\.0\.\d+\.\d+$/.test(value)) return 'an address'
  if (/^WyI[\w-]+$/.test(value)) return 'a cursor'
  return value.replace(/-(?:rest|trpc)\b/g, '')
}

/** Paths of everything that is a Date, or an ISO string in UTC. */
function moments(value: unknown, at = ''): string[] {
  if (value instanceof Date || (typeof value === 'string' && INSTANT.test(value))) return [at]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => moments(inner, `${at}/${key}`))
}

const datesOf = (value: unknown, at = ''): string[] =>
  value instanceof Date
    ? [at]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => datesOf(inner, `${at}/${key}`))
      : []

// One for all: each case has people of its own, by its name.
const world = useWorld(everythingOn)

describe.each(definitions)('$path over both faces', ({ path, meta }) => {
  const { good, bad }: Case = cases[path] ?? { good: async () => ({ input: {} }), bad: [] }

  async function both(call: { input: object; headers?: Record<string, string> }): Promise<Answer[]> {
    const headers = { ...call.headers, 'x-request-id': 'the-same-for-both' }
    return Promise.all(faces.map((face) => world.via(face, path, call.input, headers)))
  }

  /** Who may call it, as far as that is no matter of one organization. */
  async function somebody() {
    const name = `b${crypto.randomUUID().slice(0, 8)}`
    return meta.access.startsWith('platform:')
      ? world.people.staff(name, 'admin')
      : world.people.signedIn(name)
  }

  test('gives the same result, with dates as dates and as ISO 8601 in UTC', async () => {
    const answers: Answer[] = []
    for (const face of faces) {
      const { input, headers } = await good(world, nameFor(path, face))
      answers.push(await world.via(face, path, input, headers))
    }
    const [rest, trpc] = answers as [Answer, Answer]
    expect(rest.status, rest.text).toBe(meta.success)
    expect(trpc.status, trpc.text).toBe(200)
    expect(outline(trpc.body)).toEqual(outline(rest.body) ?? outline(trpc.body))
    if (meta.success === 204) {
      expect(rest.text).toBe('')
      expect(trpc.text).toBe('{"result":{"data":{"json":null,"meta":{"values":["undefined"],"v":1}}}}')
    }
    expect(datesOf(rest.body)).toEqual([])
    expect(datesOf(trpc.body)).toEqual(moments(rest.body))
  })

  test.each(bad)('refuses %j with %s', async (input, code) => {
    const { headers } = meta.access === 'public' ? {} : await somebody()
    const [rest, trpc] = (await both({ input, ...(headers && { headers }) })) as [Answer, Answer]
    expect(rest.body).toMatchObject({ code, status: rest.status, requestId: 'the-same-for-both' })
    expect(rest.headers.get('content-type')).toBe('application/problem+json')
    expect(trpc.body).toEqual(rest.body)
    expect(trpc.status).toBe(rest.status)
    expect(trpc.headers.get('www-authenticate')).toBe(rest.headers.get('www-authenticate'))
  })

  test('refuses a field it does not know, and says which', async () => {
    const { input, headers } = await good(world, `${nameFor(path, 'REST')}-x`)
    const [rest, trpc] = (await both({
      input: { ...input, isAdmin: 'yes' },
      ...(headers && { headers }),
    })) as [Answer, Answer]
    expect(rest.status).toBe(400)
    expect(rest.body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/isAdmin' }] })
    expect(trpc.body).toEqual(rest.body)
  })

  test.runIf(meta.access !== 'public')('asks strangers to sign in', async () => {
    const [rest, trpc] = (await both({ input: {} })) as [Answer, Answer]
    expect(rest.body).toMatchObject({ code: 'auth.unauthenticated', status: 401 })
    expect(rest.headers.get('www-authenticate')).toBe('Bearer')
    expect(trpc.body).toEqual(rest.body)
    expect(trpc.headers.get('www-authenticate')).toBe('Bearer')
  })
})
