import type { Owner, SignedInPerson, World } from '../harness/index.ts'
import type { Case } from './cases.ts'

const UNKNOWN = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

const as = ({ headers }: Pick<SignedInPerson, 'headers'>, input: object) => ({ input, headers })

/** A call by somebody who owns an organization, about it. */
const owned =
  (more: (owner: Owner, world: World, name: string) => object | Promise<object> = () => ({})) =>
  async (world: World, name: string) => {
    const owner = await world.people.withOrganization(name)
    return as(owner, { organizationId: owner.organizationId, ...(await more(owner, world, name)) })
  }

/** The same, about another member. */
const aboutMember = (more: object = {}) =>
  owned(async ({ organizationId }, world, name) => {
    const { userId } = await world.people.joined(organizationId, `${name}-member`, 'member')
    return { userId, ...more }
  })

async function addRole(world: World, organizationId: string): Promise<string> {
  const [role] = await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
    VALUES (gen_random_uuid(), ${organizationId}, 'auditor', 'Auditor', '{audit:read}') RETURNING id`
  return role?.id as string
}

/** The same, about a role of the organization's own. */
const aboutRole = (more: object = {}) =>
  owned(async ({ organizationId }, world) => ({ roleId: await addRole(world, organizationId), ...more }))

/** What every procedure about an organization refuses: one that is not there, and what is no id. */
const elsewhere = (more: object = {}): Case['bad'] => [
  [{ organizationId: UNKNOWN, ...more }, 'not_found'],
  [{ organizationId: 'no-id', ...more }, 'request.invalid'],
]

/** Organizations, their members and roles, and working in one. */
export const organizationCases: Record<string, Case> = {
  'organizations.create': {
    good: async (world, name) =>
      as(await world.people.signedIn(name), { name: 'Analytical Engines', slug: name }),
    bad: [
      [{ name: '' }, 'request.invalid'],
      [{ name: 'See evil.example' }, 'request.invalid'],
      [{ name: 'Acme', slug: 'Not A Slug' }, 'request.invalid'],
      [{ name: 'Acme', requireMfa: true }, 'request.invalid'],
    ],
  },
  'organizations.list': {
    good: async (world, name) => as(await world.people.withOrganization(name), { limit: 5 }),
    bad: [
      [{ limit: 0 }, 'request.invalid'],
      [{ cursor: 'AAAA' }, 'request.invalid'],
    ],
  },
  'organizations.get': { good: owned(), bad: elsewhere() },
  'organizations.update': {
    good: owned((_, __, name) => ({ name: 'Difference Engines', slug: `new-${name}` })),
    bad: elsewhere({ name: 'Acme' }),
  },
  'organizations.delete': { good: owned(), bad: elsewhere() },
  'organizations.members': { good: owned(() => ({ limit: 3 })), bad: elsewhere() },
  'organizations.setRole': {
    good: aboutMember({ role: 'admin' }),
    bad: elsewhere({ userId: UNKNOWN, role: 'admin' }),
  },
  'organizations.removeMember': { good: aboutMember(), bad: elsewhere({ userId: UNKNOWN }) },
  'organizations.leave': {
    good: async (world, name) => {
      const { organizationId } = await world.people.withOrganization(name)
      return as(await world.people.joined(organizationId, `${name}-member`, 'member'), { organizationId })
    },
    bad: elsewhere(),
  },
  'organizations.transferOwnership': { good: aboutMember(), bad: elsewhere({ userId: UNKNOWN }) },
  'organizations.roles.list': {
    good: owned(async ({ organizationId }, world) => {
      await addRole(world, organizationId)
      return { limit: 10 }
    }),
    bad: elsewhere(),
  },
  'organizations.roles.create': {
    good: owned(() => ({ name: 'Auditor', permissions: ['org:read', 'audit:read'] })),
    bad: elsewhere({ name: 'Auditor', permissions: ['audit:read'] }),
  },
  'organizations.roles.update': {
    good: aboutRole({ name: 'Reader', permissions: ['org:read'] }),
    bad: elsewhere({ roleId: UNKNOWN }),
  },
  'organizations.roles.delete': { good: aboutRole(), bad: elsewhere({ roleId: UNKNOWN }) },
  'organizations.auditEvents': {
    good: owned(() => ({ action: 'organization.updated', limit: 2 })),
    bad: elsewhere(),
  },
  'organizations.checkPermissions': {
    good: owned(() => ({ permissions: ['org:read', 'api-keys:manage'] })),
    bad: elsewhere({ permissions: ['org:read'] }),
  },
  'sessions.setOrganization': {
    good: owned(),
    bad: [
      [{ organizationId: UNKNOWN }, 'not_found'],
      [{ organizationId: 'no-id' }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
}
