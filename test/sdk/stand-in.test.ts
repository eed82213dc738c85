import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, GatehouseError, memoryStorage } from '../../sdk/src/index.ts'
import { createRestClient } from '../../sdk/src/rest.ts'
import { createTestPlatform, type TestPlatform } from '../../sdk/src/testing.ts'
import { createWorld, type World } from '../harness/index.ts'
import { providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../harness/stand-in-provider.ts'
import { apiKeyScenarios } from './api-key-scenarios.ts'
import { factorScenarios } from './factor-scenarios.ts'
import { mailScenarios } from './mail-scenarios.ts'
import { organizationScenarios } from './organization-scenarios.ts'
import { providerScenarios } from './provider-scenarios.ts'
import { password, type Stage, scenarios } from './scenarios.ts'
import { worldFetch } from './support.ts'

function realStage(world: World, provider: StandInProvider): Stage {
  const another = () => createClient({ baseUrl: world.origin, fetch: worldFetch(world).fetch })
  return {
    browser() {
      const { fetch } = worldFetch(world, { browser: true })
      return { open: () => createClient({ baseUrl: world.origin, fetch, delivery: 'cookie' }) }
    },
    signInAtProvider: (url, { subject, email, isEmailVerified = true, name }) =>
      provider.signIn(url, { sub: subject ?? email, email, email_verified: isEmailVerified, name }),
    client: another(),
    another,
    lastTokenTo: async (email) => (await world.mailbox.lastTo(email)).token!,
    lastCodeTo: async (email) => /\b\d{6}\b/.exec((await world.mailbox.lastTo(email)).text)![0],
    advance: (ms) => world.clock.advance(ms),
    now: () => world.clock.nowMs(),
  }
}

function standInStage(): Stage & { platform: TestPlatform } {
  let aheadMs = 0
  const platform = createTestPlatform({
    baseUrl: 'https://id.example.org',
    providers: [{ id: 'acme', name: 'Acme', trustedDomains: ['acme.example'] }],
  })
  const another = () => createClient({ baseUrl: 'https://id.example.org', fetch: platform.fetch })
  return {
    platform,
    browser() {
      const { fetch } = platform.newBrowser()
      return { open: () => createClient({ baseUrl: 'https://id.example.org', fetch, delivery: 'cookie' }) }
    },
    signInAtProvider: platform.signInAtProvider,
    client: another(),
    another,
    lastTokenTo: async (email) => platform.lastTokenTo(email),
    lastCodeTo: async (email) => platform.mails.find(({ to }) => to === email)!.code!,
    advance: async (ms) => {
      aheadMs += ms
      platform.advance(ms)
    },
    now: () => Date.now() + aheadMs,
  }
}

/** What is the same in every run: shapes and codes, without ids, secrets and times. */
function shapeOf(value: unknown): unknown {
  if (value instanceof GatehouseError) {
    const { code, status, title, path, issues } = value
    return {
      code,
      status,
      title,
      path,
      issues: issues.map(({ pointer, code: rule }) => ({ pointer, rule })).sort(byPointer),
    }
  }
  if (value instanceof Error) return value
  if (value instanceof Date) return 'a date'
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && value.length > 20 ? 'a long text' : value
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([key, inner]) => [key, VARYING.has(key) ? typeof inner : shapeOf(inner)]),
  )
}

const VARYING = new Set([
  'accessToken',
  'refreshToken',
  'deviceToken',
  'id',
  'requestId',
  'userAgent',
  'ip',
  'device',
  'details',
  'accentColor',
  'version',
  'commit',
  'contractHash',
  'actor',
  'nextCursor',
  'authorizationUrl',
  'state',
  'challengeToken',
  'prefix',
])
const byPointer = (left: { pointer: string }, right: { pointer: string }) =>
  left.pointer < right.pointer ? -1 : 1
const byKey = ([left]: [string, unknown], [right]: [string, unknown]) => (left < right ? -1 : 1)

const outcome = (call: Promise<unknown>): Promise<unknown> => call.then(shapeOf, shapeOf)

