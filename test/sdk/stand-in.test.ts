import { setupServer } from 'msw/node'
import { describe, expect, test } from 'vitest'
import { createClient, type GatehouseClient, GatehouseError, memoryStorage } from '../../sdk/src/index.ts'
import { createRestClient } from '../../sdk/src/rest.ts'
import { createTestPlatform, type TestPlatform } from '../../sdk/src/testing.ts'
import { useWorld, type World } from '../harness/index.ts'
import { worldFetch } from './support.ts'

const password = 'a long phrase you remember'

/** What a scenario sees of a platform, real or not. */
interface Stage {
  client: GatehouseClient
  /** Another device of the same program: its own session. */
  another(): GatehouseClient
  lastTokenTo(email: string): Promise<string>
  advance(ms: number): Promise<void>
}

function realStage(world: World): Stage {
  const another = () => createClient({ baseUrl: world.origin, fetch: worldFetch(world).fetch })
  return {
    client: another(),
    another,
    lastTokenTo: async (email) => (await world.mailbox.lastTo(email)).token!,
    advance: (ms) => world.clock.advance(ms),
  }
}

function standInStage(): Stage & { platform: TestPlatform } {
  const platform = createTestPlatform({ baseUrl: 'https://id.example.org' })
  const another = () => createClient({ baseUrl: 'https://id.example.org', fetch: platform.fetch })
  return {
    platform,
    client: another(),
    another,
    lastTokenTo: async (email) => platform.lastTokenTo(email),
    advance: async (ms) => platform.advance(ms),
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
])
const byPointer = (left: { pointer: string }, right: { pointer: string }) =>
  left.pointer < right.pointer ? -1 : 1
const byKey = ([left]: [string, unknown], [right]: [string, unknown]) => (left < right ? -1 : 1)

const outcome = (call: Promise<unknown>): Promise<unknown> => call.then(shapeOf, shapeOf)

type Scenario = (stage: Stage, note: (call: Promise<unknown>) => Promise<unknown>) => Promise<void>

async function verified({ client, lastTokenTo }: Stage, email: string): Promise<void> {
  await client.auth.register({ email, password, displayName: 'Somebody' })
  await client.auth.verifyEmail({ token: await lastTokenTo(email) })
}

