import type { Command } from 'commander'
import type { Manifest } from '../backup/format.ts'
import { systemClock } from '../platform/clock.ts'
import { roleOf } from '../platform/migrations.ts'
import type { Output } from './output.ts'
import { showProgress } from './progress.ts'
import type { Setting } from './setting.ts'

interface Tools extends Pick<Output, 'say' | 'warn'> {
  withUrl(work: (url: string, setting: Setting) => Promise<void>): Promise<void>
}

/** `backup` and `restore`: the whole database as one file, and back. */
export function addBackup(program: Command, tools: Tools): void {
  program
    .command('backup')
    .description('Write one consistent state of the whole database into a file, or "-" for standard output.')
    .argument('<file>', 'where to; nothing is replaced')
    .option('--verify', 'look whether that file is a whole backup instead, and what is in it')
    .action((file: string, { verify = false }: { verify?: boolean }) =>
      verify ? verifyFile(file, tools) : tools.withUrl((url, setting) => backUp(file, url, setting, tools)),
    )
  program
    .command('restore')
    .description('Restore a backup into the configured database, which must be empty.')
    .argument('<file>')
    .action((file: string) => tools.withUrl((url, setting) => restore(file, url, setting, tools)))
  program
    .command('settle')
    .description('Prepare a database that was restored by other means: old mail is not sent again.')
    .action(() => tools.withUrl((url, setting) => settle(url, setting, {}, tools)))
}

/** Writes one backup, which is recorded first: what cannot be recorded is not taken away. */
export async function backUpTo(file: string, url: string, setting: Setting): Promise<Manifest> {
  const { openForLongWork } = await import('../backup/snapshot.ts')
  const { writeBackup, writeBackupFile } = await import('../backup/write.ts')
  const { recordAudit, systemContext } = await import('../rooms/audit/index.ts')
  const { readBuild } = await import('../platform.ts')
  const { version, commit } = readBuild()
  const database = openForLongWork(url, setting)
  try {
    const ctx = systemContext({ database, clock: systemClock })
    await ctx.db.transaction((tx) => recordAudit({ ...ctx, db: tx }, { action: 'platform.backed_up' }))
    const progress = (total: number) => showProgress(total, `Writing ${file}`)
    const source = { database, build: { version, commit }, progress }
    return file === '-' ? await writeBackup(source, process.stdout) : await writeBackupFile(source, file)
  } finally {
    await database.close()
  }
}

async function backUp(file: string, url: string, setting: Setting, { say, warn }: Tools): Promise<void> {
  const contents = contentsOf(await backUpTo(file, url, setting))
  if (file === '-') warn(contents)
  else say(`${file}: ${contents}`)
  warn(
    'What is sealed in it opens with SECRET_KEY only, which is not in it: keep that key, and keep it elsewhere.',
  )
}

async function verifyFile(file: string, { say }: Tools): Promise<void> {
  const { verifyBackup } = await import('../backup/read.ts')
  say(`${file}: ${contentsOf(await verifyBackup(file))}`)
}

function contentsOf({ at, version, tables, sha256 }: Manifest): string {
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  const people = tables.users?.rows ?? 0
  return `the database as of ${at}: ${rows} rows in ${Object.keys(tables).length} tables, ${people} people; by version ${version}; sha256 ${sha256}`
}

async function restore(file: string, url: string, setting: Setting, tools: Tools): Promise<void> {
  const { verifyBackup } = await import('../backup/read.ts')
  const { restoreBackup } = await import('../backup/restore.ts')
  // All of it is looked at before anything is done.
  const manifest = await verifyBackup(file)
  const total = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0)
  const bar = showProgress(total, `Restoring ${file}`)
  let done = 0
  await restoreBackup(file, manifest, {
    url,
    runtimeRole: setting.secrets.databaseUrl && roleOf(setting.secrets.databaseUrl),
    setting,
    onRows: (count) => {
      done += count
      bar.advance(count, `${done} of ${total} rows`)
    },
  })
  bar.stop(`${done} rows`)
  tools.say(
    `The database is as of ${manifest.at}: ${done} rows in ${Object.keys(manifest.tables).length} tables.`,
  )
  await settle(url, setting, { backedUpAt: manifest.at }, tools)
}

async function settle(
  url: string,
  setting: Setting,
  facts: Record<string, unknown>,
  { say }: Tools,
): Promise<void> {
  const { openForLongWork } = await import('../backup/snapshot.ts')
  const { settleRestored } = await import('../backup/settle.ts')
  const database = openForLongWork(url, setting)
  try {
    const dropped = await settleRestored({ database, clock: systemClock }, facts)
    say(`${dropped} mails that had waited for an hour or longer are dropped. A server may start.`)
  } finally {
    await database.close()
  }
}
