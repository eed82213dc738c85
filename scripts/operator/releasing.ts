// A release, step by step; see docs/DEPLOYMENT_GUIDE.md, "Releases and rollback". Whatever happens once traffic may have
// moved, all of it goes back to the revision that is known to be good, or the release ends with EXIT.stranded.
import type { Az } from './az.ts'
import type { Clock } from './clock.ts'
import { type ContainerApp, containerApp, PREVIOUS, type Revision, STABLE } from './container-app.ts'
import type { Guard, Guarded } from './guard.ts'
import { Ended, type Journal, wordsOf } from './journal.ts'
import { runJob } from './migration-job.ts'
import { EXIT, isPinned, type Plan, plan, type ReleaseOptions, refusal } from './release-plan.ts'
import { cannotRouteBack, routeBack } from './route-back.ts'
import type { SignalSource, Signals } from './signals.ts'
import { readBefore, watch } from './watching.ts'

export interface ReleaseTools {
  az: Az
  clock: Clock
  journal: Journal
  source: SignalSource
  /** @throws {SmokeFailed} */
  smoke(baseUrl: string): Promise<void>
  /** Aborted when the release is to stop. */
  signal: AbortSignal
  startGuard(guarded: Guarded): Promise<Guard>
}

interface Run extends ReleaseTools {
  options: ReleaseOptions
  app: ContainerApp
}

const PART = 10
const COME_UP_MS = 5 * 60_000
const LOOK_EVERY_MS = 5_000
/** How long a part of the traffic is watched before all of it goes there, in minutes. */
const PART_MINUTES = 2

/** @returns what to exit with. Each step was told to the journal, the last one as `release`. */
export async function release(tools: ReleaseTools, options: ReleaseOptions): Promise<number> {
  const run: Run = { ...tools, options, app: containerApp(tools.az, options) }
  return carryOut(run).catch((error: unknown) => {
    if (!(error instanceof Ended)) throw error
    tools.journal({ step: 'release', outcome: 'failed', exit: error.status, reason: error.message })
    return error.status
  })
}

async function carryOut(run: Run): Promise<number> {
  const { journal, options, clock } = run
  const planned = await plan(run.az, run.app, options, clock.now()).catch((error: unknown) => {
    throw refusal(error)
  })
  const { image, old } = planned
  journal({ step: 'plan', outcome: 'ok', image, old: old.name })
  // A watch that cannot see would roll every release back: better not to begin.
  const before = await readBefore(run.source, clock.now()).catch((error: unknown) => {
    throw new Ended(EXIT.refused, `${run.source.name} tells nothing of the hour before: ${wordsOf(error)}`)
  })
  journal({ step: 'before', outcome: 'ok', source: run.source.name, ...before })
  await pin(run, planned)
  await migrate(run, planned)
  return guarded(run, planned, before)
}

/** By name, since a revision that is to be "the latest" would get everything as soon as it is made. */
async function pin({ app, clock, journal, options }: Run, planned: Plan): Promise<void> {
  if (isPinned(planned)) return journal({ step: 'pin', outcome: 'ok', already: true })
  if (await routeBack(app, planned.old.name, { clock, journal, settleMs: options.settleMs, step: 'pin' }))
    return
  throw new Ended(EXIT.stranded, cannotRouteBack(options, planned.old.name))
}

/** Nothing is routed while this runs: whatever goes wrong, people stay where they are. */
async function migrate(run: Run, { image }: Plan): Promise<void> {
  const { az, clock, journal, options, signal } = run
  const { resourceGroup, job, allowUnsafe } = options
  const execute = async (step: string, words: string[], exit: number, advice: string) => {
    const failed = (reason: string) => {
      journal({ step, outcome: 'failed', reason })
      return new Ended(signal.aborted ? EXIT.interrupted : exit, `${reason}: ${advice}`)
    }
    const { execution, status } = await runJob(
      az,
      { resourceGroup, job, image, words },
      { clock, signal },
    ).catch((error: unknown) => {
      throw failed(wordsOf(error))
    })
    if (status !== 'Succeeded') throw failed(`${execution} ended as ${status}`)
    journal({ step, outcome: 'ok', execution })
  }
  if (allowUnsafe) journal({ step: 'migrate check', outcome: 'skipped', reason: '--allow-unsafe-migration' })
  else {
    const advice = `a rolling update was not found to be safe, and nothing was run. The job's log says why; in a maintenance window, --allow-unsafe-migration goes on`
    await execute('migrate check', ['migrate', 'check'], EXIT.unsafe, advice)
  }
  await execute(
    'migrate up',
    ['migrate', 'up'],
    EXIT.migration,
    `nothing was routed; the log of the job has the statement`,
  )
}

/** From here on traffic may move, so from here on it is brought back: by us, or by the guard when we die. */
async function guarded(run: Run, planned: Plan, before: Signals): Promise<number> {
  const { resourceGroup, app, settleMs } = run.options
  const revision = planned.old.name
  const guard = await run.startGuard({ resourceGroup, app, revision, settleMs })
  const stage: Stage = { exit: EXIT.smoke }
  try {
    const added = await bringUp(run, planned, stage)
    await shiftTraffic(run, planned, added, before, stage)
    const status = await record(run, planned, added)
    // Not before: dismissed, it no longer brings anything back.
    await guard.dismiss()
    run.journal({
      step: 'release',
      outcome: status === EXIT.released ? 'ok' : 'failed',
      exit: status,
      revision: added.name,
    })
    return status
  } catch (error) {
    const ended = await rollBack(run, planned, stage, error)
    if (ended.status === EXIT.stranded) guard.leave()
    else await guard.dismiss()
    throw ended
  }
}

