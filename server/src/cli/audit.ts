import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { RunningPlatform } from '../platform.ts'
import type { Anchor } from '../rooms/audit/index.ts'
import { type Output, tableOf } from './output.ts'
import { readMoment } from './reading.ts'

interface Tools extends Pick<Output, 'say' | 'pour'> {
  withPlatform(work: (platform: RunningPlatform) => Promise<void>): Promise<void>
}

/** `audit`: whether the log is whole, and what stands in it. */
export function addAudit(program: Command, tools: Tools): void {
  const audit = program.command('audit').description('The audit log.')
  addVerify(audit, tools)
  addExport(audit, tools)
  addSummary(audit, tools)
}

function addVerify(audit: Command, { say, withPlatform }: Tools): void {
  audit
    .command('verify')
    .description('Recompute the hash chains. Exits 1 when an event was changed, removed or put in.')
    .option('--anchors <file>', 'log lines with audit.anchor events, kept elsewhere, to compare with')
    .option('--file <export>', 'of this file of `audit export`, without a database')
    .action(({ anchors: from, file }: { anchors?: string; file?: string }) => {
      const anchors = from === undefined ? [] : readAnchors(from)
      return file === undefined
        ? withPlatform((platform) => verifyDatabase(platform, anchors, say))
        : verifyFile(file, anchors, say)
    })
}

async function verifyDatabase(
  { database }: RunningPlatform,
  anchors: Anchor[],
  say: Output['say'],
): Promise<void> {
  const { verifyAuditChain } = await import('../rooms/audit/index.ts')
  const { chains, events, breaks } = await verifyAuditChain({ db: database.db }, { anchors })
  tell(breaks, say)
  say(`${events} events in ${chains} chains; ${breaks.length > 0 ? `${breaks.length} broken` : 'all whole'}.`)
}

async function verifyFile(file: string, anchors: Anchor[], say: Output['say']): Promise<void> {
  const { verifyAuditFile } = await import('../rooms/audit/index.ts')
  const { faults, doubts, events, chains } = await verifyAuditFile(await linesOf(file), anchors)
  tell(faults, say)
  for (const doubt of doubts) say(doubt)
  say(`${events} events in ${chains} chains; ${faults.length > 0 ? `${faults.length} faults` : 'no fault'}.`)
}

function tell(found: readonly object[], say: Output['say']): void {
  if (found.length === 0) return
  say(tableOf(found.map((one) => ({ ...one }))))
  process.exitCode = 1
}

/** Not by readline, which also breaks lines at U+2028. */
async function linesOf(file: string): Promise<AsyncIterable<string>> {
  const { createReadStream } = await import('node:fs')
  return (async function* () {
    let rest = ''
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  })()
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
        const { auditHeads, listForExport, recordAudit, systemContext } = await import(
          '../rooms/audit/index.ts'
        )
        const ctx = systemContext(platform)
        const filters = { ...span, organizationId }
        // Before anything is out: what cannot be recorded is not exported.
        await ctx.db.transaction((tx) =>
          recordAudit({ ...ctx, db: tx }, { action: 'admin.audit_exported', details: filters }),
        )
        // What is written from here on is left out, so that the file ends where it says it does.
        const heads = (await auditHeads(ctx.db)).filter(
          ({ chain }) => organizationId === undefined || chain === `organization:${organizationId}`,
        )
        const ends = new Map(heads.map(({ chain, position }) => [chain, position]))
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await listForExport(ctx, filters, { limit: 1_000, cursor })
          cursor = page.nextCursor
          const events = page.items.filter(({ proof }) => proof.position <= (ends.get(proof.chain) ?? 0))
          if (!(await pour(events.map((event) => `${JSON.stringify(event)}\n`).join('')))) return
        }
        await pour(`${JSON.stringify({ nextCursor: null, anchors: { ...span, heads } })}\n`)
      }),
    )
}

function readId(text: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new Error(`"${text}" is no id.`)
  return text
}

const DAY_MS = 86_400_000

function addSummary(audit: Command, { say, withPlatform }: Tools): void {
  audit
    .command('summary')
    .description(
      'Count sign-ins, pauses, limits and acts of staff, beside those of the span before; as JSON.',
    )
    .option('--days <number>', 'how long a span', '1')
    .action(({ days }: { days: string }) =>
      withPlatform(async (platform) => {
        const spanMs = Number(days) * DAY_MS
        if (!(spanMs > 0 && spanMs <= 366 * DAY_MS)) throw new Error('--days is a number up to 366.')
        const { summarizeEvents, systemContext } = await import('../rooms/audit/index.ts')
        const ctx = systemContext(platform)
        const to = new Date(ctx.clock.nowMs())
        const from = new Date(to.getTime() - spanMs)
        const before = { from: new Date(from.getTime() - spanMs), to: from }
        const spans = {
          now: await summarizeEvents(ctx, { from, to }),
          before: await summarizeEvents(ctx, before),
        }
        say(JSON.stringify({ from, to, ...spans }, null, 2))
      }),
    )
}
