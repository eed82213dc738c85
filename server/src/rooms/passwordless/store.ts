import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { credentials } from '../passwords/index.ts'

/**
 * Holds a person's credentials until the transaction ends. Whoever sets a password takes them before anything else: so
 * either the sign-in sees that its mail is void, or the new password sees the session and ends it.
 */
export async function lockCredentials(db: Db, userId: string): Promise<void> {
  await db
    .select({ userId: credentials.userId })
    .from(credentials)
    .where(eq(credentials.userId, userId))
    .for('update')
}
