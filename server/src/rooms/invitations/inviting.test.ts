import { describe, expect, test } from 'vitest'
import { faces, type Owner, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { invite, lastInvitationTo } from '../../../../test/harness/invitations.ts'
import { days, seconds } from '../../kit/duration.ts'
import { hashToken } from '../../kit/tokens.ts'
import { newApiKey } from '../api-keys/index.ts'
import type { Invitation } from './schemas.ts'

type Inviter = Pick<Owner, 'organizationId'> & Pick<SignedInPerson, 'headers'>

describe('inviting people', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const at = ({ organizationId }: Inviter, more = '') => `/organizations/${organizationId}/invitations${more}`
  const create = (by: Inviter, email: string, role = 'member') =>
    world.rest<Invitation>('POST', at(by), { email, role }, by.headers)
  const preview = (token: string) => world.rest('POST', '/invitations/preview', { token })
  const list = (by: Inviter, query = '') =>
    world.rest<{ items: Invitation[]; nextCursor: string | null }>(
      'GET',
      at(by, query),
      undefined,
      by.headers,
    )
  const resend = (by: Inviter, { id }: Invitation) =>
    world.rest<Invitation>('POST', at(by, `/${id}/resend`), undefined, by.headers)
  const revoke = (by: Inviter, { id }: Invitation) =>
    world.rest('DELETE', at(by, `/${id}`), undefined, by.headers)
  async function member(owner: Owner, name: string, role: string): Promise<Inviter> {
    const person = await world.people.joined(owner.organizationId, name, role)
    return { ...person, organizationId: owner.organizationId }
  }

  test.each(faces)('mails a link and tells what was made of it, over %s', async (face) => {
    const owner = await world.people.withOrganization(`owner-${face.toLowerCase()}`)
    const { organizationId, headers } = owner
    const email = `New.${face}@example.org`
    const { status, body } = await world.via(
      face,
      'invitations.create',
      { organizationId, email, role: 'viewer' },
      headers,
    )
    expect(status).toBe(face === 'tRPC' ? 200 : 201)
    expect(body).toMatchObject({
      email,
      role: 'viewer',
      status: 'pending',
      invitedBy: { id: owner.userId, displayName: owner.name },
    })
    const mail = await world.mailbox.lastTo(email)
    expect(mail.text).toContain(`${world.origin}/accept-invite?token=inv_`)
    expect(mail.text).toContain(owner.name)
  })

  test('T1 the database holds no token of an invitation', async () => {
    const owner = await world.people.withOrganization('abe')
    const { token } = await invite(world, owner, { email: 'guest.of.abe@example.org' })
    const [row] = await world.sql`SELECT i::text AS row, token_hash FROM invitations i
      WHERE email = 'guest.of.abe@example.org'`
    expect(row!.row).not.toContain(token.slice(4))
    expect(row!.token_hash).toEqual(hashToken(token))
  })

  test('T4 I2 a link lives seven days, to the second', async () => {
    const owner = await world.people.withOrganization('ann')
    const { token, invitation } = await invite(world, owner, { email: 'guest.of.ann@example.org' })
    const lifeMs = Date.parse(String(invitation.expiresAt)) - Date.parse(String(invitation.createdAt))
    expect(lifeMs).toBe(days(7))
    await world.clock.advance(days(7) - seconds(2))
    expect((await preview(token)).status).toBe(200)
    await world.clock.advance(seconds(3))
    await expect(preview(token)).toFailWith('token.invalid')
    await world.clock.advance(-days(7))
  })

  test('I4 T5 inviting again replaces the open one: one row, and the older link is dead', async () => {
    const owner = await world.people.withOrganization('bea')
    const first = await invite(world, owner, { email: 'guest.of.bea@example.org' })
    const second = await invite(world, owner, { email: 'GUEST.of.bea@example.org', role: 'viewer' })
    expect(second.invitation).toMatchObject({ id: first.invitation.id, role: 'viewer' })
    await expect(preview(first.token)).toFailWith('token.invalid')
    expect((await preview(second.token)).status).toBe(200)
    expect((await list(owner)).body.items).toHaveLength(1)
  })

  test('I2 sending again makes a new link, with seven more days, and kills the older one', async () => {
    const owner = await world.people.withOrganization('cal')
    const { token, invitation } = await invite(world, owner, { email: 'guest.of.cal@example.org' })
    await world.clock.advance(days(7) + seconds(1))
    const { headers } = await world.people.signInAgain(owner)
    const again = await resend({ ...owner, headers }, invitation)
    expect(again).toMatchObject({ status: 202, body: { id: invitation.id, status: 'pending' } })
    await expect(preview(token)).toFailWith('token.invalid')
    expect((await preview(await lastInvitationTo(world, 'guest.of.cal@example.org'))).status).toBe(200)
    await world.clock.advance(-days(7))
  })

  test('I2 what is revoked is dead, and is neither sent again nor revoked twice', async () => {
    const owner = await world.people.withOrganization('dan')
    const { token, invitation } = await invite(world, owner, { email: 'guest.of.dan@example.org' })
    expect((await revoke(owner, invitation)).status).toBe(204)
    await expect(preview(token)).toFailWith('token.invalid')
    await expect(resend(owner, invitation)).toFailWith('invitation.not_open')
    await expect(revoke(owner, invitation)).toFailWith('invitation.not_open')
    expect((await create(owner, 'guest.of.dan@example.org')).status).toBe(201)
  })

  test('G1 an invitation of another organization is not there', async () => {
    const owner = await world.people.withOrganization('eve')
    const other = await world.people.withOrganization('eli')
    const { invitation } = await invite(world, owner, { email: 'guest.of.eve@example.org' })
    await expect(resend(other, invitation)).toFailWith('not_found')
    await expect(revoke(other, invitation)).toFailWith('not_found')
    expect((await list(other)).body.items).toEqual([])
  })

  test('G6 the addresses of the invited, of whom some are members by now, are for whoever invites or manages members', async () => {
    const owner = await world.people.withOrganization('ede')
    const { token } = await invite(world, owner, { email: 'guest.of.ede@example.org' })
    await world.rest('POST', '/invitations/accept', {
      token,
      password: 'plum 0123456789',
      displayName: 'Guest',
    })
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions) VALUES
      (gen_random_uuid(), ${owner.organizationId}, 'head', 'Head', '{invitations:read,members:manage}')`
    const seenBy = async (role: string) =>
      (await list(await member(owner, `ede-${role}`, role))).body.items.map(({ email }) => email)
    expect(await seenBy('member')).toEqual([null])
    for (const role of ['admin', 'head']) expect(await seenBy(role)).toEqual(['guest.of.ede@example.org'])
  })

  test('G3 nobody invites above their own role, or touches an invitation that does', async () => {
    const owner = await world.people.withOrganization('fay')
    const admin = await member(owner, 'fay-admin', 'admin')
    const { invitation } = await invite(world, owner, { email: 'boss.of.fay@example.org', role: 'owner' })
    for (const role of ['owner', 'no-such-role'])
      await expect(create(admin, 'guest.of.fay@example.org', role)).toFailWith('org.role_forbidden')
    await expect(create(admin, 'guest.of.fay@example.org', '')).toFailWith('request.invalid')
    await expect(create(admin, 'boss.of.fay@example.org')).toFailWith('org.role_forbidden')
    await expect(resend(admin, invitation)).toFailWith('org.role_forbidden')
    await expect(revoke(admin, invitation)).toFailWith('org.role_forbidden')
    expect((await create(admin, 'guest.of.fay@example.org', 'admin')).status).toBe(201)
    expect(await world.mailbox.list('boss.of.fay@example.org')).toHaveLength(1)
  })

  test('G3 a custom role may be given by whoever holds all it allows', async () => {
    const owner = await world.people.withOrganization('gus')
    const { organizationId } = owner
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions) VALUES
      (gen_random_uuid(), ${organizationId}, 'recruiter', 'Recruiter', '{invitations:read,invitations:manage}'),
      (gen_random_uuid(), ${organizationId}, 'auditor', 'Auditor', '{audit:read}')`
    const recruiter = await member(owner, 'gus-recruiter', 'recruiter')
    expect((await create(recruiter, 'one.of.gus@example.org', 'recruiter')).status).toBe(201)
    for (const role of ['auditor', 'viewer', 'member', 'admin', 'owner'])
      await expect(create(recruiter, 'two.of.gus@example.org', role)).toFailWith('org.role_forbidden')
  })

  test('Y2 G3 a key that may invite gives no more than its own scopes hold', async () => {
    const owner = await world.people.withOrganization('hal')
    const keyWith = async (scopes: string[]): Promise<Inviter> => {
      const { key, prefix } = newApiKey()
      await world.sql`INSERT INTO api_keys (id, key_hash, prefix, name, user_id, organization_id, scopes)
        VALUES (gen_random_uuid(), ${hashToken(key)}, ${prefix}, 'key', ${owner.userId}, ${owner.organizationId}, ${scopes})`
      return { organizationId: owner.organizationId, headers: { 'x-api-key': key } as never }
    }
    const narrow = await keyWith(['invitations:manage'])
    for (const role of ['viewer', 'member', 'admin', 'owner'])
      await expect(create(narrow, 'guest.of.hal@example.org', role)).toFailWith('org.role_forbidden')
    const wider = await keyWith(['invitations:manage', 'org:read', 'members:read'])
    expect((await create(wider, 'guest.of.hal@example.org', 'viewer')).status).toBe(201)
    await expect(create(wider, 'guest.of.hal@example.org', 'member')).toFailWith('org.role_forbidden')
  })

  test('N2 tells of an address that is a member, and of no account besides', async () => {
    const owner = await world.people.withOrganization('ida')
    const known = await world.people.verified('ida-known')
    const { email } = await world.people.joined(owner.organizationId, 'ida-member', 'viewer')
    await expect(create(owner, email)).toFailWith('invitation.already_member')
    const answers = [await create(owner, known.email), await create(owner, 'ida-unknown@example.org')]
    for (const answer of answers) {
      expect(answer.status).toBe(201)
      const { email, id, createdAt, expiresAt, ...rest } = answer.body
      const invitedBy = { id: owner.userId, displayName: owner.name }
      expect([email, id, createdAt, expiresAt].every((value) => typeof value === 'string')).toBe(true)
      expect(rest).toEqual({ role: 'member', status: 'pending', invitedBy })
    }
  })

  test('writes in the language of the reader’s account, else of the inviter', async () => {
    const owner = await world.people.withOrganization('jan')
    const reader = await world.people.verified('jan-reader')
    await world.sql`UPDATE users SET locale = 'de-AT' WHERE email = ${reader.email}`
    await create(owner, reader.email)
    expect((await world.mailbox.lastTo(reader.email)).subject).toContain('eingeladen')
    await create(owner, 'jan.stranger@example.org')
    expect((await world.mailbox.lastTo('jan.stranger@example.org')).subject).toContain('invited')
    await world.sql`UPDATE users SET locale = 'de' WHERE id = ${owner.userId}`
    await create(owner, 'jan.other@example.org')
    expect((await world.mailbox.lastTo('jan.other@example.org')).subject).toContain('eingeladen')
  })

  test('X2 the names in the mail are no links, no markup and no headers', async () => {
    const owner = await world.people.withOrganization('kim')
    await world.sql`UPDATE users SET display_name = 'https://evil.example <b>Kim</b>' WHERE id = ${owner.userId}`
    await world.sql`UPDATE organizations SET name = ${'Win\r\nBcc: all@example.org www.evil.example'} WHERE id = ${owner.organizationId}`
    await create(owner, 'guest.of.kim@example.org')
    const { text, html, subject } = await world.mailbox.lastTo('guest.of.kim@example.org')
    expect(`${text} ${html}`).not.toMatch(/evil\.example|all@example/)
    expect(html).not.toContain('<b>Kim')
    expect(subject).not.toMatch(/evil|Win/)
    expect(subject).not.toMatch(/[\r\n]/)
  })

  test('D1 F16 the organization’s log tells who invited, and the address goes with its owner', async () => {
    const owner = await world.people.withOrganization('lea')
    const { invitation } = await invite(world, owner, { email: 'guest.of.lea@example.org' })
    const [event] = await world.sql`SELECT e.*, p.personal FROM audit_events e
      JOIN audit_personal p ON p.event_id = e.id WHERE action = 'invitation.created' AND target_id = ${invitation.id}`
    expect(event).toMatchObject({
      organization_id: owner.organizationId,
      actor_id: owner.userId,
      details: { role: 'member', replaced: false },
      personal: { email: 'guest.of.lea@example.org' },
    })
  })

  test('F3 a repeat with the same Idempotency-Key mails nothing more', async () => {
    const owner = await world.people.withOrganization('ned')
    const ask = () =>
      world.rest(
        'POST',
        at(owner),
        { email: 'guest.of.ned@example.org', role: 'viewer' },
        {
          ...owner.headers,
          'idempotency-key': 'once',
        },
      )
    const [first, second] = [await ask(), await ask()]
    expect(second.body).toEqual(first.body)
    expect(await world.mailbox.list('guest.of.ned@example.org')).toHaveLength(1)
  })

  test('lists by status, newest first, page by page', async () => {
    const owner = await world.people.withOrganization('ola')
    const made: Invitation[] = []
    for (const name of ['a', 'b', 'c', 'd']) {
      made.unshift((await invite(world, owner, { email: `${name}.of.ola@example.org` })).invitation)
      await world.clock.advance(10)
    }
    await revoke(owner, made[0]!)
    await world.sql`UPDATE invitations SET expires_at = gatehouse_now() WHERE id = ${made[1]!.id}`
    const idsOf = async (query: string) => (await list(owner, query)).body.items.map(({ id }) => id)
    expect(await idsOf('?status=revoked')).toEqual([made[0]!.id])
    expect(await idsOf('?status=expired')).toEqual([made[1]!.id])
    expect(await idsOf('?status=pending')).toEqual([made[2]!.id, made[3]!.id])
    expect(await idsOf('?status=accepted')).toEqual([])
    const page = await list(owner, '?limit=3')
    expect(page.body.items.map(({ id }) => id)).toEqual(made.slice(0, 3).map(({ id }) => id))
    expect(await idsOf(`?limit=3&cursor=${page.body.nextCursor}`)).toEqual([made[3]!.id])
  })

  test('G5 a role that was lost between the admission and the act sends nothing', async () => {
    const owner = await world.people.withOrganization('pat')
    const admin = await member(owner, 'pat-admin', 'admin')
    await world.sql`UPDATE memberships SET role = 'viewer' WHERE organization_id = ${owner.organizationId} AND role = 'admin'`
    await expect(create(admin, 'guest.of.pat@example.org')).toFailWith('org.forbidden')
    expect(await world.mailbox.list('guest.of.pat@example.org')).toEqual([])
  })
})
