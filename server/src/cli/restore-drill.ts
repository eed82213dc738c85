import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { confirm, isCancel } from '@clack/prompts'
import type { Command } from 'commander'
import type { DrillReport } from '../drill/drill.ts'
import type { Copy, Source } from '../drill/source.ts'
import { systemClock } from '../platform/clock.ts'
import type { Output } from './output.ts'
import { readMoment } from './reading.ts'
import type { Setting } from './setting.ts'

interface Tools extends Pick<Output, 'say' | 'warn'> {
  withUrl<Result>(work: (url: string, setting: Setting) => Promise<Result>): Promise<Result>
  readSetting(): Promise<Setting>
}

interface Options {
  backup?: string
  target?: string
  program?: string
  azure?: string
  resourceGroup?: string
  subnet?: string
  privateDnsZone?: string
  to?: Date
  probeEmail?: string
  probePasswordFile?: string
  report?: string
  record?: boolean
  keep?: boolean
  yes?: boolean
}

/** `restore-drill`: whether what is kept can be restored, and how long that takes. */
export function addRestoreDrill(program: Command, tools: Tools): void {
  program
    .command('restore-drill')
    .description(
      'Restore into a new database, look at it, sign in there, and measure RPO and RTO. Exits 1 when it failed.',
    )
    .option('--backup <file>', 'from this file of `gatehouse backup`; unless told, one is made for the drill')
    .option('--target <url>', 'with --backup: into this empty database instead of a temporary one')
    .option(
      '--program <file>',
      'by this program: it is called with "restore <moment>", and "remove <url>" afterwards',
    )
    .option('--azure <server>', 'from Azure’s backups of this flexible server, into a new one')
    .option('--resource-group <name>', 'with --azure: where the server is')
    .option('--subnet <id>', 'with --azure: of the new server, where its network is private')
    .option('--private-dns-zone <id>', 'with --azure: of the new server, where its network is private')
    .option(
      '--to <moment>',
      'with --program or --azure: the moment to restore to; now, unless told',
      readMoment,
    )
    .option(
      '--probe-email <address>',
      'sign in as this person, who is in the copy; unless told, an account is made there',
    )
    .option('--probe-password-file <file>', 'their password')
    .option('--report <file>', 'add an entry to this file')
    .option(
      '--record',
      'note the drill in the audit log of the configured database, for the alert RestoreDrillOld',
    )
    .option('--keep', 'leave the copy where it is')
    .option('--yes', 'with --azure: delete the new server without asking')
    .action((options: Options) => drill(options, tools))
}

async function drill(options: Options, tools: Tools): Promise<void> {
  const { runDrill } = await import('../drill/drill.ts')
  const { entryOf } = await import('../drill/report.ts')
  const { readBuild } = await import('../platform.ts')
  refuseContradictions(options)
  const setting = await tools.readSetting()
  await using own = ownBackup()
  const report = await runDrill(await sourceOf(options, setting, tools, own), {
    setting,
    version: readBuild().version,
    probe: probeOf(options),
    onStep: (what) => tools.warn(what),
    mayRemove: (copy) => mayRemove(copy, options),
  })
  for (const { check, ok, says } of report.checks)
    tools.warn(`${ok ? 'ok    ' : 'FAILED'}  ${check}: ${says}`)
  tools.say(JSON.stringify(report))
  if (options.report !== undefined) appendFileSync(options.report, entryOf(report))
  if (options.record) await record(report, tools)
  if (!report.ok) process.exitCode = 1
}

function refuseContradictions(options: Options): void {
  const { backup, program, azure, resourceGroup, target, to } = options
  const sources = [backup, program, azure].filter((source) => source !== undefined)
  if (sources.length > 1) throw new Error('Restore from one source: --backup, --program or --azure.')
  if (azure !== undefined && resourceGroup === undefined)
    throw new Error('--azure asks for --resource-group.')
  if (target !== undefined && (program ?? azure) !== undefined)
    throw new Error('--target goes with a backup: the others make a server of their own.')
  if (to !== undefined && (program ?? azure) === undefined)
    throw new Error('A backup is of one moment: --to goes with --program or --azure.')
  if ((options.probeEmail === undefined) !== (options.probePasswordFile === undefined))
    throw new Error('--probe-email and --probe-password-file go together.')
}

/** A folder for a backup that is made for the drill; gone afterwards, since all people are in it. */
function ownBackup() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-drill-'))
  return {
    file: join(folder, 'drill.backup'),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function sourceOf(
  options: Options,
  setting: Setting,
  { withUrl, warn }: Tools,
  own: { file: string },
): Promise<Source> {
  const { fromBackup, fromProgram } = await import('../drill/source.ts')
  const moment = options.to ?? new Date()
  if (options.program !== undefined) return fromProgram(options.program, moment)
  if (options.azure !== undefined) {
    const { fromAzure } = await import('../drill/azure.ts')
    const url = setting.secrets.migrationDatabaseUrl ?? setting.secrets.databaseUrl
    if (url === undefined)
      throw new Error('--azure asks for DATABASE_URL of the server that is restored from.')
    const { resourceGroup = '', subnet, privateDnsZone, azure } = options
    return fromAzure({ server: azure, resourceGroup, subnet, privateDnsZone }, url, moment)
  }
  if (options.backup === undefined) {
    const { backUpTo } = await import('./backup.ts')
    await withUrl((url, inner) => backUpTo(own.file, url, inner))
    warn('A backup was made for the drill.')
  }
  return fromBackup(options.backup ?? own.file, options.target, setting)
}

function probeOf({ probeEmail, probePasswordFile }: Options) {
  if (probeEmail === undefined || probePasswordFile === undefined) return undefined
  return { email: probeEmail, password: readFileSync(probePasswordFile, 'utf8').trimEnd() }
}

/** A server in a cloud goes when somebody said so; with nobody there to ask it stays. */
async function mayRemove(copy: Copy, { keep, azure, yes }: Options): Promise<boolean> {
  if (keep) return false
  if (azure === undefined || yes) return true
  if (!process.stdin.isTTY) return false
  const answer = await confirm({ message: `Delete the server ${copy.place}?`, initialValue: false })
  return !isCancel(answer) && answer
}

async function record(report: DrillReport, { withUrl, warn }: Tools): Promise<void> {
  const { openDatabase } = await import('../platform/db.ts')
  const { recordAudit, systemContext } = await import('../rooms/audit/index.ts')
  await withUrl(async (url, { config, log }) => {
    const database = openDatabase({ ...config.database, url, applicationName: 'gatehouse-cli', log })
    try {
      const ctx = systemContext({ database, clock: systemClock })
      const { source, askedFor, restoredTo, rpoSeconds, rtoSeconds } = report
      await ctx.db.transaction((tx) =>
        recordAudit(
          { ...ctx, db: tx },
          {
            action: 'platform.restore_drilled',
            outcome: report.ok ? 'success' : 'failure',
            details: { source, askedFor, restoredTo, rpoSeconds, rtoSeconds },
          },
        ),
      )
    } finally {
      await database.close()
    }
  })
  warn('The drill is recorded.')
}
