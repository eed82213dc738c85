// The runbook's daily checks, and with --weekly its weekly ones. docs/OPERATIONAL_RUNBOOK.md, section 9.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand } from './operator/commands.ts'
import * as checks from './operator/security-checks.ts'
import * as settings from './operator/settings.ts'

const root = join(import.meta.dirname, '..')

const USAGE = `Usage: npm run security-report -- [--days 1] [--weekly]
  --gatehouse "docker compose exec -T api gatehouse"   how the operator's command line is run; this checkout's unless told
  --resource-group G                                   or AZURE_RESOURCE_GROUP: whose role assignments are listed
  --instance dev                                       of iac/, for drift

Each day: failed sign-ins, lockouts, rate limits, acts of staff, secrets in git. Each week also: dependencies, drift, roles.
One JSON line per check. Exits 0 when all is well, 1 when something wants attention, 2 when something could not be looked at.`

await settings.runScript(async () => {
  const { values } = parseArgs({
    options: {
      days: { type: 'string' },
      weekly: { type: 'boolean', default: false },
      gatehouse: { type: 'string' },
      'resource-group': { type: 'string' },
      instance: { type: 'string', default: 'dev' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const own = [process.execPath, join(root, 'scripts/tasks.ts'), 'gatehouse']
  const [command = '', ...rest] = values.gatehouse?.split(/\s+/) ?? own
  const options: checks.SecurityOptions = {
    root,
    days: settings.needNumber(values.days ?? (values.weekly ? '7' : '1'), 'days', 0.01),
    gatehouse: [command, ...rest],
    known: readKnown(),
    resourceGroup: settings.find(values, 'resource-group'),
    instance: values.instance,
  }
  const found = await checks.auditChecks(runCommand, options)
  for (const check of found) say(check)
  const daily = [checks.secretsCheck]
  const weekly = [checks.dependencyCheck, checks.driftCheck, checks.roleCheck]
  for (const look of values.weekly ? [...daily, ...weekly] : daily) {
    const check = await look(runCommand, options)
    say(check)
    found.push(check)
  }
  if (found.some(({ status }) => status === 'attention')) return 1
  return found.some(({ status }) => status === 'not run') ? 2 : 0
})

function say(check: checks.Check): void {
  process.stdout.write(`${JSON.stringify(check)}\n`)
}

/** Fingerprints of what was looked at and is no secret, one a line. */
function readKnown(): ReadonlySet<string> {
  const file = join(root, '.ci/known-fingerprints')
  if (!existsSync(file)) return new Set()
  return new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
      .filter((line) => /^[0-9a-f]{16}$/.test(line)),
  )
}
