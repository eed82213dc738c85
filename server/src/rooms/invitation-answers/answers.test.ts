import { describe, expect, test } from 'vitest'
import { faces, type Owner, useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'
import { days, seconds } from '../../kit/duration.ts'
import type { ReceivedInvitation } from './schemas.ts'

const newcomer = { password: 'plum 0123456789', displayName: 'Ada Lovelace' }

describe('answering invitations', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const decline = (input: object, headers?: Record<string, string>) =>
    world.rest('POST', '/invitations/decline', input, headers)
  const accept = (input: object, headers?: Record<string, string>) =>
    world.rest('POST', '/invitations/accept', input, headers)
  const mine = async (headers: Record<string, string>, query = '') =>
    (
      await world.rest<{ items: ReceivedInvitation[]; nextCursor: string | null }>(
        'GET',
        `/me/invitations${query}`,
        undefined,
        headers,
      )
    ).body
  const at = ({ organizationId }: Owner, more = '') => `/organizations/${organizationId}/invitations${more}`

  test('I2 an inviter who is switched off while the newcomer’s password is hashed lets nobody in', async () => {
    const { passwords } = world.platform
    const owner = await world.people.withOrganization('leaving-owner')
    const admin = await world.people.joined(owner.organizationId, 'leaving-admin', 'admin')
    const by = { ...admin, organizationId: owner.organizationId }
    const { token } = await invite(world, by, { email: 'late@example.org' })
    world.platform.passwords = {
      ...passwords,
      async hash(password) {
        await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${admin.userId}`
        return passwords.hash(password)
      },
    }
    const answer = accept({ token, ...newcomer }).finally(() => {
      world.platform.passwords = passwords
    })
    await expect(answer).toFailWith('token.invalid')
    const [event] = await world.sql`SELECT details FROM audit_events WHERE action = 'invitation.accepted'
      AND organization_id = ${owner.organizationId}`
    expect(event).toBeUndefined()
    expect(await world.sql`SELECT 1 FROM users WHERE email = 'late@example.org'`).toHaveLength(0)
  })

  test.each(faces)('I4 a decline by the link is final, over %s', async (face) => {
    const owner = await world.people.withOrganization(`owner-${face.toLowerCase()}`)
    const email = `guest-${face.toLowerCase()}@example.org`
    const { token, invitation } = await invite(world, owner, { email })
    const declined = await world.via(face, 'invitations.decline', { token })
    expect(declined.status).toBe(face === 'tRPC' ? 200 : 204)
    await expect(decline({ token })).toFailWith('token.invalid')
    await expect(accept({ token, ...newcomer })).toFailWith('token.invalid')
    const resent = world.rest('POST', at(owner, `/${invitation.id}/resend`), undefined, owner.headers)
    await expect(resent).toFailWith('invitation.declined')
    const revoked = world.rest('DELETE', at(owner, `/${invitation.id}`), undefined, owner.headers)
    await expect(revoked).toFailWith('invitation.declined')
    const listed = await world.rest('GET', at(owner, '?status=declined'), undefined, owner.headers)
    expect(listed.body).toMatchObject({ items: [{ id: invitation.id, status: 'declined' }] })
    const [event] = await world.sql`SELECT actor_type, organization_id, details FROM audit_events
      WHERE action = 'invitation.declined' AND target_id = ${invitation.id}`
    expect(event).toEqual({
      actor_type: 'anonymous',
      organization_id: owner.organizationId,
      details: { role: 'member', by: 'link' },
    })
  })

  test('I4 whoever has declined is left in peace for thirty days, and by that organization alone', async () => {
    const owner = await world.people.withOrganization('ann')
    const other = await world.people.withOrganization('bob')
    const asked = { email: 'guest.of.ann@example.org', role: 'member' }
    await decline({ token: (await invite(world, owner, asked)).token })
    await expect(world.rest('POST', at(owner), asked, owner.headers)).toFailWith('invitation.declined')
    const bulk = await world.rest('POST', at(owner, '/bulk'), { invitations: [asked] }, owner.headers)
    expect(bulk.body).toMatchObject({ results: [{ status: 'failed', code: 'invitation.declined' }] })
    expect((await world.rest('POST', at(other), asked, other.headers)).status).toBe(201)
    const ago = (ms: number) => world.sql`UPDATE invitations
      SET declined_at = gatehouse_now() - ${ms} * interval '1 millisecond' WHERE declined_at IS NOT NULL`
    await ago(days(30) - seconds(5))
    await expect(world.rest('POST', at(owner), asked, owner.headers)).toFailWith('invitation.declined')
    await ago(days(30) + seconds(1))
    expect((await world.rest('POST', at(owner), asked, owner.headers)).status).toBe(201)
  })

  test('I3 lists what awaits me by the address I have proven, and nothing of others', async () => {
    const person = await world.people.signedIn('cal')
    const stranger = await world.people.signedIn('cal-stranger')
    const owners = [await world.people.withOrganization('one'), await world.people.withOrganization('two')]
    for (const owner of owners) await invite(world, owner, { email: 'CAL@example.org', role: 'viewer' })
    expect((await mine(stranger.headers)).items).toEqual([])
    const { items } = await mine(person.headers)
    expect(
      items.map(({ organizationName, inviterName, role }) => [organizationName, inviterName, role]),
    ).toEqual([
      ['two', 'two', 'viewer'],
      ['one', 'one', 'viewer'],
    ])
    expect(Object.keys(items[0]!).sort()).toEqual([
      'createdAt',
      'expiresAt',
      'id',
      'inviterName',
      'organizationName',
      'role',
    ])
    const first = await mine(person.headers, '?limit=1')
    const second = await mine(person.headers, `?limit=1&cursor=${first.nextCursor}`)
    expect([first.items, second.items, second.nextCursor]).toEqual([[items[0]], [items[1]], null])
    await world.sql`UPDATE users SET is_verified = false WHERE id = ${person.userId}`
    const unproven = world.rest('GET', '/me/invitations', undefined, person.headers)
    await expect(unproven).toFailWith('auth.unauthenticated')
  })

  test('I3 what ran out, was answered, or has nobody behind it is not listed', async () => {
    const person = await world.people.signedIn('dan')
    const owners: Owner[] = []
    for (const name of ['d-a', 'd-b', 'd-c']) owners.push(await world.people.withOrganization(name))
    const made = []
    for (const owner of owners) made.push(await invite(world, owner, { email: person.email }))
    await decline({ token: made[0]!.token })
    await world.sql`UPDATE invitations SET expires_at = gatehouse_now() WHERE id = ${made[1]!.invitation.id}`
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${owners[2]!.userId}`
    expect((await mine(person.headers)).items).toEqual([])
  })

  test.each(faces)(
    'I1 answers one of my list by its id, and one of somebody else not, over %s',
    async (face) => {
      const call = (path: string, input: object, headers?: Record<string, string>) =>
        world.via(face, path, input, headers)
      const person = await world.people.signedIn(`eve-${face.toLowerCase()}`)
      const stranger = await world.people.signedIn(`eve-other-${face.toLowerCase()}`)
      const owner = await world.people.withOrganization(`eve-owner-${face.toLowerCase()}`)
      const other = await world.people.withOrganization(`eve-second-${face.toLowerCase()}`)
      const [one, two] = [
        (await invite(world, owner, { email: person.email })).invitation.id,
        (await invite(world, other, { email: person.email })).invitation.id,
      ]
      for (const path of ['invitations.accept', 'invitations.decline']) {
        expect((await call(path, { invitationId: one }, stranger.headers)).body.code).toBe('not_found')
        expect((await call(path, { invitationId: one })).body.code).toBe('auth.unauthenticated')
      }
      const joined = await call('invitations.accept', { invitationId: one }, person.headers)
      expect(joined.body).toEqual({ status: 'joined', organizationId: owner.organizationId })
      expect((await call('invitations.decline', { invitationId: two }, person.headers)).status).toBeLessThan(
        205,
      )
      expect((await mine(person.headers)).items).toEqual([])
      for (const id of [one, two])
        expect((await call('invitations.accept', { invitationId: id }, person.headers)).body.code).toBe(
          'not_found',
        )
      const [event] = await world.sql`SELECT actor_id, details FROM audit_events
      WHERE action = 'invitation.declined' AND target_id = ${two}`
      expect(event).toEqual({ actor_id: person.userId, details: { role: 'member', by: 'session' } })
    },
  )
})
