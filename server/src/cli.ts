import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addDoctor } from './cli/doctor.ts'
import { addSecrets } from './cli/secrets.ts'
import type { Setting } from './cli/setting.ts'
import { ConfigError, loadConfig } from './config.ts'
import { IdentityError } from './kit/identity-error.ts'
import { findEmbeddedDatabase } from './platform/embedded-lock.ts'
import { createLog } from './platform/log.ts'
import type { RunningPlatform } from './platform.ts'
import type { Anchor } from './rooms/audit/index.ts'

/** Exit codes that scripts may rely on, besides 0 and 1. */
const EXIT_UNSAFE = 3
const EXIT_CONFIG = 78

/** The configuration; results go to standard output, so the log goes to standard error. */
async function readSetting(): Promise<Setting> {
  const { config, secrets } = loadConfig()
  const log = createLog({ ...config, logLevel: 'warn' }, { destination: process.stderr })
  if (secrets.databaseUrl !== undefined) return { config, secrets, log }
  // A platform that runs on this data folder is asked for its database: two may not open it at once.
  const databaseUrl = await findEmbeddedDatabase(config.dataDir)
  return { config, secrets: { ...secrets, databaseUrl, migrationDatabaseUrl: databaseUrl }, log }
}

async function withPlatform<Result>(work: (platform: RunningPlatform) => Promise<Result>): Promise<Result> {
  const { config, secrets, log } = await readSetting()
  const { openPlatform } = await import('./platform.ts')
  const platform = await openPlatform(config, secrets, { log })
  try {
    return await work(platform)
  } finally {
    await platform.stop()
  }
}

/** Runs with the database of the role that owns the tables. */
async function withOwnersUrl<Result>(
  work: (url: string, setting: Setting) => Promise<Result>,
): Promise<Result> {
  const setting = await readSetting()
  const { migrationDatabaseUrl } = setting.secrets
  if (migrationDatabaseUrl !== undefined) return work(migrationDatabaseUrl, setting)
  const { startEmbeddedDatabase } = await import('./platform/embedded-database.ts')
  const embedded = await startEmbeddedDatabase({ dataDir: setting.config.dataDir })
  try {
    return await work(embedded.url, setting)
  } finally {
    await embedded.stop()
  }
}

/** Runs with the database as the server itself is connected to it. */
async function withServersUrl(work: (url: string, setting: Setting) => Promise<void>): Promise<void> {
  const setting = await readSetting()
  return setting.secrets.databaseUrl === undefined
    ? withOwnersUrl(work)
    : work(setting.secrets.databaseUrl, setting)
}

const say = (line: string) => process.stdout.write(`${line}\n`)