describe('the stand-in answers as the server does', () => {
  let provider: StandInProvider
  let world: World
  beforeAll(async () => {
    provider = await startStandInProvider()
    world = await createWorld(
      withProviders(providerAt(provider.issuer, { trustedDomains: ['acme.example'] })),
    )
  })
  afterAll(async () => {
    await world?.stop()
    await provider?.close()
  })

  test.each(
    Object.entries({
      ...scenarios,
      ...providerScenarios,
      ...factorScenarios,
      ...mailScenarios,
      ...organizationScenarios,
      ...apiKeyScenarios,
    }),
  )('%s', async (_name, scenario) => {
    const notes: Record<'real' | 'standIn', unknown[]> = { real: [], standIn: [] }
    for (const [kind, stage] of [
      ['real', realStage(world, provider)],
      ['standIn', standInStage()],
    ] as const) {
      await scenario(stage, async (call) => notes[kind].push(await outcome(call)))
    }
    expect(notes.standIn).toEqual(notes.real)
  })
})

describe('the stand-in', () => {
  test('has people in each state, and refuses what it is told to', async () => {
    const { platform, client } = standInStage()
    const login = (email: string) => client.auth.login({ email, password })
    await expect(login('grace@example.org')).rejects.toMatchObject({ code: 'auth.email_not_verified' })
    await expect(login('alan@example.org')).rejects.toMatchObject({ code: 'auth.account_disabled' })
    await expect(login('edith@example.org')).rejects.toMatchObject({ code: 'auth.password_change_required' })
    platform.refuseNext('auth.login', 'rate_limited', { retryAfterSeconds: 30 })
    await expect(login('ada@example.org')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 30_000,
    })
    await expect(login('ada@example.org')).resolves.toMatchObject({
      status: 'signed_in',
      user: { displayName: 'Ada Lovelace' },
    })
    platform.users.ada.displayName = 'Countess'
    await expect(client.account.get()).resolves.toMatchObject({ displayName: 'Countess' })
    platform.reset()
    await expect(client.account.get()).rejects.toMatchObject({ code: 'auth.unauthenticated' })
    expect(platform.users.ada.displayName).toBe('Ada Lovelace')
  })

  test('serves both faces through msw, cookies included', async () => {
    const platform = createTestPlatform({ baseUrl: 'https://id.example.org' })
    const server = setupServer(...platform.handlers)
    server.listen({ onUnhandledFrame: 'error' })
    try {
      const page = createClient({ baseUrl: 'https://id.example.org', delivery: 'cookie' })
      await expect(page.auth.login({ email: 'ada@example.org', password })).resolves.toMatchObject({
        refreshToken: null,
      })
      const accessToken = (await page.session.accessToken())!
      const rest = createRestClient({ baseUrl: 'https://id.example.org', accessToken })
      await expect(rest.account.get()).resolves.toEqual(await page.account.get())
      await expect(rest.sessions.list({ limit: 1 })).resolves.toEqual(await page.sessions.list({ limit: 1 }))
      await expect(rest.sessions.revoke({ sessionId: 'x' })).rejects.toMatchObject({
        code: 'request.invalid',
      })
      const reloaded = createClient({ baseUrl: 'https://id.example.org', delivery: 'cookie' })
      await expect(reloaded.session.restore()).resolves.toMatchObject({ email: 'ada@example.org' })
    } finally {
      server.close()
    }
  })

  test('gives one answer for one key', async () => {
    const { platform, client } = standInStage()
    const options = { idempotencyKey: 'key-1' }
    const input = { email: 'new@example.org', password, displayName: 'New' }
    await client.auth.register(input, options)
    await client.auth.register(input, options)
    expect(platform.mails).toHaveLength(1)
    const other = client.auth.register({ ...input, displayName: 'Other' }, options)
    await expect(other).rejects.toMatchObject({ code: 'idempotency.key_reused' })
  })

  test('moves its time when told, as sessions notice', async () => {
    const { platform, another } = standInStage()
    const client = createClient({
      baseUrl: 'https://id.example.org',
      fetch: platform.fetch,
      storage: memoryStorage(),
    })
    await client.auth.login({ email: 'ada@example.org', password })
    platform.advance(11 * 60_000)
    await expect(client.account.get()).resolves.toMatchObject({ email: 'ada@example.org' })
    await expect(another().account.get()).rejects.toMatchObject({ code: 'auth.unauthenticated' })
  })
})
