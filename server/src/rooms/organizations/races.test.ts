import { describe, expect, inject, test } from 'vitest'
import { type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'

describe.skipIf(inject('databaseSource').kind !== 'postgres')('organizations, by many at once', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const ROUNDS = 5
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round)

  const at = (organizationId: string) => `/organizations/${organizationId}`
  const ownersWhoCanSignIn = async (organizationId: string) =>
    (
      await world.sql`SELECT FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = ${organizationId} AND m.role = 'owner'
        AND u.is_verified AND u.disabled_at IS NULL AND u.erased_after IS NULL`
    ).length

  /** Two owners of one organization. */
  async function pair(name: string) {
    const one = await world.people.withOrganization(`${name}-one`)
    const two = await world.people.joined(one.organizationId, `${name}-two`, 'owner')
    return { organizationId: one.organizationId, one, two }
  }
  const leave = (person: SignedInPerson, organizationId: string) =>
    world.rest('POST', `${at(organizationId)}/leave`, {}, person.headers)
  const demote = (person: SignedInPerson, organizationId: string, target: SignedInPerson) =>
    world.rest('PATCH', `${at(organizationId)}/members/${target.userId}`, { role: 'viewer' }, person.headers)
  const remove = (person: SignedInPerson, organizationId: string, target: SignedInPerson) =>
    world.rest('DELETE', `${at(organizationId)}/members/${target.userId}`, {}, person.headers)
  const close = (person: SignedInPerson) => world.rest('DELETE', '/me', {}, person.headers)

  type Pair = Awaited<ReturnType<typeof pair>>
  const meetings: Record<string, (of: Pair) => Promise<{ status: number; text: string }>[]> = {
    'two owners leave': ({ organizationId, one, two }) => [
      leave(one, organizationId),
      leave(two, organizationId),
    ],
    'each demotes the other': ({ organizationId, one, two }) => [
      demote(one, organizationId, two),
      demote(two, organizationId, one),
    ],
    'each steps down': ({ organizationId, one, two }) => [
      demote(one, organizationId, one),
      demote(two, organizationId, two),
    ],
    'each removes the other': ({ organizationId, one, two }) => [
      remove(one, organizationId, two),
      remove(two, organizationId, one),
    ],
    'one leaves and one closes their account': ({ organizationId, one, two }) => [
      leave(one, organizationId),
      close(two),
    ],
    'both close their accounts': ({ one, two }) => [close(one), close(two)],
    'one steps down and one closes their account': ({ organizationId, one, two }) => [
      demote(one, organizationId, one),
      close(two),
    ],
  }

  test.each(Object.entries(meetings))(
    'G4 an organization keeps an owner when %s at once',
    async (how, meet) => {
      for (const round of rounds) {
        const made = await pair(`${how.replaceAll(' ', '-').slice(0, 24)}-${round}`)
        const answers = await Promise.all(meet(made))
        for (const { status, text } of answers) expect(status, text).toBeOneOf([200, 202, 204, 403, 404, 409])
        expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
        expect(await ownersWhoCanSignIn(made.organizationId)).toBe(1)
      }
    },
  )

  test('G4 an organization is not handed to somebody who closes their account at that moment', async () => {
    for (const round of rounds) {
      const owner = await world.people.withOrganization(`hand-${round}`)
      const { organizationId } = owner
      const receiver = await world.people.joined(organizationId, `hand-to-${round}`, 'admin')
      const body = { userId: receiver.userId }
      const answers = await Promise.all([
        world.rest('POST', `${at(organizationId)}/transfer-ownership`, body, owner.headers),
        close(receiver),
      ])
      for (const { status, text } of answers) expect(status, text).toBeOneOf([202, 204, 409])
      expect(await ownersWhoCanSignIn(organizationId)).toBe(1)
    }
  })

  test('G4 nor does its owner step down for somebody who is made one and closes their account', async () => {
    for (const round of rounds) {
      const owner = await world.people.withOrganization(`step-${round}`)
      const { organizationId } = owner
      const other = await world.people.joined(organizationId, `step-for-${round}`, 'admin')
      const makeOwner = world.rest(
        'PATCH',
        `${at(organizationId)}/members/${other.userId}`,
        { role: 'owner' },
        owner.headers,
      )
      const stepDown = makeOwner.then(() => demote(owner, organizationId, owner))
      await Promise.all([makeOwner, stepDown, close(other)])
      expect(await ownersWhoCanSignIn(organizationId)).toBe(1)
    }
  })

  test('hands it over once, whichever of two transfers comes first', async () => {
    for (const round of rounds) {
      const owner = await world.people.withOrganization(`twice-${round}`)
      const { organizationId } = owner
      const others = [
        await world.people.joined(organizationId, `twice-a-${round}`, 'admin'),
        await world.people.joined(organizationId, `twice-b-${round}`, 'admin'),
      ]
      const answers = await Promise.all(
        others.map(({ userId }) =>
          world.rest('POST', `${at(organizationId)}/transfer-ownership`, { userId }, owner.headers),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 403])
      expect(await ownersWhoCanSignIn(organizationId)).toBe(1)
    }
  })

  test('G5 whoever is removed at that moment brings nothing about afterwards', async () => {
    for (const round of rounds) {
      const owner = await world.people.withOrganization(`late-${round}`)
      const { organizationId } = owner
      const admin = await world.people.joined(organizationId, `late-admin-${round}`, 'admin')
      const [removed, renamed] = await Promise.all([
        remove(owner, organizationId, admin),
        world.rest('PATCH', at(organizationId), { name: 'By the removed' }, admin.headers),
      ])
      expect(removed.status).toBe(204)
      expect(renamed.status).toBeOneOf([200, 404])
      const events = await world.sql`SELECT action FROM audit_events
        WHERE organization_id = ${organizationId} ORDER BY position`
      const actions = events.map(({ action }) => action as string)
      expect(actions.at(-1)).toBe('member.removed')
      expect(actions.includes('organization.updated')).toBe(renamed.status === 200)
    }
  })

  test('G5 no session is left working in an organization that its person is put out of', async () => {
    for (const round of rounds) {
      const owner = await world.people.withOrganization(`work-${round}`)
      const { organizationId } = owner
      const member = await world.people.joined(organizationId, `work-member-${round}`, 'member')
      const [, set] = await Promise.all([
        remove(owner, organizationId, member),
        world.rest('POST', '/me/organization', { organizationId }, member.headers),
      ])
      expect(set.status).toBeOneOf([200, 404])
      const [session] = await world.sql`SELECT organization_id FROM sessions WHERE id = ${member.sessionId}`
      expect(session).toEqual({ organization_id: null })
    }
  })

  test('G7 fifty that ask for one short name at once: one gets it, and nobody an error of ours', async () => {
    const people: SignedInPerson[] = []
    for (let n = 0; n < 10; n += 1) people.push(await world.people.signedIn(`slug-${n}`))
    const ask = (body: object) =>
      Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          world.rest('POST', '/organizations', body, people[n % people.length]?.headers),
        ),
      )
    const asked = await ask({ name: 'Acme', slug: 'the-one' })
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status, text } of asked) expect(status, text).toBeOneOf([201, 409, 503])
    const unasked = await ask({ name: 'Same Name' })
    for (const { status, text } of unasked) expect(status, text).toBeOneOf([201, 503])
    const slugs = await world.sql`SELECT slug FROM organizations WHERE name = 'Same Name'`
    expect(new Set(slugs.map(({ slug }) => slug)).size).toBe(
      unasked.filter(({ status }) => status === 201).length,
    )
    expect(slugs.length).toBeGreaterThan(10)
  })

  test('a person founds no more than fifty, however many at once', async () => {
    const gus = await world.people.signedIn('gus')
    await world.sql`INSERT INTO organizations (id, name, slug)
      SELECT gen_random_uuid(), 'Many', 'many-' || n FROM generate_series(1, 45) n`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      SELECT id, ${gus.userId}, 'owner' FROM organizations WHERE name = 'Many'`
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => world.rest('POST', '/organizations', { name: 'More' }, gus.headers)),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(5)
    for (const { status, text } of answers) expect(status, text).toBeOneOf([201, 409, 503])
    const owned = await world.sql`SELECT FROM memberships WHERE user_id = ${gus.userId}`
    expect(owned.length).toBeLessThanOrEqual(50)
  })

  test('a role is not given while it is deleted', async () => {
    for (const round of rounds) {
      const owner = await world.people.withOrganization(`role-${round}`)
      const { organizationId } = owner
      const member = await world.people.joined(organizationId, `role-member-${round}`, 'member')
      const roles = `${at(organizationId)}/roles`
      const made = await world.rest(
        'POST',
        roles,
        { name: 'Auditor', permissions: ['org:read'] },
        owner.headers,
      )
      const [given, deleted] = await Promise.all([
        world.rest(
          'PATCH',
          `${at(organizationId)}/members/${member.userId}`,
          { role: 'auditor' },
          owner.headers,
        ),
        world.rest('DELETE', `${roles}/${made.body.id as string}`, {}, owner.headers),
      ])
      expect([given.status, deleted.status]).toSatisfy(
        ([give, del]: [number, number]) => (give === 200 && del === 409) || (give === 403 && del === 204),
      )
    }
  })
})
