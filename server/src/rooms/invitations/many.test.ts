import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import type { InvitationResult } from './schemas.ts'

describe('inviting many', () => {
  const world = useWorld({ config: { rateLimits: false } })

  test('many at once: a result for each row, and one mail for each that was invited', async () => {
    const owner = await world.people.withOrganization('max')
    const rows = [
      { email: 'one.of.max@example.org', role: 'viewer' },
      { email: owner.email, role: 'viewer' },
      { email: 'two.of.max@example.org', role: 'no-such-role' },
      { email: 'three.of.max@example.org', role: 'admin' },
    ]
    const { status, body } = await world.rest<{ results: InvitationResult[] }>(
      'POST',
      `/organizations/${owner.organizationId}/invitations/bulk`,
      { invitations: rows },
      owner.headers,
    )
    expect(status).toBe(200)
    expect(body.results.map(({ email, status: result, code }) => [email, result, code])).toEqual([
      ['one.of.max@example.org', 'invited', undefined],
      [owner.email, 'failed', 'invitation.already_member'],
      ['two.of.max@example.org', 'failed', 'org.role_forbidden'],
      ['three.of.max@example.org', 'invited', undefined],
    ])
    expect(body.results[3]!.invitation).toMatchObject({ role: 'admin', status: 'pending' })
    for (const { email } of [rows[0]!, rows[3]!]) expect(await world.mailbox.list(email)).toHaveLength(1)
    const twice = { invitations: [rows[0], { email: 'ONE.of.max@example.org', role: 'viewer' }] }
    const refused = await world.rest(
      'POST',
      `/organizations/${owner.organizationId}/invitations/bulk`,
      twice,
      owner.headers,
    )
    expect(refused.body).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/invitations/1/email' }],
    })
  })
})

describe('how many are invited', () => {
  const world = useWorld()
  const rowsOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ email: `${name}-${index}@example.org`, role: 'viewer' }))

  test('L5 an organization mails fifty an hour, however it asks for them', async () => {
    const owner = await world.people.withOrganization('quin')
    const path = `/organizations/${owner.organizationId}/invitations`
    const { body } = await world.rest<{ results: InvitationResult[] }>(
      'POST',
      `${path}/bulk`,
      { invitations: rowsOf('quin', 60) },
      owner.headers,
    )
    expect(body.results.filter(({ status }) => status === 'invited')).toHaveLength(50)
    expect(new Set(body.results.slice(50).map(({ code }) => code))).toEqual(new Set(['rate_limited']))
    const one = { email: 'quin-more@example.org', role: 'viewer' }
    const single = await world.rest('POST', path, one, owner.headers)
    expect(single).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    const { invitation } = body.results[0]!
    const again = await world.rest('POST', `${path}/${invitation!.id}/resend`, undefined, owner.headers)
    expect(again.status).toBe(429)
  })

  test('L5 a mailbox gets ten of them an hour, from whichever organizations', async () => {
    const owners = [await world.people.withOrganization('rex'), await world.people.withOrganization('ray')]
    const statuses: number[] = []
    for (let round = 0; round < 6; round += 1) {
      for (const { organizationId, headers } of owners) {
        const asked = { email: 'pestered@example.org', role: 'viewer' }
        const path = `/organizations/${organizationId}/invitations`
        statuses.push((await world.rest('POST', path, asked, headers)).status)
      }
    }
    expect(statuses).toEqual([...Array(10).fill(201), 429, 429])
    expect(await world.mailbox.list('pestered@example.org')).toHaveLength(10)
  })

  test('L5 strangers, who may know the id, use up nothing of an organization', async () => {
    const owner = await world.people.withOrganization('sam')
    const stranger = await world.people.signedIn('sam-stranger')
    const path = `/organizations/${owner.organizationId}/invitations`
    const asked = { email: 'guest.of.sam@example.org', role: 'viewer' }
    for (let count = 0; count < 60; count += 1) {
      const { status } = await world.rest('POST', path, asked, count % 2 ? stranger.headers : {})
      expect(status).toBeOneOf([401, 404])
    }
    expect((await world.rest('POST', path, asked, owner.headers)).status).toBe(201)
  })
})
