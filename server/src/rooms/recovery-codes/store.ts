import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { recoveryCodes } from './tables.ts'

export async function deleteCodes(db: Db, userId: string): Promise<void> {
  await db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
}
