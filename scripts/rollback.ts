// Goes back to the release before on Azure Container Apps; docs/DEPLOYMENT_GUIDE.md, "Releases and rollback", tells how.
import { parseArgs } from 'node:util'
import { realClock } from './operator/clock.ts'
import { rollback } from './operator/rolling-back.ts'
import { loudJournal } from './operator/route-back.ts'
import * as settings from './operator/settings.ts'

const USAGE = `Usage: npm run rollback -- [--to REVISION | --to REGISTRY.azurecr.io/gatehouse:TAG]
  --resource-group G --app A --job J    or AZURE_RESOURCE_GROUP, CONTAINER_APP_NAME, MIGRATION_JOB_NAME
  --public-url URL                      or PUBLIC_URL
  --account-file F                      or TEST_LOGIN_EMAIL and TEST_LOGIN_PASSWORD: a verified account without a second factor
  --allow-unsafe-schema                 goes on where the schema was not found to fit
  --scheme https                        of a revision's own address
  --settle-seconds 10                   how long a call that was given up may still have its effect

Without --to: the revision labelled "previous", which passed the release before the last. One JSON line per step. Exits 0
when all traffic goes there and signing in works; 1 refused, 3 the schema does not fit, 10 its smoke failed: nothing was
routed; 11 routed, but the public address does not pass; 12 routed, the label is missing; 30 ROUTING FAILED; 64 called wrongly.`

await settings.runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      ...settings.appOptions,
      ...settings.jobOptions,
      ...settings.smokeOptions,
      to: { type: 'string' },
      'allow-unsafe-schema': { type: 'boolean', default: false },
      scheme: { type: 'string', default: 'https' },
      'settle-seconds': { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const options = {
    ...settings.needApp(values),
    job: settings.need(values, 'job'),
    to: values.to,
    publicUrl: settings.needUrl(values, 'public-url'),
    scheme: values.scheme,
    settleMs: 1_000 * settings.needNumber(values['settle-seconds'], 'settle-seconds', 0),
    allowUnsafe: values['allow-unsafe-schema'],
  }
  const smoke = settings.patientSmoke(settings.needAccount(values), signal)
  return rollback({ az: settings.realAz(), clock: realClock, journal: loudJournal, smoke, signal }, options)
})
