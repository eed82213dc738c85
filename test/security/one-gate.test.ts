import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { appRouter } from '../../server/src/router.ts'
import { everythingOn, provider } from '../contract/provider.ts'
import { REASON } from '../harness/acting.ts'
import { type Answer, type Face, faces, type SignedInPerson, useWorld, type World } from '../harness/index.ts'
import { invite } from '../harness/invitations.ts'
import { addPasskey, requestOptions } from '../harness/people-passkeys.ts'
import { begin } from '../harness/provider-sign-in.ts'

/** The second half of a way to a session: what is left to do once the first half is done. */
type Finish = () => Promise<Answer>

interface Way {
  /** Does everything but the last call, for a person whose account is in order. */
  begin(world: World, face: Face, person: SignedInPerson): Promise<Finish>
  /** Why it asks for no second factor. */
  withoutChallenge?: string
  /** Why it takes people whose address is not proven. */
  provesMailbox?: string
}

let actings = 0

/** Every way to a session. A procedure that ends in one and is not here fails the first test. */
const ways: Record<string, Way> = {
  'admin.impersonation.start': {
    withoutChallenge: 'is begun by staff with a second factor of their own, and says so in the token',
    async begin(world, face, { userId }) {
      actings += 1
      const { headers } = await world.people.staff(`one-gate-${face.toLowerCase()}-staff-${actings}`, 'admin')
      return () => world.via(face, 'admin.impersonation.start', { userId, reason: REASON }, headers)
    },
  },
  'auth.login': {
    begin:
      async (world, face, { email, password }) =>
      () =>
        world.via(face, 'auth.login', { email, password }),
  },
  'auth.refresh': {
    withoutChallenge: 'carries a session on that was begun with both factors, or ended when the second came',
    begin:
      async (world, face, { refreshToken }) =>
      () =>
        world.via(face, 'auth.refresh', { refreshToken }),
  },
  'auth.reauthenticate': {
    begin:
      async (world, face, { headers, password }) =>
      () =>
        world.via(face, 'auth.reauthenticate', { password }, headers),
  },
  'sessions.setOrganization': {
    withoutChallenge: 'carries a session on that was begun with both factors, or ended when the second came',
    begin:
      async (world, face, { headers }) =>
      () =>
        world.via(face, 'sessions.setOrganization', { organizationId: null }, headers),
  },
  'passwordless.complete': {
    provesMailbox: 'the link came by mail to that address',
    async begin(world, face, { email }) {
      await world.via(face, 'passwordless.start', { email })
      const { token } = await world.mailbox.lastTo(email)
      return () => world.via(face, 'passwordless.complete', { token })
    },
  },
  'oauth.callback': {
    async begin(world, face, { userId }) {
      const subject = `of-${userId}`
      await world.sql`INSERT INTO identities (id, user_id, provider, issuer, subject)
        VALUES (gen_random_uuid(), ${userId}, 'acme', ${provider.issuer}, ${subject})`
      const begun = await begin(world)
      const returned = provider.signIn(begun.authorizationUrl, { sub: subject })
      return () => world.via(face, 'oauth.callback', { provider: 'acme', ...returned }, begun.headers)
    },
  },
  'passkeys.login': {
    withoutChallenge: 'was unlocked by its holder, which is a factor of its own',
    async begin(world, face, person) {
      const { authenticator } = await addPasskey(world, person)
      const response = authenticator.sign(await requestOptions(world))
      return () => world.via(face, 'passkeys.login', { response })
    },
  },
  'invitations.accept': {
    withoutChallenge:
      'takes an account that nobody has proven, second factor and all; whoever has proven theirs is sent to sign in',
    provesMailbox: 'the link came by mail to that address',
    async begin(world, face, { email, userId, password }) {
      const owner = await world.people.withOrganization(`inviter-of-${email.split('@')[0]}`)
      const { token } = await invite(world, owner, { email })
      await world.sql`UPDATE users SET is_verified = false WHERE id = ${userId}`
      return () => world.via(face, 'invitations.accept', { token, password, displayName: 'Somebody' })
    },
  },
  'mfa.verify': {
    withoutChallenge: 'is the second factor',
    async begin(world, face, person) {
      const { email, password } = person
      const begun = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, person.headers)
      await world.rest(
        'POST',
        '/me/mfa/totp/confirm',
        { code: world.people.codeOf(begun.body.secret) },
        person.headers,
      )
      const { body } = await world.via(face, 'auth.login', { email, password })
      await world.clock.advance(30_000)
      return () =>
        world.via(face, 'mfa.verify', {
          challengeToken: body.challengeToken as string,
          method: 'totp',
          code: world.people.codeOf(begun.body.secret),
        })
    },
  },
}

