// The first ten minutes of an incident in one command, for compose and for Azure.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { showProgress } from '../server/src/cli/progress.ts'
import { runCommand } from './operator/commands.ts'
import { Ended } from './operator/journal.ts'
import * as settings from './operator/settings.ts'
import { azurePieces, composePieces, knownSecrets, takeSnapshot } from './operator/snapshot.ts'

const root = join(import.meta.dirname, '..')

const USAGE = `Usage: npm run incident-snapshot -- [--of compose|azure] [--base-url http://localhost:8000] [--into FOLDER]
  --resource-group G --app A [--job J]   or AZURE_RESOURCE_GROUP, CONTAINER_APP_NAME, MIGRATION_JOB_NAME: for azure

Health, ready, containers or revisions, versions, the last logs, metrics, doctor, database, Redis, and the blast radius, into a
folder with a summary.md, and the same as FOLDER.tgz. Secrets are redacted. Exits 0 when it was written, whatever it found.`

await settings.runScript(async () => {
  const { values } = parseArgs({
    options: {
      ...settings.appOptions,
      ...settings.jobOptions,
      of: { type: 'string', default: 'compose' },
      'base-url': { type: 'string', default: 'http://localhost:8000' },
      into: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  if (values.of !== 'compose' && values.of !== 'azure')
    throw new Ended(settings.EXIT_USAGE, '--of is compose or azure.')
  const options = { baseUrl: values['base-url'].replace(/\/$/, ''), run: runCommand }
  const pieces =
    values.of === 'compose'
      ? composePieces(options)
      : azurePieces(options, { ...settings.needApp(values), job: settings.find(values, 'job') })
  const now = new Date()
  const folder = values.into ?? join(root, '.data', `incident-${now.toISOString().replaceAll(/[:.]/g, '-')}`)
  const bar = showProgress(pieces.length, 'Collecting')
  const secrets = knownSecrets(process.env, join(root, '.env'))
  const summary = await takeSnapshot(pieces, {
    folder,
    secrets,
    now,
    onPiece: (what) => bar.advance(1, what),
  })
  bar.stop('Collected.')
  const { status } = await runCommand(['tar', '-czf', `${folder}.tgz`, '-C', folder, '.'])
  console.log(
    `${summary}\n${folder}${status === 0 ? `\n${folder}.tgz` : ': tar is not there, so nothing was packed'}`,
  )
  return 0
})
