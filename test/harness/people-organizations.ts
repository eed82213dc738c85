import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { SignedInPerson } from './people.ts'

/** Somebody who owns an organization. */
export interface Owner extends SignedInPerson {
  organizationId: string
}

/** Makes an organization, of which there may be several with one name. */
export async function addOrganization(sql: postgres.Sql, name: string): Promise<string> {
  const id = randomUUID()
  await sql`INSERT INTO organizations (id, name, slug) VALUES (${id}, ${name}, ${id})`
  return id
}

/** Makes somebody a member, past every check. */
export async function addMember(
  sql: postgres.Sql,
  membership: { organizationId: string; userId: string; role: string },
): Promise<void> {
  const { organizationId, userId, role } = membership
  await sql`INSERT INTO memberships (organization_id, user_id, role) VALUES (${organizationId}, ${userId}, ${role})`
}
