// Releases an image onto Azure Container Apps; docs/DEPLOYMENT_GUIDE.md, "Releases and rollback", tells how.
import { parseArgs } from 'node:util'
import { realClock } from './operator/clock.ts'
import { startGuard } from './operator/guard.ts'
import { Ended } from './operator/journal.ts'
import { release } from './operator/releasing.ts'
import { loudJournal } from './operator/route-back.ts'
import * as settings from './operator/settings.ts'

const USAGE = `Usage: npm run release -- --image REGISTRY.azurecr.io/gatehouse:TAG
  --resource-group G --app A --job J    or AZURE_RESOURCE_GROUP, CONTAINER_APP_NAME, MIGRATION_JOB_NAME
  --public-url URL                      or PUBLIC_URL: its probes are part of the watch
  --prometheus URL | --workspace ID     or PROMETHEUS_URL, LOG_ANALYTICS_WORKSPACE_ID
  --account-file F                      or TEST_LOGIN_EMAIL and TEST_LOGIN_PASSWORD: a verified account without a second factor
  --watch-minutes 15 --every-seconds 60
  --allow-unsafe-migration              in a maintenance window only
  --scheme https                        of a revision's own address
  --settle-seconds 10                   how long a call that was given up may still have its effect

One JSON line per step. Exits 0 released; 1 refused, nothing was routed; 3 the migration is not safe; 10 smoke failed, 11 the
watch failed, 13 interrupted: traffic is back; 12 released, labels are missing; 20 the migration failed, nothing was routed;
30 THE WAY BACK FAILED; 64 called wrongly.`

await settings.runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      ...settings.appOptions,
      ...settings.jobOptions,
      ...settings.sourceOptions,
      ...settings.smokeOptions,
      image: { type: 'string' },
      'watch-minutes': { type: 'string', default: '15' },
      'every-seconds': { type: 'string', default: '60' },
      'allow-unsafe-migration': { type: 'boolean', default: false },
      scheme: { type: 'string', default: 'https' },
      'settle-seconds': { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  if (!values.image) throw new Ended(settings.EXIT_USAGE, 'Name the image with --image.')
  const az = settings.realAz()
  const options = {
    ...settings.needApp(values),
    job: settings.need(values, 'job'),
    image: values.image,
    publicUrl: settings.needUrl(values, 'public-url'),
    scheme: values.scheme,
    settleMs: 1_000 * settings.needNumber(values['settle-seconds'], 'settle-seconds', 0),
    allowUnsafe: values['allow-unsafe-migration'],
    watchMinutes: settings.needNumber(values['watch-minutes'], 'watch-minutes', 0.01),
    everySeconds: settings.needNumber(values['every-seconds'], 'every-seconds', 0.1),
  }
  return release(
    {
      az,
      signal,
      startGuard,
      clock: realClock,
      journal: loudJournal,
      source: settings.needSource(values, az),
      smoke: settings.patientSmoke(settings.needAccount(values), signal),
    },
    options,
  )
})
