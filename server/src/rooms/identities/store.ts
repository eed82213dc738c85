import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { identities } from './tables.ts'

export async function deleteIdentitiesOf(db: Db, userId: string): Promise<void> {
  await db.delete(identities).where(eq(identities.userId, userId))
}