const scenarios: Record<string, Scenario> = {
  'from sign-up to sign-out': async ({ client, lastTokenTo }, note) => {
    const email = 'flow@example.org'
    await note(client.auth.register({ email, password, displayName: 'Flow' }))
    await note(client.auth.login({ email, password }))
    const token = await lastTokenTo(email)
    await note(client.auth.verifyEmail({ token: 'vfy_made_up' }))
    await note(client.auth.verifyEmail({ token }))
    await note(client.auth.verifyEmail({ token }))
    await note(client.auth.resendVerification({ email }))
    await note(client.auth.login({ email, password: 'wrong, and long enough' }))
    await note(client.auth.login({ email, password }))
    await note(client.account.get())
    await note(client.sessions.list())
    await note(client.auth.logout())
    await note(client.auth.logout())
    await note(client.account.get())
  },
  'passwords that are refused': async ({ client }, note) => {
    for (const bad of [
      'short',
      'x'.repeat(257),
      'rejected@example',
      'passwordpassword',
      'my gatehouse key',
    ]) {
      await note(
        client.auth.register({ email: 'rejected@example.org', password: bad, displayName: 'Nobody' }),
      )
    }
  },
  'inputs that are refused': async ({ client }, note) => {
    const odd = (input: object) => input as never
    await note(client.auth.login(odd({})))
    await note(client.auth.login(odd({ email: 'nobody', password: '', remember: true })))
    await note(client.auth.login(odd({ email: 'a@example.org', password: 'x', delivery: 'pigeon' })))
    await note(client.auth.login(odd({ email: 5, password: null })))
    await note(client.account.get())
    await note(client.sessions.revoke(odd({ sessionId: 'not a uuid' })))
    await note(client.auth.verifyEmail({ token: '' }))
  },
  'a forgotten password': async (stage, note) => {
    const { client, lastTokenTo, advance } = stage
    const email = 'forgetful@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    await note(client.password.requestReset({ email }))
    const old = await lastTokenTo(email)
    await note(client.password.requestReset({ email }))
    const token = await lastTokenTo(email)
    await note(client.password.confirmReset({ token: old, newPassword: 'nine blue lanterns swing' }))
    await note(client.password.confirmReset({ token, newPassword: 'short' }))
    await note(client.password.confirmReset({ token, newPassword: 'nine blue lanterns swing' }))
    await note(client.password.confirmReset({ token, newPassword: 'nine blue lanterns swing' }))
    await note(client.account.get())
    await note(client.auth.login({ email, password: 'nine blue lanterns swing' }))
    await client.password.requestReset({ email })
    const late = await lastTokenTo(email)
    await advance(31 * 60_000)
    await note(client.password.confirmReset({ token: late, newPassword: 'ten blue lanterns swing' }))
    await note(client.password.requestReset({ email: 'unknown@example.org' }))
  },
  'a changed password and the other devices': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'changing@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    const other = another()
    await other.auth.login({ email, password })
    await note(client.sessions.list())
    await advance(6 * 60_000)
    await note(client.password.change({ currentPassword: password, newPassword: 'eleven tall reeds bend' }))
    await note(client.auth.reauthenticate({ password: 'not it, by some distance' }))
    await note(client.auth.reauthenticate({ password }))
    await note(client.password.change({ newPassword: 'eleven tall reeds bend' }))
    await note(
      client.password.change({
        currentPassword: 'not it, by some distance',
        newPassword: 'eleven tall reeds bend',
      }),
    )
    await note(client.password.change({ currentPassword: password, newPassword: 'eleven tall reeds bend' }))
    await note(other.account.get())
    await note(client.account.get())
  },
  'sessions that are revoked': async (stage, note) => {
    const { client, another } = stage
    const email = 'revoking@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    const [second, third] = [another(), another()]
    await second.auth.login({ email, password })
    await third.auth.login({ email, password })
    await note(client.sessions.revoke({ sessionId: second.session.get()!.sessionId }))
    await note(client.sessions.revoke({ sessionId: second.session.get()!.sessionId }))
    await note(second.account.get())
    await note(client.sessions.revokeOthers())
    await note(third.account.get())
    await note(client.sessions.list({ limit: 1 }))
    await note(client.account.update({ displayName: 'Renamed', locale: 'de' }))
    await note(client.account.update({}))
    await note(client.account.update({ locale: 'not a locale' }))
  },
  'refresh tokens': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'rotating@example.org'
    await verified(stage, email)
    const first = await client.auth.login({ email, password })
    if (first.status !== 'signed_in') throw new Error('expected a session')
    const raw = another()
    const refresh = (refreshToken: string) => raw.auth.refresh({ refreshToken })
    const second = await refresh(first.refreshToken!)
    const again = await refresh(first.refreshToken!)
    expect(again.refreshToken).toBe(second.refreshToken)
    await advance(11_000)
    await note(refresh(second.refreshToken!))
    await note(refresh(first.refreshToken!))
    await note(refresh(second.refreshToken!))
    await note(refresh('rt_made_up'))
  },
  'too many attempts': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'guessed@example.org'
    await verified(stage, email)
    const stranger = another()
    for (let count = 0; count < 11; count++)
      await note(stranger.auth.login({ email, password: 'a guess, not the right one' }))
    await note(stranger.auth.login({ email, password }))
    await advance(16 * 60_000)
    await note(client.auth.login({ email, password }))
  },
}

describe('the stand-in answers as the server does', () => {
  const world = useWorld()

  test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
    const notes: Record<'real' | 'standIn', unknown[]> = { real: [], standIn: [] }
    for (const [kind, stage] of [
      ['real', realStage(world)],
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
