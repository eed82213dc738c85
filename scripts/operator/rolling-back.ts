// Back to a revision that has served before: whether it can live with the schema, whether people can sign in there, then
// all traffic at once.

import type { Az } from './az.ts'
import type { Clock } from './clock.ts'
import {
  type App,
  type AppName,
  containerApp,
  imageOf,
  labelled,
  PREVIOUS,
  type Revision,
  STABLE,
} from './container-app.ts'
import { Ended, type Journal, wordsOf } from './journal.ts'
import { runJob } from './migration-job.ts'
import { byDigest, EXIT, isImage, refusal } from './release-plan.ts'
import { cannotRouteBack, routeBack } from './route-back.ts'

export interface RollbackOptions extends AppName {
  job: string
  /** A revision or an image; the revision labelled `previous` unless named. */
  to: string | undefined
  publicUrl: string
  scheme: string
  settleMs: number
  allowUnsafe: boolean
}

export interface RollbackTools {
  az: Az
  clock: Clock
  journal: Journal
  smoke(baseUrl: string): Promise<void>
  signal: AbortSignal
}

const COME_UP_MS = 5 * 60_000
const LOOK_EVERY_MS = 5_000

/** @returns what to exit with; until the schema and a sign-in were found to be well nothing is routed. */
export async function rollback(tools: RollbackTools, options: RollbackOptions): Promise<number> {
  const { journal } = tools
  try {
    return await carryOut(tools, options)
  } catch (error) {
    const ended = refusal(error)
    if (!(ended instanceof Ended)) throw error
    journal({ step: 'end', outcome: 'failed', exit: ended.status, reason: ended.message })
    return ended.status
  }
}

async function carryOut(tools: RollbackTools, options: RollbackOptions): Promise<number> {
  const { az, clock, journal, smoke } = tools
  const app = containerApp(az, options)
  const target = await chooseTarget(az, await app.show(), await app.revisions(), options.to)
  journal({ step: 'target', outcome: 'ok', revision: target.name, image: imageOf(target) })
  await checkSchema(tools, options, imageOf(target))
  if (!target.properties.active) {
    await app.activate(target.name)
    journal({ step: 'activate', outcome: 'ok', revision: target.name })
  }
  const fqdn = await comeUp(tools, () => app.revision(target.name))
  const own = `${options.scheme}://${fqdn}`
  await smoke(own).catch((error: unknown) => {
    throw new Ended(
      EXIT.smoke,
      `nothing was routed: ${target.name} does not pass its smoke test: ${wordsOf(error)}`,
    )
  })
  journal({ step: 'smoke', outcome: 'ok', url: own })
  if (!(await routeBack(app, target.name, { clock, journal, settleMs: options.settleMs, step: 'route' })))
    throw new Ended(EXIT.stranded, cannotRouteBack(options, target.name))
  await smoke(options.publicUrl).catch((error: unknown) => {
    throw new Ended(
      EXIT.watch,
      `traffic goes to ${target.name}, and ${options.publicUrl} does not pass: ${wordsOf(error)}`,
    )
  })
  journal({ step: 'smoke', outcome: 'ok', url: options.publicUrl })
  await app.label(target.name, STABLE).catch((error: unknown) => {
    throw new Ended(
      EXIT.unrecorded,
      `traffic goes to ${target.name}; put the label "${STABLE}" onto it: ${wordsOf(error)}`,
    )
  })
  journal({ step: 'end', outcome: 'ok', exit: EXIT.released, revision: target.name })
  return EXIT.released
}

async function chooseTarget(
  az: Az,
  app: App,
  revisions: readonly Revision[],
  to: string | undefined,
): Promise<Revision> {
  const traffic = app.properties.configuration.ingress.traffic ?? []
  const previous = labelled(traffic, PREVIOUS)
  if (to === undefined && previous === undefined)
    throw new Ended(
      EXIT.refused,
      `no revision carries the label "${PREVIOUS}": name one, or an image, with --to. There are: ${revisions.map(({ name }) => name).join(', ')}`,
    )
  const image = to !== undefined && isImage(to) ? await byDigest(az, to) : undefined
  const found = revisions
    .filter((revision) =>
      image === undefined ? revision.name === (to ?? previous) : imageOf(revision) === image,
    )
    .toSorted((a, b) => b.properties.createdTime.localeCompare(a.properties.createdTime))[0]
  if (!found)
    throw new Ended(
      EXIT.refused,
      `no revision is or runs ${image ?? to ?? previous}. There are: ${revisions.map(({ name }) => name).join(', ')}`,
    )
  return found
}

/** Asked of the release that would serve: it knows what it needs, and the database knows what was taken away since. */
async function checkSchema(tools: RollbackTools, options: RollbackOptions, image: string): Promise<void> {
  const { az, clock, journal, signal } = tools
  const { resourceGroup, job, allowUnsafe } = options
  const step = 'migrate fits'
  if (allowUnsafe) return journal({ step, outcome: 'skipped', reason: '--allow-unsafe-schema' })
  const refused = (reason: string) =>
    new Ended(
      EXIT.unsafe,
      `nothing was routed: ${image} was not found to fit the schema (${reason}). The job's log says why; --allow-unsafe-schema goes on`,
    )
  const words = ['migrate', 'fits']
  const { execution, status } = await runJob(
    az,
    { resourceGroup, job, image, words },
    { clock, signal },
  ).catch((error: unknown) => {
    throw refused(wordsOf(error))
  })
  if (status !== 'Succeeded') throw refused(`${execution} ended as ${status}`)
  journal({ step, outcome: 'ok', execution })
}

async function comeUp({ clock, signal }: RollbackTools, look: () => Promise<Revision>): Promise<string> {
  const giveUpAt = clock.now().getTime() + COME_UP_MS
  for (;;) {
    const { properties, name } = await look()
    const { fqdn, healthState, runningState } = properties
    if (healthState === 'Healthy' && fqdn) return fqdn
    if (clock.now().getTime() > giveUpAt)
      throw new Ended(
        EXIT.smoke,
        `nothing was routed: ${name} did not come up (${runningState}, ${healthState})`,
      )
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}
