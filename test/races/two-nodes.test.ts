import { beforeAll, describe, expect, test } from 'vitest'
import {
  canRace,
  createWorld,
  type Node,
  type Owner,
  type SignedInPerson,
  type World,
} from '../harness/index.ts'
import { makeKey } from '../harness/people-api-keys.ts'

/** How soon what one node has ended must be refused by the others (SECURITY S6), in ms. */
const WITHIN_MS = 1_000

describe.skipIf(!canRace)('two nodes on one Postgres and one Redis', () => {
  let world: World
  let other: Node
  beforeAll(async () => {
    world = await createWorld({ redis: true })
    other = await world.node()
    return () => world.stop()
  })

  /** Whether the other node refuses the person's access token within a second; it has just admitted it. */
  async function refusedInTime(person: SignedInPerson): Promise<boolean> {
    const endAt = performance.now() + WITHIN_MS
    while (performance.now() < endAt) {
      const { status } = await other.caller.rest('GET', '/me', undefined, person.headers)
      if (status === 401) return true
    }
    return false
  }

  const admits = async (person: SignedInPerson) =>
    expect((await other.caller.rest('GET', '/me', undefined, person.headers)).status).toBe(200)

  test.each<[name: string, how: string, end: (person: SignedInPerson) => Promise<unknown>]>([
    ['ada', 'signing out', (person) => world.rest('POST', '/logout', {}, person.headers)],
    [
      'bea',
      'revoking it from another device',
      async (person) => {
        const phone = await world.people.signInAgain(person)
        return world.rest('DELETE', `/me/sessions/${person.sessionId}`, undefined, phone.headers)
      },
    ],
    [
      'cleo',
      'a password reset',
      async (person) => {
        await world.rest('POST', '/password-reset/request', { email: person.email })
        const { token } = await world.mailbox.lastTo(person.email)
        return world.rest('POST', '/password-reset/confirm', {
          token,
          newPassword: 'seven-herons-over-a-lake',
        })
      },
    ],
    [
      'dora',
      'reuse of a refresh token',
      async ({ refreshToken }) => {
        const second = await world.rest<{ refreshToken: string }>('POST', '/refresh', { refreshToken })
        await world.rest('POST', '/refresh', { refreshToken: second.body.refreshToken })
        return world.rest('POST', '/refresh', { refreshToken })
      },
    ],
    [
      'erin',
      'disabling the account',
      (person) => world.sql`UPDATE users SET disabled_at = now() WHERE id = ${person.userId}`,
    ],
  ])('S6 %s: %s on one acts on the other within a second', async (name, _, end) => {
    const person = await world.people.signedIn(name)
    await admits(person)
    await end(person)
    expect(await refusedInTime(person)).toBe(true)
  })

  test.each<[name: string, how: string, end: (ended: { owner: Owner; keyId: string }) => Promise<unknown>]>([
    [
      'kate',
      'revoking it',
      ({ owner, keyId }) =>
        world.rest(
          'DELETE',
          `/organizations/${owner.organizationId}/api-keys/${keyId}`,
          undefined,
          owner.headers,
        ),
    ],
    [
      'lena',
      'disabling its maker',
      ({ owner }) => world.sql`UPDATE users SET disabled_at = now() WHERE id = ${owner.userId}`,
    ],
    [
      'mona',
      'its maker leaving',
      ({ owner }) => world.sql`DELETE FROM memberships WHERE user_id = ${owner.userId}`,
    ],
    [
      'nina',
      'its maker losing the role',
      ({ owner }) => world.sql`UPDATE memberships SET role = 'viewer' WHERE user_id = ${owner.userId}`,
    ],
    [
      'olga',
      'closing the account',
      async ({ owner }) => {
        await world.people.joined(owner.organizationId, 'heir', 'owner')
        return world.rest('DELETE', '/me', {}, owner.headers)
      },
    ],
  ])('Y4 %s: an API key is good for nothing on the other within a second of %s', async (name, _, end) => {
    const owner = await world.people.withOrganization(name)
    const { organizationId } = owner
    const { key, apiKey } = await makeKey(world, owner, { organizationId, scopes: ['members:manage'] })
    const scopes = async () =>
      (await other.caller.rest('POST', '/api-keys/verify', { key })).body.scopes ?? []
    expect(await scopes()).toEqual(['members:manage'])
    await end({ owner, keyId: apiKey.id })
    const endAt = performance.now() + WITHIN_MS
    let left = await scopes()
    while (performance.now() < endAt && (left as string[]).length > 0) left = await scopes()
    expect(left).toEqual([])
  })

  test('J2 each verifies what the other has signed', async () => {
    const fay = await world.people.verified('fay')
    const { body } = await other.caller.rest('POST', '/login', { email: fay.email, password: fay.password })
    const headers = { authorization: `Bearer ${body.accessToken}` }
    expect((await world.rest('GET', '/me', undefined, headers)).status).toBe(200)
  })

  test('L5 a limit counts what both have let through', async () => {
    const email = 'nobody@example.org'
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? world : other.caller).rest('POST', '/password-reset/request', { email }),
      ),
    )
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(17)
  })

  test('L1 so does the pause', async () => {
    const gwen = await world.people.verified('gwen')
    const judged = []
    for (let count = 0; count < 12; count++) {
      const caller = count % 2 ? world : other.caller
      const { status } = await caller.rest('POST', '/login', {
        email: gwen.email,
        password: 'not-the-right-one',
      })
      judged.push(status)
    }
    expect(judged).toEqual([...Array(10).fill(401), 429, 429])
  })

  test('F4 a mail is sent by one of them, once', async () => {
    const signUp = (index: number) =>
      world.rest('POST', '/register', {
        email: `m${index}@example.org`,
        password: 'herons over a lake',
        displayName: 'M',
      })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => signUp(index)))
    await Promise.all([
      world.platform.outbox.drain(),
      other.platform.outbox.drain(),
      world.platform.outbox.drain(),
    ])
    const sent = (await world.mailbox.list()).filter(({ to }) => /^m\d+@/.test(to))
    expect(sent).toHaveLength(answers.filter(({ status }) => status === 202).length)
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(sent.length)
    expect(sent.length).toBeGreaterThan(0)
  })
})
