import { describe, expect, test } from 'vitest'
import { createClient, hasCode, isErrorOf, memoryStorage, type SessionChange } from '../../sdk/src/index.ts'
import { type Person, useWorld } from '../harness/index.ts'
import { type WorldFetch, worldFetch } from './support.ts'

const world = useWorld()

function clientOver({ fetch }: WorldFetch, options: Partial<Parameters<typeof createClient>[0]> = {}) {
  return createClient({ baseUrl: world.origin, fetch, ...options })
}

const credentialsOf = ({ email, password }: Person) => ({ email, password })

const refreshesIn = ({ seen }: WorldFetch) => seen.filter(({ path }) => path === '/trpc/auth.refresh').length

describe('a client', () => {
  test('takes a person from sign-up to sign-out', async () => {
    const client = clientOver(worldFetch(world))
    const email = 'grace@example.org'
    const password = 'seven quiet herons at dusk'
    await expect(client.auth.register({ email, password, displayName: 'Grace' })).resolves.toEqual({
      status: 'verification_sent',
    })
    const { token } = await world.mailbox.lastTo(email)
    await expect(client.auth.verifyEmail({ token: token! })).resolves.toEqual({ status: 'verified', email })

    const result = await client.auth.login({ email, password })
    expect(result.status).toBe('signed_in')
    const user = await client.account.get()
    expect(user.createdAt).toBeInstanceOf(Date)
    expect(client.session.user).toEqual(user)

    const { items } = await client.sessions.list({ limit: 5 })
    expect(items).toHaveLength(1)
    expect(items[0]!.lastSeenAt).toBeInstanceOf(Date)
    await expect(client.auth.logout()).resolves.toBeUndefined()
    expect(client.session.get()).toBeNull()
    await expect(client.account.get()).rejects.toMatchObject({ code: 'auth.unauthenticated', status: 401 })
  })

  test('throws the problem as it was answered', async () => {
    const client = clientOver(worldFetch(world))
    const error = await client.auth
      .login({ email: 'nobody@example.org', password: 'not the right one' })
      .catch((caught: unknown) => caught)
    expect(isErrorOf(error, 'auth.login')).toBe(true)
    expect(isErrorOf(error, 'auth.register')).toBe(false)
    expect(hasCode(error, 'auth.invalid_credentials', 'auth.refresh_invalid')).toBe(true)
    expect(error).toMatchObject({
      code: 'auth.invalid_credentials',
      status: 401,
      title: 'The email address or the password is wrong.',
      path: 'auth.login',
      issues: [],
      requestId: expect.stringMatching(/^[A-Za-z0-9._-]{8,128}$/),
    })
  })

  test('points at what is wrong with the input', async () => {
    const client = clientOver(worldFetch(world))
    const odd = { email: 'not an address', password: 'x', surprise: true }
    await expect(client.auth.login(odd)).rejects.toMatchObject({
      code: 'request.invalid',
      issues: expect.arrayContaining([
        { pointer: '/email', code: 'email.invalid', message: expect.any(String) },
        { pointer: '/surprise', code: 'unrecognized_keys', message: expect.any(String) },
      ]),
    })
  })

  test('sends calls of one turn in one request, and each gets its own answer', async () => {
    const person = await world.people.verified('batched')
    const wire = worldFetch(world)
    const client = clientOver(wire)
    await client.auth.login(credentialsOf(person))
    const before = wire.seen.length
    const [user, list, bad] = await Promise.allSettled([
      client.account.get(),
      client.sessions.list(),
      client.sessions.list({ cursor: 'not a cursor' }),
    ])
    expect(wire.seen.slice(before).map(({ path }) => path.split('?')[0])).toEqual([
      '/trpc/account.get,sessions.list,sessions.list',
    ])
    expect(user).toMatchObject({ value: { email: person.email } })
    expect(list).toMatchObject({ value: { items: [{ current: true }] } })
    expect(bad).toMatchObject({ reason: { code: 'request.invalid' } })
  })

  test('splits what is more than the platform takes in one request', async () => {
    const wire = worldFetch(world)
    const client = clientOver(wire)
    await Promise.all(Array.from({ length: 23 }, () => client.system.version()))
    expect(wire.seen).toHaveLength(3)
  })
})

