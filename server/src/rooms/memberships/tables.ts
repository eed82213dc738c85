import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { databaseNow, instant } from '../../kit/columns.ts'
import type { OrganizationPermission } from '../../kit/organization-permissions.ts'
import { users } from '../accounts/tables.ts'

/**
 * An organization: people who belong together, each with a role. Its slug is unique, its name is not.
 *
 * Row-level security stands behind every query on this table and the other tables of organizations: without a scope
 * (see scope.ts) they hold nothing for anybody, not even for their owner.
 */
export const organizations = pgTable(
  'organizations',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    slug: text().notNull(),
    /** Whoever has no second factor gets nothing of it (SECURITY M7). */
    requireMfa: boolean().notNull().default(false),
    createdAt: instant().notNull().default(databaseNow),
    updatedAt: instant().notNull().default(databaseNow),
  },
  (t) => [uniqueIndex('organizations_slug_key').on(t.slug), index().on(t.createdAt, t.id)],
)

/**
 * Who belongs to an organization. `role` is `owner`, `admin`, `member`, `viewer` or the key of one of its own roles.
 * There is always an owner who can sign in: whoever takes one away looks under the organization's row lock.
 */
export const memberships = pgTable(
  'memberships',
  {
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text().notNull(),
    joinedAt: instant().notNull().default(databaseNow),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.userId] }),
    index().on(t.userId),
    index('memberships_joined_idx').on(t.organizationId, t.joinedAt, t.userId),
    index('memberships_owners_idx').on(t.organizationId).where(sql`${t.role} = 'owner'`),
  ],
)

/** Roles an organization has made for itself: a set of permissions under a key that does not change. */
export const organizationRoles = pgTable(
  'organization_roles',
  {
    id: uuid().primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    name: text().notNull(),
    permissions: text().array().$type<OrganizationPermission[]>().notNull(),
    createdAt: instant().notNull().default(databaseNow),
    updatedAt: instant().notNull().default(databaseNow),
  },
  (t) => [uniqueIndex('organization_roles_key_key').on(t.organizationId, t.key)],
)
