import { latestSchema } from '../platform/migration-files.ts'
import { migrationStatus } from '../platform/migrations.ts'
import { type Check, error, type Finding, ok, type Patient, warning } from './finding.ts'

const MIGRATE = 'gatehouse migrate up'

/** Tables of organizations: behind row-level security that holds their owner too (SECURITY G1). */
const WALLED = ['organizations', 'memberships', 'organization_roles', 'invitations', 'api_keys']

/** What keeps the audit log as it was written (SECURITY D2). */
const AUDIT_TRIGGERS = [
  'audit_link',
  'audit_events_append_only',
  'audit_personal_erase_only',
  'audit_chains_stay',
  'audit_chains_move_by_trigger',
]

async function migrations({ database }: Patient): Promise<Finding[]> {
  const { applied, pending } = await migrationStatus(database)
  if (pending.length === 0) return [ok('schema.migrations', `${applied.length} migrations have run`)]
  return [error('schema.migrations', `pending: ${pending.join(', ')}`, MIGRATE)]
}

/** The tables, columns and indexes this build expects, against those that are there. */
async function tables({ database }: Patient): Promise<Finding[]> {
  const columns = await database.sql<{ name: string }>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`
  const indexes = await database.sql<{ name: string; valid: boolean }>`
    SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'`
  const expected = latestSchema()
  const there = new Set(columns.map(({ name }) => name))
  const missing = expected.columns.filter((name) => !there.has(name))
  const built = new Map(indexes.map(({ name, valid }) => [name, valid]))
  const lacking = expected.indexes.filter((name) => !built.has(name))
  const broken = [...built].filter(([, valid]) => !valid).map(([name]) => name)
  const findings: Finding[] = []
  if (missing.length > 0) findings.push(error('schema.columns', `missing: ${some(missing)}`, MIGRATE))
  if (lacking.length > 0)
    findings.push(
      error('schema.indexes', `missing: ${some(lacking)}`, `${MIGRATE}, or restore from a backup`),
    )
  if (broken.length > 0)
    findings.push(
      error('schema.indexes', `half built: ${broken.join(', ')}`, `REINDEX INDEX CONCURRENTLY ${broken[0]}`),
    )
  return findings.length > 0
    ? findings
    : [
        ok(
          'schema.columns',
          `${expected.columns.length} columns and ${expected.indexes.length} indexes are there`,
        ),
      ]
}

const some = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')

async function guards({ database }: Patient): Promise<Finding[]> {
  const walled = await database.sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND relforcerowsecurity`
  const triggers = await database.sql<{ name: string; enabled: string }>`
    SELECT tgname AS name, tgenabled AS enabled FROM pg_trigger WHERE NOT tgisinternal`
  const open = WALLED.filter((table) => !walled.some(({ name }) => name === table))
  const off = AUDIT_TRIGGERS.filter((name) => {
    const found = triggers.find((trigger) => trigger.name === name)
    return !found || found.enabled === 'D'
  })
  const findings: Finding[] = []
  if (open.length > 0) {
    const fix = `ALTER TABLE ${open[0]} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`
    findings.push(error('schema.walls', `no row-level security on ${open.join(', ')}`, fix))
  }
  if (off.length > 0)
    findings.push(
      error(
        'schema.audit',
        `triggers are off: ${off.join(', ')}`,
        'gatehouse audit verify, then ALTER TABLE … ENABLE ALWAYS TRIGGER',
      ),
    )
  return findings.length > 0
    ? findings
    : [ok('schema.walls', 'organizations are walled off and the audit log is append-only')]
}

/** What the server may do to its own database, beyond reading and writing rows. */
async function role({ database, config }: Patient): Promise<Finding[]> {
  const [row] = await database.sql<{ name: string; above: boolean; owns: boolean }>`
    SELECT current_user AS name, rolsuper OR rolbypassrls AS above,
      EXISTS (SELECT FROM pg_class WHERE relname = 'audit_events' AND pg_has_role(current_user, relowner, 'USAGE')) AS owns
    FROM pg_roles WHERE rolname = current_user`
  if (!row) return []
  const fix =
    'give DATABASE_URL a role of its own, and MIGRATION_DATABASE_URL the owner; gatehouse migrate up grants the rest'
  const tell =
    config.environment === 'production' ? warning : (check: string, message: string) => ok(check, message)
  if (row.above) return [tell('database.role', `the server runs as "${row.name}", whom nothing holds`, fix)]
  if (row.owns) return [tell('database.role', `the server runs as "${row.name}", who owns its tables`, fix)]
  return [ok('database.role', `the server runs as "${row.name}", who may read and write rows only`)]
}

/** Two addresses that are one to everybody but the index, and rows an index lost. */
async function collisions({ database }: Patient): Promise<Finding[]> {
  const [row] = await database.sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT lower(email_canonical) FROM users GROUP BY 1 HAVING count(*) > 1 LIMIT 100) doubled`
  const count = row?.count ?? 0
  if (count === 0) return [ok('database.collisions', 'no two accounts share an address')]
  const fix =
    'REINDEX INDEX CONCURRENTLY users_email_canonical_key; the accounts have to be told apart by hand first'
  return [error('database.collisions', `${count} addresses belong to more than one account`, fix)]
}

/** Asked before the others: on a database that lacks migrations they would all find the same. */
export const migrationCheck: Check = ['schema.migrations', migrations]

/** Whether what keeps organizations apart and the audit log as it is stands. */
export const guardCheck: Check = ['schema.walls', guards]

export const schemaChecks: readonly Check[] = [
  ['schema.columns', tables],
  guardCheck,
  ['database.role', role],
  ['database.collisions', collisions],
]
