import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createTelemetry } from '../../server/src/platform/telemetry.ts'
import { readMetrics, type Sample, samplesOf, sumOf } from '../harness/exposition.ts'
import { useWorld } from '../harness/index.ts'

const seriesOf = (samples: readonly Sample[]) =>
  new Set(samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`))
const routesOf = (samples: readonly Sample[]) => new Set(samples.map(({ labels }) => labels.route))
const made = () => randomBytes(9).toString('hex')

describe('strangers make no series of their own', () => {
  const world = useWorld()

  test('whatever addresses they ask for', async () => {
    const paths = () => [
      `/${made()}`,
      `/api/v1/${made()}`,
      `/api/v1/me/sessions/${made()}`,
      `/trpc/${made()}.${made()}`,
      `/trpc/${made()},system.version?batch=1`,
      `/problems/${made()}`,
      `/assets/${made()}.js`,
      `/login?next=${made()}`,
      `/%2e%2e/${made()}`,
      `//${made()}`,
    ]
    const methods = ['GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'PROPFIND']
    const ask = async () => {
      for (const path of paths()) for (const method of methods) await world.fetch(path, { method })
    }
    await ask()
    const before = await readMetrics(world)
    for (let round = 0; round < 20; round += 1) await ask()
    const after = await readMetrics(world)
    expect(seriesOf(after)).toEqual(seriesOf(before))
    expect(routesOf(after)).toEqual(routesOf(before))
    const requests = 'http_server_request_duration_seconds_count'
    expect(sumOf(after, requests, { route: 'unmatched', method: 'GET' })).toBeGreaterThan(20)
    expect(sumOf(after, requests, { method: 'OTHER' })).toBeGreaterThan(20)
  })

  test('however they put calls together in a batch', async () => {
    const calls = ['system.version', 'system.config', 'me.get', 'me.security', 'sessions.list']
    const batch = (paths: string[]) => world.fetch(`/trpc/${paths.join(',')}?batch=1&input=%7B%7D`)
    for (const call of calls) await batch([call])
    await batch(calls)
    const before = await readMetrics(world)
    for (const first of calls)
      for (const second of calls) for (const third of calls) await batch([first, second, third])
    const after = await readMetrics(world)
    expect(routesOf(after)).toEqual(routesOf(before))
    expect([...routesOf(after)].filter((route) => route?.includes(','))).toEqual([])
  })
})

describe('a label', () => {
  const options = { build: { version: '1', commit: 'x' }, providers: ['google'], token: undefined }

  test('takes some sixty different values and no more, and only such as a code can be', async () => {
    const { metrics, exposition } = createTelemetry(options)
    for (const reason of ['ada@example.org', '203.0.113.7', 'a "quote"', 'two\nlines', ''])
      metrics.signInTried({ method: 'password', outcome: 'failure', reason })
    for (let index = 0; index < 500; index += 1) {
      metrics.signInTried({ method: `m${index}`, outcome: 'failure', reason: `r${index}` })
      metrics.limitReached(`limit${index}`)
      metrics.oauthReturned({ provider: `p${index}`, outcome: 'failure', reason: 'none' })
    }
    const samples = samplesOf(await exposition.read())
    expect(sumOf(samples, 'auth_login_attempts_total', { method: 'password', reason: 'other' })).toBe(5)
    for (const [name, label] of [
      ['auth_rate_limited_total', 'limiter'],
      ['auth_login_attempts_total', 'reason'],
      ['auth_login_attempts_total', 'method'],
    ] as const) {
      const values = new Set(
        samples.filter((sample) => sample.name === name).map(({ labels }) => labels[label]),
      )
      expect(values.size).toBeLessThan(70)
      expect(values).toContain('other')
    }
    expect(sumOf(samples, 'auth_oauth_callbacks_total', { provider: 'other' })).toBe(500)
  })

  test('of one platform is not seen in another of the same process', async () => {
    const [one, other] = [createTelemetry(options), createTelemetry(options)]
    one.metrics.accountCreated()
    expect(sumOf(samplesOf(await one.exposition.read()), 'auth_registrations_total')).toBe(1)
    expect(sumOf(samplesOf(await other.exposition.read()), 'auth_registrations_total')).toBe(0)
  })
})

describe('metrics tell nothing of people and secrets', () => {
  const token = `metrics-${randomBytes(24).toString('base64url')}`
  const world = useWorld({ secrets: { metricsToken: token } })

  test('whatever people do and are', async () => {
    const ada = await world.people.signedIn('ada')
    await world.as(ada).rest('GET', '/me')
    await world.as(ada).rest('DELETE', `/me/sessions/${ada.sessionId}`)
    await world.from('198.51.100.23').rest('POST', '/login', { email: ada.email, password: 'wrong-password' })
    await world.rest('POST', '/forgot-password', { email: ada.email })
    const text = await world.platform.exposition.read()
    const mail = world.mailer.taken.map(({ token }) => token)
    const { accessToken, refreshToken, deviceToken, userId, sessionId, password, email } = ada
    for (const secret of [
      accessToken,
      refreshToken,
      deviceToken,
      userId,
      sessionId,
      password,
      email,
      ...mail,
      token,
    ])
      expect(text).not.toContain(secret)
    expect(text).not.toMatch(/@|198\.51\.100|10\.\d+\.\d+\.\d+|[0-9a-f]{8}-[0-9a-f]{4}-/)
  })
})
