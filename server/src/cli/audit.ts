import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { RunningPlatform } from '../platform.ts'
import type { Anchor } from '../rooms/audit/index.ts'
import { type Output, tableOf } from './output.ts'

interface Tools extends Pick<Output, 'say' | 'pour'> {
  withPlatform(work: (platform: RunningPlatform) => Promise<void>): Promise<void>
}

/** `audit`: whether the log is whole, and what stands in it. */
export function addAudit(program: Command, tools: Tools): void {
  const audit = program.command('audit').description('The audit log.')
  addVerify(audit, tools)
  addExport(audit, tools)
}

function addVerify(audit: Command, { say, withPlatform }: Tools): void {
  audit
    .command('verify')
    .description('Recompute the hash chains. Exits 1 when an event was changed, removed or put in.')
    .option('--anchors <file>', 'log lines with audit.anchor events, kept elsewhere, to compare with')
    .action(({ anchors: file }: { anchors?: string }) =>
      withPlatform(async ({ database }) => {
        const { verifyAuditChain } = await import('../rooms/audit/index.ts')
        const anchors = file === undefined ? [] : readAnchors(file)
        const { chains, events, breaks } = await verifyAuditChain({ db: database.db }, { anchors })
        if (breaks.length > 0) say(tableOf(breaks.map((broken) => ({ ...broken }))))
        say(
          `${events} events in ${chains} chains; ${breaks.length > 0 ? `${breaks.length} broken` : 'all whole'}.`,
        )
        if (breaks.length > 0) process.exitCode = 1
      }),
    )
}

function readAnchors(file: string): Anchor[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"audit.anchor"'))
  return lines.map((line) => (JSON.parse(line) as { anchor: Anchor }).anchor)
}

interface ExportOptions {
  from?: Date
  to?: Date
  organization?: string
}

function addExport(audit: Command, { pour, withPlatform }: Tools): void {
  audit
    .command('export')
    .description('Write events to standard output as NDJSON, newest first. That it was done is recorded.')
    .option('--from <moment>', 'at or after, as 2026-11-24 or 2026-11-24T09:41:00Z', readMoment)
    .option('--to <moment>', 'before', readMoment)
    .option('--organization <id>', 'of one organization only', readId)
    .action(({ organization: organizationId, ...span }: ExportOptions) =>
      withPlatform(async (platform) => {
        const { listEvents, recordAudit, systemContext } = await import('../rooms/audit/index.ts')
        const ctx = systemContext(platform)
        const filters = { ...span, organizationId }
        // Before anything is out: what cannot be recorded is not exported.
        await ctx.db.transaction((tx) =>
          recordAudit({ ...ctx, db: tx }, { action: 'admin.audit_exported', details: filters }),
        )
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await listEvents(ctx, filters, { limit: 1_000, cursor })
          cursor = page.nextCursor
          const text = page.items.map((event) => `${JSON.stringify(event)}\n`).join('')
          if (!(await pour(text))) return
        }
      }),
    )
}

function readMoment(text: string): Date {
  const isMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(
    text,
  )
  const moment = new Date(text)
  if (!isMoment || Number.isNaN(moment.getTime()))
    throw new Error(`"${text}" is no moment: write 2026-11-24 or 2026-11-24T09:41:00Z.`)
  return moment
}

function readId(text: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new Error(`"${text}" is no id.`)
  return text
}
