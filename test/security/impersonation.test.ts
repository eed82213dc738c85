import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Definition, readDefinitions } from '../../server/src/http/definitions.ts'
import { readAccess } from '../../server/src/kit/access.ts'
import { hashToken } from '../../server/src/kit/tokens.ts'
import { refreshTokenOf } from '../../server/src/rooms/sessions/refresh-token.ts'
import { appRouter } from '../../server/src/router.ts'
import { type Acting, actAs } from '../harness/acting.ts'
import { createWorld, faces, type PersonWithTotp, type SignedInPerson, type World } from '../harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../harness/stand-in-provider.ts'
import { isTest, readSources, withoutComments } from '../house/source.ts'

const definitions = readDefinitions(appRouter)
const guarded = definitions.filter(({ meta }) => readAccess(meta.access).who !== 'public')

test('A4 whoever acts as a person changes their profile, asks what they may, and stops; nothing else', () => {
  const allowed = definitions.filter(({ meta }) => meta.whileImpersonating).map(({ path }) => path)
  expect(allowed.sort()).toEqual([
    'account.update',
    'admin.impersonation.stop',
    'organizations.checkPermissions',
  ])
})

/**
 * Where code asks by itself who calls, past the admission. Each of these is looked at by a test below; a new one fails
 * here until it is, too.
 */
test('A4 nobody asks who calls but the admission and those that are tested here', () => {
  const asking = readSources()
    .filter(
      ({ path }) => path.startsWith('server/src/') && !isTest(path) && !path.includes('/rooms/sessions/'),
    )
    .filter(({ text }) =>
      /\b(?:authenticate|findBearerSession|findCallerSession|findRefreshSession)\(/.test(
        withoutComments(text),
      ),
    )
    .map(({ path }) => path.replace('server/src/', ''))
  expect(asking.sort()).toEqual([
    'admission.ts',
    'rooms/gate/caller.ts',
    'rooms/invitation-answers/reading.ts',
    'rooms/sign-in/sign-out.ts',
    'rooms/social-sign-in/authorize.ts',
    'rooms/social-sign-in/callback.ts',
    // Behind procedures of the platform's staff, where whoever acts as a person finds nothing.
    'rooms/staff/service.ts',
  ])
})

describe('acting as a person', () => {
  let acme: StandInProvider
  let world: World
  let admin: PersonWithTotp
  let person: SignedInPerson
  let acting: Acting
  const organizationId = crypto.randomUUID()

  beforeAll(async () => {
    acme = await startStandInProvider()
    const options = withProviders(providerAt(acme.issuer))
    world = await createWorld({ ...options, config: { ...options.config, rateLimits: false } })
    admin = await world.people.staff('admin', 'admin')
    person = await world.people.signedIn('person')
    await world.sql`INSERT INTO organizations (id, name, slug) VALUES (${organizationId}, 'Acme', 'acme')`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${person.userId}, 'owner')`
    acting = await actAs(world, admin, person.userId)
  })
  afterAll(async () => {
    await world?.stop()
    await acme?.close()
  })

  const inputOf = ({ pathParameters }: Definition) => ({
    ...Object.fromEntries(pathParameters.map((name) => [name, crypto.randomUUID()])),
    organizationId,
  })
  const expectedOf = ({ meta, type }: Definition) => {
    const rule = readAccess(meta.access)
    if (rule.who === 'platform') return 'not_found'
    if (meta.whileImpersonating) return undefined
    return rule.fresh || type === 'mutation' ? 'impersonation.not_allowed' : undefined
  }
  const refused = guarded.flatMap((definition) => {
    const code = expectedOf(definition)
    return code ? [[definition.path, code, definition] as const] : []
  })

  describe.each(faces)('over %s', (face) => {
    test('there is a good deal to refuse', () => {
      expect(refused.length).toBeGreaterThan(30)
    })

    test.each(refused)('A4 %s answers %s', async (path, code, definition) => {
      await expect(world.via(face, path, inputOf(definition), acting.headers)).toFailWith(code)
      expect((await world.via(face, 'account.get', {}, acting.headers)).status).toBe(200)
    })

    test('A4 steps nothing up, whatever is proven: the person’s password, or a code', async () => {
      const { password } = person
      for (const input of [{ password }, { totpCode: admin.codeNow() }])
        await expect(world.via(face, 'auth.reauthenticate', input, acting.headers)).toFailWith(
          'impersonation.not_allowed',
        )
    })

    test('A4 connects no provider, and takes no connecting over', async () => {
      const link = { provider: 'acme', mode: 'link' }
      await expect(world.via(face, 'oauth.authorize', link, acting.headers)).toFailWith(
        'impersonation.not_allowed',
      )
      const begun = await begin(world, '?mode=link', { headers: person.headers })
      const returned = acme.signIn(begun.authorizationUrl, { sub: `sub-${face}`, email: 'x@example.org' })
      const taken = await finish(world, returned, { headers: { ...begun.headers, ...acting.headers } })
      expect(taken.body).toMatchObject({ code: 'oauth.state_invalid' })
      expect(await world.sql`SELECT FROM identities WHERE user_id = ${person.userId}`).toEqual([])
    })

    test('A4 answers no invitation', async () => {
      const id = crypto.randomUUID()
      for (const path of ['invitations.accept', 'invitations.decline'])
        await expect(world.via(face, path, { invitationId: id }, acting.headers)).toFailWith(
          'impersonation.not_allowed',
        )
    })

    test('A4 cannot be renewed, not even by a token that only the vault could make', async () => {
      for (const counter of [0, 1]) {
        const refreshToken = refreshTokenOf(world.platform.vault, acting.sessionId, counter)
        await expect(world.via(face, 'auth.refresh', { refreshToken })).toFailWith('auth.refresh_invalid')
        const [row] = await world.sql`SELECT refresh_hash FROM sessions WHERE id = ${acting.sessionId}`
        await world.sql`UPDATE sessions SET refresh_hash = ${hashToken(refreshToken)} WHERE id = ${acting.sessionId}`
        await expect(world.via(face, 'auth.refresh', { refreshToken })).toFailWith('auth.refresh_invalid')
        await world.sql`UPDATE sessions SET refresh_hash = ${row?.refresh_hash} WHERE id = ${acting.sessionId}`
      }
      expect((await world.via(face, 'account.get', {}, acting.headers)).status).toBe(200)
    })

    test('A4 what it may change is the profile, and not by another name', async () => {
      for (const input of [{ email: 'a@example.org' }, { isVerified: true }, { platformRole: 'admin' }])
        await expect(world.via(face, 'account.update', input, acting.headers)).toFailWith('request.invalid')
    })
  })

  test('A4 counts for nothing where an organization asks for a second factor that the person lacks', async () => {
    await world.sql`UPDATE organizations SET require_mfa = true WHERE id = ${organizationId}`
    await expect(world.via('REST', 'organizations.get', { organizationId }, acting.headers)).toFailWith(
      'org.mfa_required',
    )
    await world.sql`UPDATE organizations SET require_mfa = false WHERE id = ${organizationId}`
  })
})
