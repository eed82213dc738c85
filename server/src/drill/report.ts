import type { DrillReport } from './drill.ts'

/** The entry of a drill in the file that keeps them, as docs/RESTORE_DRILLS.md has it. */
export function entryOf(report: DrillReport): string {
  const seconds = (count: number | null) => (count === null ? 'not reached' : `${count} s`)
  const rows = [
    ['source', report.source],
    ['asked for', report.askedFor],
    ['restored to', report.restoredTo ?? 'unknown'],
    ['RPO', report.rpoSeconds === null ? 'unknown' : seconds(report.rpoSeconds)],
    [
      'RTO',
      `${seconds(report.rtoSeconds)} (restore ${report.restoreSeconds} s, sign-in ${report.signInSeconds} s; checks, not counted, ${report.checkSeconds} s)`,
    ],
    ['version', report.version],
  ]
  const checks = report.checks.map(({ check, ok, says }) => `- ${ok ? 'ok' : '**FAILED**'} ${check}: ${says}`)
  return [
    `## ${report.startedAt} ${report.ok ? 'passed' : 'FAILED'}`,
    ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    checks.join('\n'),
    'Seen and to be done: ',
    '',
  ].join('\n\n')
}
