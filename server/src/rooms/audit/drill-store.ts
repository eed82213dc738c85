import { sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'

/** Both ends are found in an index, however long the log is. 0 while nothing has happened at all. */
export async function readDrillAge(db: Db): Promise<number> {
  const [row] = await db.execute<{ age: number }>(sql`
    SELECT coalesce(extract(epoch FROM gatehouse_now() - coalesce(
      (SELECT at FROM audit_events WHERE action = 'platform.restore_drilled' AND outcome = 'success'
        ORDER BY at DESC LIMIT 1),
      (SELECT at FROM audit_events ORDER BY at, position, id LIMIT 1))), 0)::float8 AS age`)
  return row?.age ?? 0
}
