import type { OrganizationPermission } from '../generated/types.ts'

/** Somebody in an organization. */
export interface TestMember {
  readonly userId: string
  role: string
  joinedAt: Date
}

/** A role an organization has made for itself. */
export interface TestRole {
  readonly id: string
  readonly key: string
  name: string
  permissions: OrganizationPermission[]
}

export interface TestOrganization {
  readonly id: string
  name: string
  slug: string
  createdAt: Date
  requireMfa: boolean
  /** The latest joined first. */
  members: TestMember[]
  roles: TestRole[]
}
