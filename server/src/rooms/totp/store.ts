import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { totpFactors } from './tables.ts'

export async function deleteFactor(db: Db, userId: string): Promise<void> {
  await db.delete(totpFactors).where(eq(totpFactors.userId, userId))
}
