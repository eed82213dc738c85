import type { OrganizationRole } from '../generated/types.ts'
import type { Handler } from './call.ts'
import { demandGrant } from './organization-members.ts'
import type { TestOrganization, TestRole } from './organization-state.ts'
import {
  BUILT_IN,
  checkName,
  memberOf,
  PERMISSIONS,
  type Permission,
  recordIn,
  slugOf,
} from './organizations.ts'
import { Refusal } from './refusal.ts'
import { newId, pageOf } from './state.ts'

const MAX_ROLES = 50

const countOf = ({ members }: TestOrganization, key: string): number =>
  members.filter(({ role }) => role === key).length

const toRole = (
  organization: TestOrganization,
  { id, key, name, permissions }: TestRole,
): OrganizationRole => ({
  ...{ id, key, name, permissions, isBuiltIn: false },
  memberCount: countOf(organization, key),
})

const titleOf = (key: string): string => key.slice(0, 1).toUpperCase() + key.slice(1)

export const listRoles: Handler<'organizations.roles.list'> = (call, { organizationId, cursor, limit }) => {
  const { organization } = memberOf(call, organizationId, 'members:read')
  const builtIn = Object.entries(BUILT_IN).map(([key, permissions]) => ({
    ...{ id: null, key, name: titleOf(key), permissions: [...permissions], isBuiltIn: true },
    memberCount: countOf(organization, key),
  }))
  const own = [...organization.roles].sort((left, right) => (left.key < right.key ? -1 : 1))
  return pageOf([...builtIn, ...own.map((role) => toRole(organization, role))], cursor, limit)
}

const inOrder = (given: readonly Permission[]): Permission[] =>
  PERMISSIONS.filter((permission) => given.includes(permission))

function demandFree({ roles }: TestOrganization, wanted: { id?: string; key?: string; name: string }): void {
  const name = wanted.name.toLowerCase()
  const isTaken = roles.some(
    (role) => role.id !== wanted.id && (role.key === wanted.key || role.name.toLowerCase() === name),
  )
  if (isTaken || Object.hasOwn(BUILT_IN, name) || Object.hasOwn(BUILT_IN, wanted.key ?? ''))
    throw new Refusal('org.role_taken')
}

export const createRole: Handler<'organizations.roles.create'> = (call, input) => {
  const { state } = call
  const place = memberOf(call, input.organizationId, 'roles:manage')
  const { organization } = place
  checkName(input.name)
  const key = slugOf(input.name) || `role-${organization.roles.length}`
  const permissions = inOrder(input.permissions)
  demandGrant(place, { role: key, permissions })
  demandFree(organization, { key, name: input.name })
  if (organization.roles.length >= MAX_ROLES) throw new Refusal('org.too_many_roles')
  const role = { id: newId(state), key, name: input.name, permissions }
  organization.roles.push(role)
  recordIn(state, place, { action: 'role.created', target: { type: 'role', id: role.id } })
  return toRole(organization, role)
}

export const updateRole: Handler<'organizations.roles.update'> = (call, input) => {
  const place = memberOf(call, input.organizationId, 'roles:manage')
  const { organization } = place
  const role = organization.roles.find(({ id }) => id === input.roleId)
  if (!role) throw new Refusal('not_found')
  demandGrant(place, { role: role.key, permissions: role.permissions })
  const { name = role.name, permissions = role.permissions } = input
  checkName(name)
  demandGrant(place, { role: role.key, permissions })
  demandFree(organization, { id: role.id, name })
  Object.assign(role, { name, permissions: inOrder(permissions) })
  recordIn(call.state, place, { action: 'role.updated', target: { type: 'role', id: role.id } })
  return toRole(organization, role)
}

export const deleteRole: Handler<'organizations.roles.delete'> = (call, { organizationId, roleId }) => {
  const place = memberOf(call, organizationId, 'roles:manage')
  const { organization } = place
  const role = organization.roles.find(({ id }) => id === roleId)
  if (!role) throw new Refusal('not_found')
  demandGrant(place, { role: role.key, permissions: role.permissions })
  if (countOf(organization, role.key) > 0) throw new Refusal('org.role_in_use')
  organization.roles = organization.roles.filter((other) => other !== role)
  for (const invitation of call.state.invitations)
    if (invitation.organizationId === organization.id && invitation.role === role.key && !invitation.closed)
      invitation.closed = 'revoked'
  recordIn(call.state, place, { action: 'role.deleted', target: { type: 'role', id: role.id } })
}
