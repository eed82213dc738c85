// Watches how people fare for some minutes, against the hour before: what a release does after routing, by itself.
import { parseArgs } from 'node:util'
import { realClock } from './operator/clock.ts'
import { standardJournal } from './operator/journal.ts'
import * as settings from './operator/settings.ts'
import { smoke } from './operator/smoke.ts'
import { watch } from './operator/watching.ts'

const USAGE = `Usage: npm run watch -- [--minutes 15] [--every-seconds 60]
  --prometheus URL | --workspace ID --app A   or PROMETHEUS_URL, LOG_ANALYTICS_WORKSPACE_ID and CONTAINER_APP_NAME
  --public-url URL                            or PUBLIC_URL: probed at each look, when it is named
  --account-file F                            or TEST_LOGIN_EMAIL and TEST_LOGIN_PASSWORD, for that

One JSON line per look. Exits 0 when nothing was found, 11 when two looks in a row found something, 64 called wrongly.`

const EXIT_FOUND = 11

await settings.runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      ...settings.sourceOptions,
      ...settings.smokeOptions,
      app: { type: 'string' },
      minutes: { type: 'string', default: '15' },
      'every-seconds': { type: 'string', default: '60' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const isProbed = settings.find(values, 'public-url') !== undefined
  const baseUrl = isProbed ? settings.needUrl(values, 'public-url') : ''
  const account = isProbed ? settings.needAccount(values) : undefined
  const found = await watch({
    source: settings.needSource(values, settings.realAz()),
    minutes: settings.needNumber(values.minutes, 'minutes', 0.01),
    everySeconds: settings.needNumber(values['every-seconds'], 'every-seconds', 0.1),
    clock: realClock,
    journal: standardJournal,
    signal,
    probe: account && (() => smoke({ baseUrl, signal }, account)),
  })
  standardJournal({ step: 'watch', outcome: found.passed ? 'ok' : 'failed', ...found })
  return found.passed ? 0 : EXIT_FOUND
})
