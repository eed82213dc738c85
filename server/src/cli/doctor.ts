import type { Command } from 'commander'
import { VaultAway } from '../config-reading.ts'
import { examine, vaultAway } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/db.ts'
import type { Setting } from './setting.ts'

interface Tools {
  say(line: string): void
  withUrl(work: (url: string, setting: Setting) => Promise<void>): Promise<void>
}

/** `doctor`: one line per finding with its fix, and a status that says whether something has to be done. */
export function addDoctor(program: Command, { say, withUrl }: Tools): void {
  program
    .command('doctor')
    .description('Look at everything the platform stands on. Exits 1 when something is wrong.')
    .option('--json', 'one JSON document instead of lines')
    .action(async ({ json }: { json?: boolean }) => {
      const tell = (findings: Finding[]) => {
        if (json) say(JSON.stringify({ findings }, null, 2))
        else for (const finding of findings) say(lineOf(finding))
        if (findings.some(({ level }) => level === 'error')) process.exitCode = 1
      }
      try {
        await withUrl(async (url, { config, secrets, vaulted, log }) => {
          const options = { ...config.database, url, applicationName: 'gatehouse-doctor', log }
          const database = openDatabase(options)
          const patient = { config, secrets, vaulted, database, clock: systemClock, log }
          tell(await examine(patient).finally(() => database.close()))
        })
      } catch (reason) {
        if (!(reason instanceof VaultAway)) throw reason
        tell([vaultAway(reason.message)])
      }
    })
}

const MARKS = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' } as const

const lineOf = ({ check, level, message, fix }: Finding): string =>
  `${MARKS[level]}  ${check}: ${message}${fix === undefined ? '' : `\n         fix: ${fix}`}`
