import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { GENESIS } from './rules.ts'
import { auditEvents, auditPersonal, type PersonalDetails } from './tables.ts'

type EventColumns = Omit<typeof auditEvents.$inferInsert, 'position' | 'at' | 'previousHash' | 'hash'>

/**
 * Writes an event and its personal details in one statement. The trigger `audit_link` sets time, position and
 * hashes; it holds the chain's head locked until the transaction ends.
 */
export async function insertEvent(
  db: Db,
  event: EventColumns,
  personal: { salt: Buffer; personal: PersonalDetails },
): Promise<void> {
  const linkedByTrigger = { at: databaseNow, position: 0, previousHash: GENESIS, hash: GENESIS }
  const inserted = db.$with('inserted').as(
    db
      .insert(auditEvents)
      .values({ ...event, ...linkedByTrigger })
      .returning({ id: auditEvents.id }),
  )
  await db
    .with(inserted)
    .insert(auditPersonal)
    .values({ eventId: event.id, ...personal })
    .prepare('audit_insert')
    .execute()
}
