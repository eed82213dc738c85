import type { Command } from 'commander'
import type { Database } from '../platform/db.ts'
import type { Output } from './output.ts'
import type { Setting } from './setting.ts'

/** What `migrate check` exits with when it would not be safe: scripts rely on it. */
const EXIT_UNSAFE = 3

interface Tools extends Pick<Output, 'say'> {
  withUrl(work: (url: string, setting: Setting) => Promise<void>): Promise<void>
}

/** `migrate`: what brings the database up to date, and what tells whether it may. */
export function addMigrate(program: Command, { say, withUrl }: Tools): void {
  const migrate = program.command('migrate').description('Bring the database up to date.')
  migrate
    .command('up')
    .description('Run pending migrations, and grant the server’s role its rights.')
    .action(() =>
      withUrl(async (url, { secrets, log }) => {
        const { migrateUp, passwordOf, roleOf } = await import('../platform/migrations.ts')
        const ran = await migrateUp({
          url,
          runtimeRole: secrets.databaseUrl && roleOf(secrets.databaseUrl),
          runtimePassword: secrets.databaseUrl && passwordOf(secrets.databaseUrl),
          log,
        })
        say(ran.length > 0 ? ran.map((name) => `ran ${name}`).join('\n') : 'nothing to do')
      }),
    )
  migrate
    .command('status')
    .description('List migrations that have run and that are pending. Exits 1 when some are pending.')
    .action(() =>
      withUrl(async (url, setting) => {
        const { applied, pending } = await pendingOf(url, setting)
        for (const name of applied) say(`applied  ${name}`)
        for (const name of pending) say(`pending  ${name}`)
        if (pending.length > 0) process.exitCode = 1
      }),
    )
  migrate
    .command('check')
    .description(
      `Tell whether pending migrations may run while the present version serves. Exits ${EXIT_UNSAFE} if not.`,
    )
    .action(() => withUrl((url, setting) => check(url, setting, say)))
  migrate
    .command('fits')
    .description(
      `Tell whether this version can serve from the database as it is, as before a rollback to it. Exits ${EXIT_UNSAFE} if not.`,
    )
    .action(() => withUrl((url, setting) => fits(url, setting, say)))
}

async function fits(url: string, setting: Setting, say: Output['say']): Promise<void> {
  const { reasonsNotToFit } = await import('../platform/migrations.ts')
  const reasons = await withDatabase(url, setting, reasonsNotToFit)
  for (const reason of reasons) say(reason)
  say(
    reasons.length > 0
      ? 'This version cannot serve from this database.'
      : 'This version can serve from this database.',
  )
  if (reasons.length > 0) process.exitCode = EXIT_UNSAFE
}

async function check(url: string, setting: Setting, say: Output['say']): Promise<void> {
  const { migrationRisks, readNamed } = await import('../platform/migration-check.ts')
  const { applied, pending } = await pendingOf(url, setting)
  // Nothing serves from a database that is empty.
  const risks = applied.length > 0 ? migrationRisks(readNamed(pending)) : []
  for (const { migration, reason, statement } of risks)
    say(`${migration}: ${reason}${statement && `\n  ${statement}`}`)
  say(risks.length > 0 ? 'A rolling update is not safe.' : 'A rolling update is safe.')
  if (risks.length > 0) process.exitCode = EXIT_UNSAFE
}

async function pendingOf(url: string, setting: Setting): Promise<{ applied: string[]; pending: string[] }> {
  const { migrationStatus } = await import('../platform/migrations.ts')
  return withDatabase(url, setting, migrationStatus)
}

async function withDatabase<Result>(
  url: string,
  { config, log }: Setting,
  ask: (database: Database) => Promise<Result>,
): Promise<Result> {
  const { openDatabase } = await import('../platform/db.ts')
  const database = openDatabase({ ...config.database, url, applicationName: 'gatehouse-cli', log })
  return ask(database).finally(() => database.close())
}
