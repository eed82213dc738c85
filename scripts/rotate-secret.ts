// Gives a secret in Key Vault a new version, and puts the former one away once it is taken and people can sign in.
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { realClock } from './operator/clock.ts'
import { Ended, standardJournal } from './operator/journal.ts'
import { generated, readTakenFrom, rotate } from './operator/rotating.ts'
import * as settings from './operator/settings.ts'

const USAGE = `Usage: npm run rotate-secret -- --name SMTP_URL < value      (or --generate, for SECRET_KEY and METRICS_TOKEN)
  --vault V                             or KEY_VAULT_NAME
  --public-url URL                      or PUBLIC_URL
  --account-file F                      or TEST_LOGIN_EMAIL and TEST_LOGIN_PASSWORD
  --workspace ID --app A                or LOG_ANALYTICS_WORKSPACE_ID, CONTAINER_APP_NAME: to see that servers took it;
                                        without, the former version is not put away
  --resource-group G --job J            or AZURE_RESOURCE_GROUP, MIGRATION_JOB_NAME: for SECRET_KEY, where "secrets rotate" runs
  --refresh-seconds 300                 the servers' KEY_VAULT_REFRESH_SECONDS

The value is read from standard input or made, and never said. One JSON line per step. Exits 0 rotated; 1 nothing was written;
10 not seen to be taken, 11 signing in fails: the former version is still there; 20 "secrets rotate" failed; 64 called wrongly.`

await settings.runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      ...settings.appOptions,
      ...settings.jobOptions,
      ...settings.smokeOptions,
      name: { type: 'string' },
      vault: { type: 'string' },
      workspace: { type: 'string' },
      generate: { type: 'boolean', default: false },
      'refresh-seconds': { type: 'string', default: process.env.KEY_VAULT_REFRESH_SECONDS ?? '300' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const { name = '' } = values
  if (!/^[A-Z][A-Z0-9_]*$/.test(name))
    throw new Ended(settings.EXIT_USAGE, 'Name the variable with --name, as SMTP_URL.')
  const az = settings.realAz()
  const isSeen = settings.find(values, 'workspace') !== undefined
  const tools = {
    az,
    signal,
    clock: realClock,
    journal: standardJournal,
    smoke: settings.patientSmoke(settings.needAccount(values), signal),
    readTaken: isSeen
      ? readTakenFrom(az, {
          workspace: settings.need(values, 'workspace'),
          app: settings.need(values, 'app'),
        })
      : undefined,
  }
  const options = {
    variable: name,
    vault: settings.need(values, 'vault'),
    publicUrl: settings.needUrl(values, 'public-url'),
    refreshSeconds: settings.needNumber(values['refresh-seconds'], 'refresh-seconds', 0),
    job:
      name === 'SECRET_KEY'
        ? { resourceGroup: settings.need(values, 'resource-group'), job: settings.need(values, 'job') }
        : undefined,
  }
  return rotate(tools, options, values.generate ? generated() : await readValue())
})

/** Without the line break that a shell puts behind it. */
async function readValue(): Promise<string> {
  if (process.stdin.isTTY)
    throw new Ended(settings.EXIT_USAGE, 'Give the value on standard input, or --generate.')
  const value = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (value === '' || /[\r\n]/.test(value))
    throw new Ended(settings.EXIT_USAGE, 'The value is one line that is not empty.')
  return value
}