function sayTable(rows: Array<Record<string, unknown>>): void {
  const columns = Object.keys(rows[0] ?? {})
  const cell = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value ?? '-'))
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)))
  for (const line of lines)
    say(
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

async function pendingOf(
  url: string,
  { config, log }: Setting,
): Promise<{ applied: string[]; pending: string[] }> {
  const { openDatabase } = await import('./platform/db.ts')
  const { migrationStatus } = await import('./platform/migrations.ts')
  const database = openDatabase({ ...config.database, url, applicationName: 'gatehouse-cli', log })
  return migrationStatus(database).finally(() => database.close())
}

const program = new Command('gatehouse').description('The operator’s command line of Gatehouse.')

const migrate = program.command('migrate').description('Bring the database up to date.')
migrate
  .command('up')
  .description('Run pending migrations, and grant the server’s role its rights.')
  .action(() =>
    withOwnersUrl(async (url, { secrets, log }) => {
      const { migrateUp, roleOf } = await import('./platform/migrations.ts')
      const ran = await migrateUp({
        url,
        runtimeRole: secrets.databaseUrl && roleOf(secrets.databaseUrl),
        log,
      })
      say(ran.length > 0 ? ran.map((name) => `ran ${name}`).join('\n') : 'nothing to do')
    }),
  )
migrate
  .command('status')
  .description('List migrations that have run and that are pending. Exits 1 when some are pending.')
  .action(() =>
    withOwnersUrl(async (url, setting) => {
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
  .action(() =>
    withOwnersUrl(async (url, setting) => {
      const { migrationRisks, readNamed } = await import('./platform/migration-check.ts')
      const { applied, pending } = await pendingOf(url, setting)
      // Nothing serves from a database that is empty.
      const risks = applied.length > 0 ? migrationRisks(readNamed(pending)) : []
      for (const { migration, reason, statement } of risks)
        say(`${migration}: ${reason}${statement && `\n  ${statement}`}`)
      say(risks.length > 0 ? 'A rolling update is not safe.' : 'A rolling update is safe.')
      if (risks.length > 0) process.exitCode = EXIT_UNSAFE
    }),
  )

const keys = program.command('keys').description('The keys access tokens are signed with.')
keys
  .command('list')
  .description('List every signing key and its state.')
  .action(() =>
    withPlatform(async ({ database }) => {
      const { listSigningKeys } = await import('./rooms/signing-keys/index.ts')
      sayTable((await listSigningKeys({ db: database.db })).map((key) => ({ ...key })))
    }),
  )
keys
  .command('rotate')
  .description('Publish a new key that takes over once every verifier can know it. Nobody is signed out.')
  .action(() =>
    withPlatform(async (platform) => {
      const { rotateSigningKey } = await import('./rooms/signing-keys/index.ts')
      const { systemContext } = await import('./rooms/audit/index.ts')
      sayTable([{ ...(await rotateSigningKey(systemContext(platform))) }])
    }),
  )
keys
  .command('revoke <kid>')
  .description('Take a key out of service at once, on every node within a second.')
  .action((kid: string) =>
    withPlatform(async (platform) => {
      const { revokeSigningKey } = await import('./rooms/signing-keys/index.ts')
      const { systemContext } = await import('./rooms/audit/index.ts')
      sayTable([{ ...(await revokeSigningKey(systemContext(platform), kid)) }])
    }),
  )

program
  .command('audit')
  .description('The audit log.')
  .command('verify')
  .description('Recompute the hash chains. Exits 1 when an event was changed, removed or put in.')
  .option('--anchors <file>', 'log lines with audit.anchor events, kept elsewhere, to compare with')
  .action(({ anchors: file }: { anchors?: string }) =>
    withPlatform(async ({ database }) => {
      const { verifyAuditChain } = await import('./rooms/audit/index.ts')
      const anchors = file === undefined ? [] : readAnchors(file)
      const { chains, events, breaks } = await verifyAuditChain({ db: database.db }, { anchors })
      if (breaks.length > 0) sayTable(breaks.map((broken) => ({ ...broken })))
      say(
        `${events} events in ${chains} chains; ${breaks.length > 0 ? `${breaks.length} broken` : 'all whole'}.`,
      )
      if (breaks.length > 0) process.exitCode = 1
    }),
  )

function readAnchors(file: string): Anchor[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"audit.anchor"'))
  return lines.map((line) => (JSON.parse(line) as { anchor: Anchor }).anchor)
}

addSecrets(program, { say, withPlatform })
addDoctor(program, { say, withUrl: withServersUrl })

program
  .command('config')
  .description('The configuration.')
  .command('print')
  .description('Print what was understood of the environment. Secrets are never printed.')
  .option('--redacted', 'as it always is')
  .action(() => {
    const { config, secrets } = loadConfig()
    const shown = Object.entries(secrets).map(([name, value]) => [
      name,
      value?.length ? '(set)' : '(not set)',
    ])
    say(JSON.stringify({ ...config, secrets: Object.fromEntries(shown) }, null, 2))
  })

program
  .command('healthcheck')
  .description('Exit 0 when the server of this environment answers /health, for containers.')
  .action(async () => {
    const { host, port } = loadConfig().config
    const local =
      host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
    const answer = await fetch(`http://${local}:${port}/health`, { signal: AbortSignal.timeout(2_000) })
    if (!answer.ok) throw new Error(`/health answered ${answer.status}`)
  })

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`)
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1
}

function wordsOf(error: unknown): string {
  if (error instanceof IdentityError)
    return error.code === 'not_found' ? 'There is no such thing.' : error.code
  return error instanceof Error ? error.message : String(error)
}
