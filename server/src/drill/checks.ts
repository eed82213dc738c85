import { differences } from '../backup/format.ts'
import { openForLongWork, tallyTables } from '../backup/snapshot.ts'
import type { Setting } from '../cli/setting.ts'
import type { Finding, Patient } from '../doctor/finding.ts'
import { migrationCheck, schemaChecks } from '../doctor/schema.ts'
import { secretChecks } from '../doctor/secrets.ts'
import { systemClock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import { reasonOf } from '../platform/db-errors.ts'
import { verifyAuditChain } from '../rooms/audit/index.ts'
import { dropOldMail } from '../rooms/mail/index.ts'
import type { Copy } from './source.ts'

/** One thing that was looked at on the restored copy. */
export interface Outcome {
  check: string
  ok: boolean
  says: string
}

/** Tables that no platform is without, once somebody has used it. */
const KEY_TABLES = ['users', 'credentials', 'signing_keys', 'vault_roots', 'audit_events'] as const

/** Looks at a restored copy without changing it, but for its queued mail, which is dropped before anything could send it. */
export async function examineCopy(
  copy: Copy,
  setting: Setting,
): Promise<{ outcomes: Outcome[]; restoredTo: Date | undefined }> {
  const database = openForLongWork(copy.url, setting)
  const patient: Patient = { ...setting, database, clock: systemClock }
  try {
    const outcomes: Outcome[] = []
    for (const [name, look] of [migrationCheck, ...schemaChecks, ...secretChecks]) {
      // What the copy is reached as says nothing about it.
      if (name === 'database.role') continue
      outcomes.push(...(await made(name, async () => (await look(patient)).map(outcomeOf))))
    }
    outcomes.push(...(await made('tables', () => lookAtTables(copy, database))))
    outcomes.push(...(await made('audit', () => lookAtLog(copy, database))))
    outcomes.push(...(await made('mail.held', () => holdMail(database))))
    const restoredTo = copy.manifest
      ? new Date(copy.manifest.at)
      : await newestIn(database).catch(() => undefined)
    return { outcomes, restoredTo }
  } finally {
    await database.close()
  }
}

/** A check that cannot be made has failed. */
export async function made(check: string, look: () => Promise<Outcome[]>): Promise<Outcome[]> {
  try {
    return await look()
  } catch (error) {
    return [{ check, ok: false, says: `could not be looked at: ${reasonOf(error)}` }]
  }
}

const outcomeOf = ({ check, level, message, fix }: Finding): Outcome => ({
  check,
  ok: level !== 'error',
  says: level === 'error' && fix !== undefined ? `${message} (${fix})` : message,
})

async function lookAtTables({ manifest }: Copy, database: Database): Promise<Outcome[]> {
  const totals = await tallyTables(database)
  const rows = Object.values(totals).reduce((sum, table) => sum + table.rows, 0)
  if (manifest) {
    const wrong = differences(manifest.tables, totals)
    const says = wrong.length > 0 ? wrong.join('; ') : `${rows} rows are those of the backup`
    return [{ check: 'tables', ok: wrong.length === 0, says }]
  }
  const empty = KEY_TABLES.filter((name) => !totals[name]?.rows)
  const says = KEY_TABLES.map((name) => `${name} ${totals[name]?.rows ?? 0}`).join(', ')
  return [
    {
      check: 'tables',
      ok: empty.length === 0,
      says: empty.length > 0 ? `nothing in ${empty.join(', ')}` : says,
    },
  ]
}

async function lookAtLog({ manifest }: Copy, database: Database): Promise<Outcome[]> {
  const anchors = manifest?.auditHeads ?? []
  const { chains, events, breaks } = await verifyAuditChain(database, { anchors })
  const [first] = breaks
  const says = first
    ? `${breaks.length} chains are broken: ${first.chain} at ${first.position} (${first.kind})`
    : `${events} events in ${chains} chains, all whole`
  return [{ check: 'audit', ok: breaks.length === 0, says }]
}

async function holdMail(database: Database): Promise<Outcome[]> {
  const dropped = await dropOldMail(database, 0)
  return [{ check: 'mail.held', ok: true, says: `${dropped} queued mails were dropped from the copy` }]
}

/** The last moment that is in the copy: of the last transaction that was replayed, or of the newest event. */
async function newestIn(database: Database): Promise<Date | undefined> {
  const [row] = await database.sql<{ at: string | null }>`
    SELECT to_char(greatest(pg_last_xact_replay_timestamp(), (SELECT max(at) FROM audit_events)) AT TIME ZONE 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`
  return row?.at ? new Date(row.at) : undefined
}
