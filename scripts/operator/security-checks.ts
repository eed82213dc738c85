// The daily and weekly checks of the runbook, section 9. One that could not be carried out says so: never that all is well.
import { z } from 'zod'
import type { RunCommand } from './commands.ts'
import { committedSecrets } from './committed-secrets.ts'

export interface Check {
  check: string
  status: 'ok' | 'attention' | 'not run'
  message: string
  details?: unknown
}

export interface SecurityOptions {
  root: string
  days: number
  /** How `gatehouse` is run, as the server's role. */
  gatehouse: readonly [string, ...string[]]
  known: ReadonlySet<string>
  resourceGroup?: string | undefined
  instance: string
}

const Count = z.object({ count: z.number() })
const Span = z.object({
  signIns: z.object({ succeeded: z.number(), failed: z.number(), paused: z.number(), failedFor: z.number() }),
  failures: z.array(Count.extend({ reason: z.string() })),
  limited: z.array(Count.extend({ limiter: z.string() })),
  adminActs: z.array(Count.extend({ action: z.string(), byHowMany: z.number() })),
  refreshesReused: z.number(),
})
const Summary = z.object({ now: Span, before: Span })

const notRun = (check: string, why: string): Check => ({
  check,
  status: 'not run',
  message: why.trim().split('\n')[0] || 'it said nothing',
})

/** Twice as many as before, and more than chance. */
const hasRisen = (now: number, before: number): boolean => now > 20 && now > 2 * before

const isEmpty = ({ signIns, limited, adminActs }: z.infer<typeof Span>): boolean =>
  signIns.succeeded + signIns.failed + limited.length + adminActs.length === 0

/** From the audit log: sign-ins that failed, pauses, limits, acts of staff. */
export async function auditChecks(run: RunCommand, { gatehouse, days }: SecurityOptions): Promise<Check[]> {
  const names = ['failed sign-ins', 'lockouts', 'rate limits', 'admin acts', 'refresh reuse']
  const { status, out, err } = await run([...gatehouse, 'audit', 'summary', '--days', String(days)], {
    timeoutMs: 120_000,
  })
  const summary = status === 0 ? Summary.safeParse(readJson(out)) : undefined
  if (!summary?.success)
    return names.map((name) => notRun(name, `gatehouse audit summary: ${err || 'answered something else'}`))
  const { now, before } = summary.data
  // A database that nobody uses is another one than was meant: quiet is no news of it.
  if ([now, before].every(isEmpty))
    return names.map((name) => notRun(name, 'no event in either span: is this the database that serves?'))
  const judged = (check: string, isBad: boolean, message: string, details?: unknown): Check => ({
    check,
    status: isBad ? 'attention' : 'ok',
    message,
    details,
  })
  const { failed, failedFor, succeeded, paused } = now.signIns
  const limited = now.limited.map((row) => ({
    ...row,
    before: before.limited.find(({ limiter }) => limiter === row.limiter)?.count ?? 0,
  }))
  const acts = now.adminActs.reduce((sum, { count }) => sum + count, 0)
  const actsBefore = before.adminActs.reduce((sum, { count }) => sum + count, 0)
  return [
    judged(
      'failed sign-ins',
      hasRisen(failed, before.signIns.failed),
      `${failed} failed for ${failedFor} accounts, ${succeeded} succeeded; ${before.signIns.failed} failed in the span before`,
      now.failures,
    ),
    judged(
      'lockouts',
      paused > 20 || hasRisen(paused, before.signIns.paused),
      `${paused} pauses; ${before.signIns.paused} in the span before`,
    ),
    judged(
      'rate limits',
      limited.some(({ count, before: was }) => hasRisen(count, was)),
      `${limited.length} limits refused calls`,
      limited,
    ),
    judged(
      'admin acts',
      hasRisen(acts, actsBefore),
      `${acts} acts; ${actsBefore} in the span before. Review them: \`gatehouse audit export\``,
      now.adminActs,
    ),
    judged(
      'refresh reuse',
      now.refreshesReused > 0,
      `${now.refreshesReused} sessions ended because a replaced token came back`,
    ),
  ]
}

export async function secretsCheck(run: RunCommand, { root, days, known }: SecurityOptions): Promise<Check> {
  const check = 'secrets in git'
  try {
    // Twice the span, so that nothing falls between two reports.
    const { texts, found } = await committedSecrets(run, { cwd: root, days: 2 * days, known })
    const message = `${found.length} in ${texts} files and additions`
    return found.length === 0
      ? { check, status: 'ok', message }
      : {
          check,
          status: 'attention',
          message: `${message}: rotate what is one; list the fingerprint of what is none in .ci/known-fingerprints`,
          details: found,
        }
  } catch (error) {
    return notRun(check, error instanceof Error ? error.message : String(error))
  }
}

const AuditReport = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
})

/** A registry that does not answer such questions tells nothing. */
export async function dependencyCheck(run: RunCommand, { root }: SecurityOptions): Promise<Check> {
  const check = 'dependencies'
  const { out, err } = await run(['pnpm', 'audit', '--json', '--prod'], { cwd: root, timeoutMs: 180_000 })
  const report = AuditReport.safeParse(readJson(out))
  if (!report.success) return notRun(check, `pnpm audit: ${err || 'the registry gave no report'}`)
  const { vulnerabilities } = report.data.metadata
  const total = Object.values(vulnerabilities).reduce((sum, count) => sum + count, 0)
  return {
    check,
    status: total > 0 ? 'attention' : 'ok',
    message: `${total} known vulnerabilities`,
    details: vulnerabilities,
  }
}

export async function driftCheck(run: RunCommand, { root, instance }: SecurityOptions): Promise<Check> {
  const check = 'terraform drift'
  const { status, out, err } = await run(['bash', 'iac/drift.sh', instance], {
    cwd: root,
    timeoutMs: 900_000,
  })
  if (status === 0) return { check, status: 'ok', message: 'as it is written' }
  if (status === 2)
    return {
      check,
      status: 'attention',
      message: 'Azure differs from iac/',
      details: out.split('\n').filter((line) => /^\s*# /.test(line)),
    }
  return notRun(check, `iac/drift.sh ended with ${status}: ${err.trim().split('\n').at(-1)}`)
}

const Assignments = z.array(
  z.object({
    principalName: z.string().nullish(),
    principalType: z.string(),
    roleDefinitionName: z.string(),
    scope: z.string(),
  }),
)
/** Who holds one may change everything, or give it to others. */
const MIGHTY =
  /^(?:Owner|User Access Administrator|Role Based Access Control Administrator|Key Vault Administrator)$/

export async function roleCheck(run: RunCommand, { resourceGroup }: SecurityOptions): Promise<Check> {
  const check = 'role assignments'
  if (resourceGroup === undefined) return notRun(check, 'no resource group is named')
  const words = [
    'role',
    'assignment',
    'list',
    '--resource-group',
    resourceGroup,
    '--include-inherited',
    '--output',
    'json',
  ] as const
  const { status, out, err } = await run(['az', ...words], { timeoutMs: 120_000 })
  const found = status === 0 ? Assignments.safeParse(readJson(out)) : undefined
  if (!found?.success) return notRun(check, `az role assignment list: ${err || 'answered something else'}`)
  const mighty = found.data.filter(({ roleDefinitionName }) => MIGHTY.test(roleDefinitionName))
  return {
    check,
    status: mighty.length > 0 ? 'attention' : 'ok',
    message: `${found.data.length} assignments, ${mighty.length} of them may change everything: review these`,
    details: mighty,
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
