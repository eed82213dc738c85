import { describe, expect, test } from 'vitest'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { appRouter } from '../../server/src/router.ts'
import { actAs } from '../harness/acting.ts'
import { type Answer, faces, useWorld } from '../harness/index.ts'

const ID = '0195A2C4-7B1E-7C3A-9F4D-2A6B8C0D1E2F'
/** As long, so that only what asks for an id refuses it. */
const NO_ID = 'n'.repeat(ID.length)

/** Fields of inputs that take an id and nothing else, with what each makes of one in capitals. */
const idFields = readDefinitions(appRouter).flatMap(({ path, fields }) =>
  [...fields].flatMap(([name, field]) => {
    if (field.safeParse(NO_ID).success || field.safeParse([NO_ID]).success) return []
    const readings = [ID, [ID]].map((given) => field.safeParse(given)).filter(({ success }) => success)
    return readings.map(({ data }) => [`${path} ${name}`, data] as const)
  }),
)

describe('an input that takes an id', () => {
  test('is found in many procedures', () => {
    expect(idFields.length).toBeGreaterThan(60)
  })

  test.each(idFields)('%s reads it as the database writes it', (_, data) => {
    expect([data].flat()).toEqual([ID.toLowerCase()])
  })
})

const actionsIn = ({ body }: Answer) => (body.items as { action: string }[]).map(({ action }) => action)

describe.each(faces)('ids in capitals over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const named = (name: string) => `${name}-${face.toLowerCase()}`

  test('A4 whoever is acted as finds it in their security log, however their id was written', async () => {
    const admin = await world.people.staff(named('ada'), 'admin')
    const person = await world.people.signedIn(named('bea'))
    await actAs(world, admin, person.userId.toUpperCase())
    const log = await world.via(face, 'account.securityLog', {}, person.headers)
    expect(actionsIn(log)).toContain('admin.impersonation_started')
  })

  test('A5 nobody of the staff does to themselves what they may do to others only, however they write their id', async () => {
    const admin = await world.people.staff(named('gil'), 'admin')
    await world.people.staff(named('hal'), 'admin')
    const userId = admin.userId.toUpperCase()
    for (const [path, more] of [
      ['admin.users.disable', {}],
      ['admin.users.update', { email: `${named('gil-new')}@example.org` }],
      ['admin.users.setPlatformRole', { role: null }],
    ] as const)
      await expect(world.via(face, path, { userId, ...more }, admin.headers)).toFailWith('admin.not_yourself')
  })

  test('D1 whoever is removed finds it in their security log, however their id was written', async () => {
    const owner = await world.people.withOrganization(named('cal'))
    const { organizationId } = owner
    const member = await world.people.joined(organizationId, named('dee'), 'member')
    const input = { organizationId, userId: member.userId.toUpperCase() }
    expect((await world.via(face, 'organizations.removeMember', input, owner.headers)).status).toBeLessThan(
      300,
    )
    const log = await world.via(face, 'account.securityLog', {}, member.headers)
    expect(actionsIn(log)).toContain('member.removed')
  })

  test('D2 nobody makes the chain of an organization look tampered with by how they write its id', async () => {
    const admin = await world.people.staff(named('eli'), 'admin')
    const owner = await world.people.withOrganization(named('fay'))
    const organizationId = owner.organizationId.toUpperCase()
    const answer = await world.via(face, 'sessions.setOrganization', { organizationId }, owner.headers)
    expect(answer.status, answer.text).toBe(200)
    const { body } = await world.via(face, 'admin.audit.verify', {}, admin.headers)
    expect(body).toMatchObject({ breaks: [], nextCursor: null })
    const ofIt = await world.via(face, 'admin.audit.verify', { organizationId }, admin.headers)
    expect(ofIt.body).toMatchObject({ chains: 1, events: 1 })
    const [event] = await world.sql`SELECT chain FROM audit_events
      WHERE action = 'session.organization_set' AND actor_id = ${owner.userId}`
    expect(event).toEqual({ chain: `organization:${owner.organizationId}` })
  })
})
