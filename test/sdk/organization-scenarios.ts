import type { GatehouseClient } from '../../sdk/src/index.ts'
import { password, type Scenario, type Stage, verified } from './scenarios.ts'

const UNKNOWN = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

async function signedIn(stage: Stage, name: string): Promise<GatehouseClient> {
  const email = `${name}@example.org`
  await verified(stage, email)
  const client = stage.another()
  await client.auth.login({ email, password })
  return client
}

/** Somebody who has accepted an invitation with that role. */
async function joined(
  stage: Stage,
  owner: GatehouseClient,
  of: { organizationId: string; name: string; role: string },
) {
  const { organizationId, name, role } = of
  const client = await signedIn(stage, name)
  await owner.invitations.create({ organizationId, email: `${name}@example.org`, role })
  await client.invitations.accept({ token: await stage.lastTokenTo(`${name}@example.org`) })
  return { client, userId: (await client.account.get()).id }
}

/** Members by role; their ids are different in every run. */
const rolesIn = async (client: GatehouseClient, organizationId: string) =>
  (await client.organizations.members({ organizationId })).items.map(({ role, user }) => [role, user.email])

/** The refresh token goes on: how long it lasts still depends on when it was given. */
const workIn = async (client: GatehouseClient, organizationId: string | null) => {
  const { refreshExpiresIn, ...answer } = await client.sessions.setOrganization({ organizationId })
  return { ...answer, refreshLasts: refreshExpiresIn > 13 * 86_400 }
}

/** Organizations, each carried out by the server and by its stand-in. */
export const organizationScenarios: Record<string, Scenario> = {
  'an organization from its founding to its end': async (stage, note) => {
    const owner = await signedIn(stage, 'founder')
    const { id: organizationId } = await owner.organizations.create({ name: 'Pumps & Valves' })
    await note(owner.organizations.get({ organizationId }))
    await note(owner.organizations.create({ name: 'Other', slug: 'pumps-valves' }))
    await note(owner.organizations.create({ name: 'See evil.example' }))
    await note(owner.organizations.create({ name: 'Other', slug: 'Not One' }))
    await note(owner.organizations.update({ organizationId, name: 'Pumps', slug: 'pumps' }))
    await note(owner.organizations.update({ organizationId, requireMfa: true }))
    await note(owner.organizations.list())
    await note(
      owner.organizations.checkPermissions({ organizationId, permissions: ['org:read', 'org:delete'] }),
    )
    await note(owner.organizations.checkPermissions({ organizationId, permissions: [] }))
    const stranger = await signedIn(stage, 'stranger')
    await note(stranger.organizations.get({ organizationId }))
    await note(stranger.organizations.delete({ organizationId }))
    await note(owner.organizations.leave({ organizationId }))
    await note(owner.account.delete())
    await note(owner.organizations.auditEvents({ organizationId, action: 'organization.updated' }))
    await note(owner.organizations.delete({ organizationId }))
    await note(owner.organizations.get({ organizationId }))
  },

  'roles that are given, made, held back and taken': async (stage, note) => {
    const owner = await signedIn(stage, 'role-owner')
    const { id: organizationId } = await owner.organizations.create({ name: 'Roles' })
    const admin = await joined(stage, owner, { organizationId, name: 'role-admin', role: 'admin' })
    const member = await joined(stage, owner, { organizationId, name: 'role-joiner', role: 'member' })
    await note(rolesIn(admin.client, organizationId))
    await note(rolesIn(member.client, organizationId))
    const about = { organizationId, userId: member.userId }
    await note(admin.client.organizations.setRole({ ...about, role: 'owner' }))
    await note(admin.client.organizations.setRole({ ...about, role: 'nobody' }))
    await note(member.client.organizations.setRole({ ...about, role: 'viewer' }))
    const roles = admin.client.organizations.roles
    const made = await roles.create({
      organizationId,
      name: 'Auditor',
      permissions: ['org:read', 'audit:read'],
    })
    await note(Promise.resolve(made))
    await note(roles.create({ organizationId, name: 'AUDITOR', permissions: ['org:read'] }))
    await note(roles.create({ organizationId, name: 'Dissolver', permissions: ['org:delete'] }))
    await note(roles.create({ organizationId, name: 'Empty', permissions: [] }))
    await note(admin.client.organizations.setRole({ ...about, role: made.key }))
    await note(roles.list({ organizationId, limit: 5 }))
    const role = { organizationId, roleId: made.id ?? UNKNOWN }
    await note(roles.delete(role))
    await note(roles.update({ ...role, name: 'Reader', permissions: ['org:read'] }))
    await note(admin.client.organizations.removeMember(about))
    await note(member.client.organizations.get({ organizationId }))
    await note(roles.delete(role))
    await note(roles.delete(role))
    await note(owner.organizations.transferOwnership({ organizationId, userId: UNKNOWN }))
    await note(owner.organizations.transferOwnership({ organizationId, userId: admin.userId }))
    await note(rolesIn(owner, organizationId))
    await note(owner.organizations.leave({ organizationId }))
    await note(owner.organizations.members({ organizationId }))
  },

  'invitations that members send, take back and lose': async (stage, note) => {
    const owner = await signedIn(stage, 'inviting-owner')
    const { id: organizationId } = await owner.organizations.create({ name: 'Invitations' })
    const admin = await joined(stage, owner, { organizationId, name: 'inviting-admin', role: 'admin' })
    const { invitations } = admin.client
    const first = await invitations.create({ organizationId, email: 'first@invited.example', role: 'viewer' })
    await note(Promise.resolve(first))
    await note(invitations.create({ organizationId, email: 'inviting-owner@example.org', role: 'viewer' }))
    await note(invitations.create({ organizationId, email: 'second@invited.example', role: 'owner' }))
    const rows = ['second', 'third'].map((name) => ({
      email: `${name}@invited.example`,
      role: name === 'second' ? 'member' : 'nobody',
    }))
    await note(invitations.createMany({ organizationId, invitations: rows }))
    await note(invitations.list({ organizationId, status: 'pending' }))
    const named = { organizationId, invitationId: first.id }
    await note(invitations.resend(named))
    await note(invitations.revoke(named))
    await note(invitations.revoke(named))
    await note(invitations.resend({ organizationId, invitationId: UNKNOWN }))
    await admin.client.organizations.leave({ organizationId })
    await note(
      owner.invitations
        .list({ organizationId })
        .then(({ items }) => items.map(({ email, status }) => [email, status])),
    )
  },

  'the organization one works in': async (stage, note) => {
    const owner = await signedIn(stage, 'working-owner')
    const { id: organizationId } = await owner.organizations.create({ name: 'Working' })
    await note(workIn(owner, organizationId))
    await note(
      owner.sessions
        .list()
        .then(({ items }) => items.map((session) => session.organizationId === organizationId)),
    )
    await stage.advance(11 * 60_000)
    await note(owner.account.get())
    await note(workIn(owner, UNKNOWN))
    await note(workIn(owner, null))
    const browser = stage.browser().open()
    await browser.auth.login({ email: 'working-owner@example.org', password })
    await note(workIn(browser, organizationId))
    await note(browser.session.restore())
  },
}