describe('a session held by the program', () => {
  test('20 calls with an expired token make one refresh and all succeed', async () => {
    const person = await world.people.verified('twenty')
    const wire = worldFetch(world)
    const client = clientOver(wire)
    await client.auth.login(credentialsOf(person))
    await world.clock.advance(11 * 60_000)
    const users = await Promise.all(Array.from({ length: 20 }, () => client.account.get()))
    expect(users.every(({ email }) => email === person.email)).toBe(true)
    expect(refreshesIn(wire)).toBe(1)
  })

  test('goes on in another program that has the storage', async () => {
    const person = await world.people.verified('stored')
    const storage = memoryStorage()
    await clientOver(worldFetch(world), { storage }).auth.login(credentialsOf(person))
    const changes: SessionChange[] = []
    const next = clientOver(worldFetch(world), { storage, onSessionChange: (change) => changes.push(change) })
    expect(next.session.user).toBeNull()
    await expect(next.account.get()).resolves.toMatchObject({ email: person.email })
    expect(changes).toMatchObject([{ type: 'restored', session: { user: { email: person.email } } }])
  })

  test('is over when its refresh token was used by somebody else', async () => {
    const person = await world.people.verified('stolen')
    const storage = memoryStorage()
    const victim = clientOver(worldFetch(world), { storage })
    await victim.auth.login(credentialsOf(person))
    const stolen = memoryStorage(await storage.load())
    await clientOver(worldFetch(world), { storage: stolen }).account.get()
    await world.clock.advance(11 * 60_000)

    const changes: SessionChange[] = []
    victim.session.subscribe((change) => changes.push(change))
    await expect(victim.account.get()).rejects.toMatchObject({ code: 'auth.unauthenticated' })
    expect(changes).toEqual([{ type: 'ended', session: null, reason: 'auth.refresh_reused' }])
    expect(await storage.load()).toMatchObject({
      refreshToken: null,
      deviceToken: expect.stringMatching(/^dev_/),
    })
  })

  test('tells the platform at the next sign-in which device it is', async () => {
    const person = await world.people.verified('device')
    const storage = memoryStorage()
    const client = clientOver(worldFetch(world), { storage })
    await client.auth.login(credentialsOf(person))
    await client.auth.logout()
    await client.auth.login(credentialsOf(person))
    const mails = await world.mailbox.list(person.email)
    expect(mails.filter(({ subject }) => /new device|sign-in/i.test(subject))).toEqual([])
  })

  test('goes on under a new id after a step-up, and then may change the password', async () => {
    const person = await world.people.verified('stepping')
    const client = clientOver(worldFetch(world))
    await client.auth.login(credentialsOf(person))
    const first = client.session.get()!.sessionId
    await world.clock.advance(6 * 60_000)
    const change = { currentPassword: person.password, newPassword: 'eleven slow tortoises sing' }
    await expect(client.password.change(change)).rejects.toMatchObject({
      code: 'auth.reauthentication_required',
    })
    await client.auth.reauthenticate({ password: person.password })
    expect(client.session.get()!.sessionId).not.toBe(first)
    await expect(client.password.change(change)).resolves.toBeUndefined()
  })

  test('shows the profile as it was last changed', async () => {
    const person = await world.people.verified('renamed')
    const client = clientOver(worldFetch(world))
    await client.auth.login(credentialsOf(person))
    await client.account.update({ displayName: 'Renamed' })
    expect(client.session.user?.displayName).toBe('Renamed')
  })
})

describe('a session held by a browser', () => {
  test('keeps its tokens out of the page and goes on after a reload', async () => {
    const person = await world.people.verified('browser')
    const wire = worldFetch(world, { browser: true })
    const page = clientOver(wire, { delivery: 'cookie' })
    const result = await page.auth.login(credentialsOf(person))
    expect(result).toMatchObject({ status: 'signed_in', refreshToken: null, deviceToken: null })

    const reloaded = clientOver(wire, { delivery: 'cookie' })
    await expect(reloaded.session.restore()).resolves.toMatchObject({ email: person.email })
    await reloaded.auth.logout()
    await expect(clientOver(wire, { delivery: 'cookie' }).session.restore()).resolves.toBeNull()
  })

  test('a first visit is no end of a session', async () => {
    const changes: SessionChange[] = []
    const wire = worldFetch(world, { browser: true })
    const page = clientOver(wire, { delivery: 'cookie', onSessionChange: (change) => changes.push(change) })
    await expect(page.session.restore()).resolves.toBeNull()
    await expect(page.session.accessToken()).resolves.toBeNull()
    expect(changes).toEqual([])
    expect(refreshesIn(wire)).toBe(1)
  })
})