/** Whether an output can be a session: then the procedure is a way to one. */
const canSignIn = (output: z.ZodType): boolean =>
  JSON.stringify(z.toJSONSchema(output, { unrepresentable: 'any' })).includes('"signed_in"')

const procedures = readDefinitions(appRouter).filter(({ output }) => canSignIn(output))

test('M2 every procedure that ends in a session is a way that is tested here', () => {
  expect(procedures.map(({ path }) => path).sort()).toEqual(Object.keys(ways).sort())
})

const sessionsOf = async (world: World, userId: string): Promise<number> =>
  (await world.sql`SELECT FROM sessions WHERE user_id = ${userId} AND ended_at IS NULL`).length

describe.each(faces)('the gate, over %s', (face) => {
  const world = useWorld(everythingOn)
  let count = 0
  const somebody = () => {
    count += 1
    return world.people.signedIn(`one-gate-${face.toLowerCase()}-${count}`)
  }

  test.each(Object.entries(ways))('M2 %s leads in whoever may come in', async (_, way) => {
    const finish = await way.begin(world, face, await somebody())
    const answer = await finish()
    expect(answer.body, answer.text).toMatchObject({ status: 'signed_in' })
  })

  test.each(Object.entries(ways))('M2 %s asks for the second factor where one is on', async (_, way) => {
    const person = await somebody()
    if (way.withoutChallenge !== undefined) return expect(way.withoutChallenge).toMatch(/factor/)
    const finish = await way.begin(world, face, person)
    await world.sql`INSERT INTO totp_factors (user_id, confirmed_at) VALUES (${person.userId}, now())`
    const before = await sessionsOf(world, person.userId)
    const answer = await finish()
    expect(answer.body).toMatchObject({ status: 'mfa_required', methods: ['totp'] })
    expect(answer.text).not.toMatch(/eyJ|rt_/)
    expect(await sessionsOf(world, person.userId)).toBe(before)
  })

  test.each(Object.entries(ways))(
    'M2 %s refuses an account that was disabled while it was under way',
    async (_, way) => {
      const person = await somebody()
      const finish = await way.begin(world, face, person)
      await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${person.userId}`
      const before = await sessionsOf(world, person.userId)
      const answer = await finish()
      expect(answer.status, answer.text).toBeOneOf([400, 401, 403, 409])
      expect(answer.text).not.toMatch(/eyJ|rt_/)
      expect(await sessionsOf(world, person.userId)).toBeLessThanOrEqual(before)
    },
  )

  test.each(Object.entries(ways))('M2 %s refuses an account whose address is not proven', async (_, way) => {
    const person = await somebody()
    const finish = await way.begin(world, face, person)
    await world.sql`UPDATE users SET is_verified = false WHERE id = ${person.userId}`
    const answer = await finish()
    if (way.provesMailbox !== undefined) return expect(answer.body).toMatchObject({ status: 'signed_in' })
    expect(answer.status, answer.text).toBeOneOf([400, 401, 403, 409])
    expect(answer.text).not.toMatch(/eyJ|rt_/)
  })

  test.each(Object.entries(ways))(
    'M2 %s is shut by a lockdown: disabled, signed out, links void',
    async (_, way) => {
      const person = await somebody()
      const finish = await way.begin(world, face, person)
      await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${person.userId}`
      await world.sql`UPDATE sessions SET ended_at = now(), end_reason = 'revoked' WHERE user_id = ${person.userId}`
      await world.sql`UPDATE one_time_tokens SET voided_at = now() WHERE user_id = ${person.userId}`
      expect((await finish()).status).toBeOneOf([400, 401, 403, 409])
      expect(await sessionsOf(world, person.userId)).toBe(0)
    },
  )
})
