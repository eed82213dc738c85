/** Memberships: which organizations there are, who belongs to them with which role, and the wall around each. */

export { OrganizationId, Permission, RoleKey } from './schemas.ts'
export { acrossOrganizations, asPerson, inOrganization } from './scope.ts'
export {
  demandGrant,
  demandOtherOwner,
  demandOtherOwnersEverywhere,
  findRole,
  findStanding,
  type Grantable,
  getRole,
  grantableBy,
  lacksSecondFactor,
  lockForChange,
  lockStanding,
  removeMemberships,
  type Standing,
} from './standing.ts'
/** For those who change memberships: the rooms of organizations and invitations. */
export { memberships, organizationRoles, organizations } from './tables.ts'