/** How far it got, for when it goes wrong. */
interface Stage {
  exit: number
  made?: string
}

async function bringUp(run: Run, { image, suffix }: Plan, stage: Stage): Promise<Revision> {
  const { app, clock, journal, options, signal } = run
  const name = `${options.app}--${suffix}`
  signal.throwIfAborted()
  stage.made = name
  await app.create(image, suffix)
  journal({ step: 'revision', outcome: 'ok', revision: name, weight: 0 })
  const giveUpAt = clock.now().getTime() + COME_UP_MS
  for (;;) {
    const revision = await app.revision(name)
    const { provisioningState, runningState, healthState, fqdn } = revision.properties
    if (provisioningState === 'Failed' || runningState === 'Failed')
      throw new Error(`${name} did not come up (${provisioningState}, ${runningState})`)
    if (provisioningState === 'Provisioned' && healthState === 'Healthy' && fqdn) {
      await smokeStep(run, 'smoke', `${options.scheme}://${fqdn}`)
      return revision
    }
    if (clock.now().getTime() > giveUpAt)
      throw new Error(
        `${name} did not come up in time (${provisioningState}, ${runningState}, ${healthState})`,
      )
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}

async function smokeStep({ journal, smoke }: Run, step: string, baseUrl: string): Promise<void> {
  await smoke(baseUrl).catch((error: unknown) => {
    journal({ step, outcome: 'failed', url: baseUrl, reason: wordsOf(error) })
    throw error
  })
  journal({ step, outcome: 'ok', url: baseUrl })
}

async function shiftTraffic(
  run: Run,
  { old }: Plan,
  added: Revision,
  before: Signals,
  stage: Stage,
): Promise<void> {
  const { app, clock, journal, options, signal, smoke, source } = run
  const watched = async (step: string, minutes: number) => {
    const everySeconds = Math.min(options.everySeconds, minutes * 60)
    const probe = async () => {
      await smoke(`${options.scheme}://${added.properties.fqdn}`)
      await smoke(options.publicUrl)
    }
    const found = await watch({ source, before, minutes, everySeconds, clock, journal, signal, probe })
    journal({ step, outcome: found.passed ? 'ok' : 'failed', ...found })
    if (!found.passed) throw new Error(found.reason)
  }
  signal.throwIfAborted()
  await app.route({ [old.name]: 100 - PART, [added.name]: PART })
  journal({ step: 'route', outcome: 'ok', weight: PART })
  stage.exit = EXIT.watch
  await watched(`watch at ${PART} %`, Math.min(PART_MINUTES, options.watchMinutes))
  signal.throwIfAborted()
  await app.route({ [old.name]: 0, [added.name]: 100 })
  journal({ step: 'route', outcome: 'ok', weight: 100 })
  await watched('watch', options.watchMinutes)
}

/** What the next release and the next rollback go by. The new one is proven by now: a failure here leaves it serving. */
async function record({ app, journal }: Run, { old, leftovers }: Plan, added: Revision): Promise<number> {
  try {
    await app.label(added.name, STABLE)
    await app.label(old.name, PREVIOUS)
    journal({ step: 'labels', outcome: 'ok', [STABLE]: added.name, [PREVIOUS]: old.name })
  } catch (error) {
    const reason = `released, but "${STABLE}" and "${PREVIOUS}" have to be put by hand onto ${added.name} and ${old.name}: ${wordsOf(error)}`
    journal({ step: 'labels', outcome: 'failed', reason })
    return EXIT.unrecorded
  }
  for (const revision of leftovers) await tidy({ app, journal }, revision)
  return EXIT.released
}

/** A revision that gets nothing and is not deactivated costs money, and no more. */
async function tidy({ app, journal }: Pick<Run, 'app' | 'journal'>, revision: string): Promise<void> {
  await app.deactivate(revision).then(
    () => journal({ step: 'deactivate', outcome: 'ok', revision }),
    (error: unknown) => journal({ step: 'deactivate', outcome: 'failed', revision, reason: wordsOf(error) }),
  )
}

/** @returns what the release ends as. */
async function rollBack(run: Run, { old }: Plan, { exit, made }: Stage, cause: unknown): Promise<Ended> {
  const { clock, journal, options, signal } = run
  const why = signal.aborted ? 'interrupted' : wordsOf(cause)
  journal({ step: 'rollback', outcome: 'ok', begins: true, to: old.name, reason: why })
  if (!(await routeBack(run.app, old.name, { clock, journal, settleMs: options.settleMs, step: 'rollback' })))
    return new Ended(EXIT.stranded, cannotRouteBack(options, old.name), { cause })
  if (made !== undefined) await tidy(run, made)
  const status = signal.aborted ? EXIT.interrupted : exit
  return new Ended(status, `${why}. Traffic is back on ${old.name}.`, { cause })
}
