import { describe, expect, inject, test } from 'vitest'
import { type Owner, useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'

const newcomer = { password: 'plum 0123456789', displayName: 'Ada Lovelace' }
const twenty = Array.from({ length: 20 }, (_, index) => index)

describe.skipIf(inject('databaseSource').kind !== 'postgres')(
  'one invitation, answered by many at once',
  () => {
    const world = useWorld({ config: { rateLimits: false } })
    const accept = (input: object, headers?: Record<string, string>) =>
      world.rest('POST', '/invitations/accept', input, headers)
    const membersOf = ({ organizationId }: Owner) =>
      world.sql`SELECT user_id, role FROM memberships WHERE organization_id = ${organizationId} AND role <> 'owner'`

    test('I2 twenty who accept one link as somebody new make one account and one membership', async () => {
      const owner = await world.people.withOrganization('ann-owner')
      const { token } = await invite(world, owner, { email: 'ann@example.org' })
      const answers = await Promise.all(twenty.map(() => accept({ token, ...newcomer })))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      // To whoever looks when the account has just come about, it is one to sign in to.
      for (const { status, body } of answers.filter(({ status }) => status !== 200))
        expect([status, body.code]).toBeOneOf([
          [400, 'token.invalid'],
          [403, 'invitation.sign_in_required'],
          [503, 'unavailable'],
        ])
      expect(await membersOf(owner)).toHaveLength(1)
      expect(await world.sql`SELECT 1 FROM users WHERE email = 'ann@example.org'`).toHaveLength(1)
      expect(
        await world.sql`SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE u.email = 'ann@example.org'`,
      ).toHaveLength(1)
      expect(
        await world.sql`SELECT 1 FROM audit_events WHERE action = 'invitation.accepted'
      AND organization_id = ${owner.organizationId}`,
      ).toHaveLength(1)
    })

    test('I2 twenty who accept one link signed in make one membership', async () => {
      const owner = await world.people.withOrganization('bea-owner')
      const person = await world.people.signedIn('bea')
      const { token, invitation } = await invite(world, owner, { email: person.email })
      const answers = await Promise.all(
        twenty.map((index) =>
          accept(index % 2 ? { token } : { invitationId: invitation.id }, person.headers),
        ),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(await membersOf(owner)).toHaveLength(1)
    })

    test('I4 of an acceptance and a decline at once, one counts', async () => {
      for (const round of twenty.slice(0, 8)) {
        const owner = await world.people.withOrganization(`cal-owner-${round}`)
        const person = await world.people.signedIn(`cal-${round}`)
        const { token } = await invite(world, owner, { email: person.email })
        const [accepted, declined] = await Promise.all([
          accept({ token }, person.headers),
          world.rest('POST', '/invitations/decline', { token }),
        ])
        expect([accepted.status, declined.status].sort()).toEqual(
          accepted.status === 200 ? [200, 400] : [204, 400],
        )
        expect(await membersOf(owner)).toHaveLength(accepted.status === 200 ? 1 : 0)
      }
    })

    test('I2 of an acceptance and a revocation at once, one counts', async () => {
      for (const round of twenty.slice(0, 8)) {
        const owner = await world.people.withOrganization(`dan-owner-${round}`)
        const { token, invitation } = await invite(world, owner, { email: `dan-${round}@example.org` })
        const path = `/organizations/${owner.organizationId}/invitations/${invitation.id}`
        const [accepted, revoked] = await Promise.all([
          accept({ token, ...newcomer }),
          new Promise((resolve) => setTimeout(resolve, round * 8)).then(() =>
            world.rest('DELETE', path, undefined, owner.headers),
          ),
        ])
        expect([accepted.status, revoked.status]).toBeOneOf([
          [200, 409],
          [400, 204],
        ])
        expect(await membersOf(owner)).toHaveLength(accepted.status === 200 ? 1 : 0)
      }
    })

    test('I4 twenty who invite one address at once leave one open row, whose link is the only good one', async () => {
      const owner = await world.people.withOrganization('eve-owner')
      const path = `/organizations/${owner.organizationId}/invitations`
      const asked = { email: 'eve@example.org', role: 'viewer' }
      const answers = await Promise.all(twenty.map(() => world.rest('POST', path, asked, owner.headers)))
      const made = answers.filter(({ status }) => status === 201).length
      // Where one waits for another for too long, the caller is asked to come back; nothing else may happen.
      expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([])
      expect(made).toBeGreaterThan(0)
      expect(await world.sql`SELECT 1 FROM invitations WHERE email = 'eve@example.org'`).toHaveLength(1)
      const mails = await world.mailbox.list('eve@example.org')
      const previews = await Promise.all(
        mails.map(({ token }) => world.rest('POST', '/invitations/preview', { token })),
      )
      expect(previews).toHaveLength(made)
      expect(previews.filter(({ status }) => status === 200)).toHaveLength(1)
    })

    test('N2 a sign-up and an acceptance at once end in one account, without either failing badly', async () => {
      for (const round of twenty.slice(0, 6)) {
        const owner = await world.people.withOrganization(`fay-owner-${round}`)
        const email = `fay-${round}@example.org`
        const { token } = await invite(world, owner, { email })
        const [accepted, signedUp] = await Promise.all([
          accept({ token, ...newcomer }),
          world.rest('POST', '/register', { email, ...newcomer }),
        ])
        expect(signedUp.status).toBe(202)
        expect(accepted.status, accepted.text).toBeOneOf([200, 409])
        if (accepted.status === 409) expect((await accept({ token, ...newcomer })).status).toBe(200)
        expect(await membersOf(owner)).toHaveLength(1)
      }
    })

    test('I2 G5 an acceptance and the demotion of the inviter at once: nobody joins by a right that was lost', async () => {
      for (const round of twenty.slice(0, 8)) {
        const owner = await world.people.withOrganization(`gus-owner-${round}`)
        const admin = await world.people.joined(owner.organizationId, `gus-admin-${round}`, 'admin')
        const person = await world.people.signedIn(`gus-${round}`)
        const by = { ...admin, organizationId: owner.organizationId }
        const { token } = await invite(world, by, { email: person.email, role: 'admin' })
        const demote = world.sql.begin(async (sql) => {
          await sql`SELECT 1 FROM organizations WHERE id = ${owner.organizationId} FOR UPDATE`
          await sql`UPDATE memberships SET role = 'viewer' WHERE user_id = ${admin.userId}`
          return Date.now()
        })
        const [accepted] = await Promise.all([accept({ token }, person.headers), demote])
        const [event] = await world.sql`SELECT 1 FROM audit_events WHERE action = 'invitation.accepted'
        AND organization_id = ${owner.organizationId}`
        const [member] = await world.sql`SELECT role FROM memberships WHERE user_id = ${person.userId}`
        expect(accepted.status).toBeOneOf([200, 400])
        expect([member !== undefined, event !== undefined]).toEqual(Array(2).fill(accepted.status === 200))
        if (accepted.status === 400)
          await expect(accept({ token }, person.headers)).toFailWith('token.invalid')
      }
    })

    test('I2 a right that is lost while an acceptance is under way is lost for it too', async () => {
      const owner = await world.people.withOrganization('hal-owner')
      const admin = await world.people.joined(owner.organizationId, 'hal-admin', 'admin')
      const person = await world.people.signedIn('hal')
      const by = { ...admin, organizationId: owner.organizationId }
      const { token } = await invite(world, by, { email: person.email, role: 'admin' })
      const isWaiting = async () =>
        (
          await world.sql`SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`
        ).length > 0
      let accepting: ReturnType<typeof accept> | undefined
      await world.sql.begin(async (sql) => {
        // The acceptance has looked, and waits for its own account.
        await sql`SELECT 1 FROM users WHERE id = ${person.userId} FOR UPDATE`
        accepting = accept({ token }, person.headers)
        await expect.poll(isWaiting, { timeout: 900, interval: 10 }).toBe(true)
        await world.sql`UPDATE memberships SET role = 'viewer' WHERE user_id = ${admin.userId}`
      })
      await expect(await accepting).toFailWith('token.invalid')
      expect(await world.sql`SELECT 1 FROM memberships WHERE user_id = ${person.userId}`).toHaveLength(0)
    })
  },
)
