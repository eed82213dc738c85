import { and, asc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { databaseNow, type SealedColumn } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { sessions } from '../sessions/index.ts'

export interface SealedRow {
  key: unknown
  sealed: Buffer
}

/** Rows of a column that another key than the present one has sealed, behind `after` in the order of the table's key. */
export async function readOutdated(
  db: Db,
  { table, key, sealed }: SealedColumn,
  page: { presentKeyId: Buffer; after: unknown; limit: number },
): Promise<SealedRow[]> {
  const isBehind = page.after === undefined ? undefined : gt(key, page.after)
  const rows = await db
    .select({ key, sealed })
    .from(table)
    .where(and(isOutdated(sealed, page.presentKeyId), isBehind))
    .orderBy(asc(key))
    .limit(page.limit)
  return rows as SealedRow[]
}

/** How many rows of a column are still to be sealed anew. */
export async function countOutdated(
  db: Db,
  { table, sealed }: SealedColumn,
  presentKeyId: Buffer,
): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(table)
    .where(isOutdated(sealed, presentKeyId))
  return row?.count ?? 0
}

function isOutdated(sealed: SealedColumn['sealed'], presentKeyId: Buffer): SQL | undefined {
  return and(isNotNull(sealed), sql`substring(${sealed} from 2 for 4) <> ${presentKeyId}`)
}

/** Puts the new seal in the place of the old one, unless the row has changed meanwhile: then it was sealed by the present key. */
export async function replaceSealed(
  db: Db,
  { table, key, sealed }: SealedColumn,
  row: SealedRow,
  resealed: Buffer,
): Promise<void> {
  await db.execute(sql`UPDATE ${table} SET ${sql.identifier(columnName(sealed))} = ${resealed}
    WHERE ${eq(key, row.key)} AND ${eq(sealed, row.sealed)}`)
}

/** Of a column whose name is made from the field’s by the driver’s casing, as all of ours are. */
const columnName = ({ name }: SealedColumn['sealed']): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Ends the live sessions of everybody, and tells how many there were. */
export async function endEverySession(db: Db): Promise<number> {
  const rows = await db
    .update(sessions)
    .set({ endedAt: databaseNow, endReason: 'secrets_revoked' })
    .where(isNull(sessions.endedAt))
    .returning({ one: sql`1` })
  return rows.length
}
