import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { passkeys } from './tables.ts'

export async function deletePasskeysOf(db: Db, userId: string): Promise<void> {
  await db.delete(passkeys).where(eq(passkeys.userId, userId))
}
