import type { Setting } from '../cli/setting.ts'
import { reasonOf } from '../platform/db-errors.ts'
import { examineCopy, made, type Outcome } from './checks.ts'
import { type Probe, smoke } from './smoke.ts'
import type { Copy, Source } from './source.ts'

/** What a drill came to: one line of JSON for programs, an entry for people. */
export interface DrillReport {
  ok: boolean
  version: string
  source: Source['kind']
  startedAt: string
  /** The moment whose state was asked for, and the last moment that is in the copy; null where that cannot be told. */
  askedFor: string
  restoredTo: string | null
  /** What would have been lost: from the last moment in the copy to the one asked for. An upper bound where nothing happened. */
  rpoSeconds: number | null
  /** From the beginning until somebody had signed in on the copy, without the checks between. */
  rtoSeconds: number | null
  restoreSeconds: number
  checkSeconds: number
  signInSeconds: number
  place: string | null
  checks: Outcome[]
}

interface Options {
  setting: Setting
  version: string
  probe?: Probe | undefined
  /** Told what comes next. */
  onStep(what: string): void
  /** Asked once the drill is over whether the copy goes. */
  mayRemove(copy: Copy): Promise<boolean>
}

/** Restores, looks at what came of it, and signs in there. Whatever goes wrong is in the report: it never rejects. */
export async function runDrill(source: Source, options: Options): Promise<DrillReport> {
  const { setting, version, probe, onStep, mayRemove } = options
  const startedAt = new Date()
  const watch = stopwatch()
  const checks: Outcome[] = []
  let restoredTo: Date | undefined
  onStep(`Restoring the state of ${source.askedFor.toISOString()}`)
  const copy = await source.restore().catch((error: unknown) => {
    checks.push({ check: 'restore', ok: false, says: reasonOf(error) })
  })
  const restoreSeconds = watch()
  let [checkSeconds, signInSeconds] = [0, 0]
  if (copy) {
    onStep('Looking at what was restored')
    const seen = await made('copy', async () => {
      const examined = await examineCopy(copy, setting)
      restoredTo = examined.restoredTo
      return examined.outcomes
    })
    checks.push({ check: 'restore', ok: true, says: `a copy is at ${copy.place}` }, ...seen)
    checks.push(...judgeMoment(source.askedFor, restoredTo))
    checkSeconds = watch()
    // With mail that could go out, or a schema that is not this version's, no server is started.
    const isSafe = seen.every(({ ok, check }) => ok || !/^(?:copy|mail|schema)/.test(check))
    onStep('Signing in')
    const signedIn = isSafe
      ? await made('sign-in', () => smoke(copy.url, setting, probe))
      : [{ check: 'sign-in', ok: false, says: 'not tried: see above' }]
    checks.push(...signedIn)
    signInSeconds = watch()
    checks.push(...(await removed(copy, mayRemove)))
  }
  const isUp = copy !== undefined && checks.some(({ check, ok }) => check === 'sign-in' && ok)
  return {
    ok: checks.every(({ ok }) => ok),
    version,
    source: source.kind,
    startedAt: startedAt.toISOString(),
    askedFor: source.askedFor.toISOString(),
    restoredTo: restoredTo?.toISOString() ?? null,
    rpoSeconds: restoredTo ? Math.max(0, (source.askedFor.getTime() - restoredTo.getTime()) / 1_000) : null,
    rtoSeconds: isUp ? round(restoreSeconds + signInSeconds) : null,
    ...{ restoreSeconds, checkSeconds, signInSeconds },
    place: copy?.place ?? null,
    checks,
  }
}

/** Two machines' clocks may differ by so much before somebody is told (SECURITY F10). In ms. */
const CLOCK_SKEW_MS = 5_000

function judgeMoment(askedFor: Date, restoredTo: Date | undefined): Outcome[] {
  if (!restoredTo) return [{ check: 'moment', ok: false, says: 'the copy does not tell what time it is of' }]
  const ok = restoredTo.getTime() <= askedFor.getTime() + CLOCK_SKEW_MS
  return [
    {
      check: 'moment',
      ok,
      says: `the copy is of ${restoredTo.toISOString()}${ok ? '' : ', later than asked for'}`,
    },
  ]
}

async function removed(copy: Copy, mayRemove: Options['mayRemove']): Promise<Outcome[]> {
  return made('removal', async () => {
    if (!(await mayRemove(copy)))
      return [{ check: 'removal', ok: true, says: `the copy stays at ${copy.place}` }]
    await copy.remove()
    return [{ check: 'removal', ok: true, says: 'the copy is gone' }]
  })
}

/** Seconds since it was last asked. */
function stopwatch(): () => number {
  let at = performance.now()
  return () => {
    const before = at
    at = performance.now()
    return round((at - before) / 1_000)
  }
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100
