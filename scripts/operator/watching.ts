// Watching what people meet for some minutes, against the hour before.
import { showProgress } from '../../server/src/cli/progress.ts'
import type { Clock } from './clock.ts'
import { type Journal, wordsOf } from './journal.ts'
import { type Breach, breachesOf, type SignalSource, type Signals } from './signals.ts'

const MINUTE_MS = 60_000
/** A look covers what the alerts cover. */
const SPAN_MS = 5 * MINUTE_MS
const BEFORE_MS = 60 * MINUTE_MS
/** One bad look may be chance, or a source that hiccups; two in a row are not. */
const IN_A_ROW = 2

export interface WatchOptions {
  source: SignalSource
  minutes: number
  everySeconds: number
  clock: Clock
  journal: Journal
  signal: AbortSignal
  /** Looks for itself whether it works, where that can be asked. Throws when it does not. */
  probe?: (() => Promise<void>) | undefined
  /** When what is watched began; now unless told. */
  since?: Date
  /** What it was before; read unless told. */
  before?: Signals
}

export interface Watched {
  passed: boolean
  looks: number
  reason?: string
}

/** What it was in the hour before. @throws {Error} when nobody can tell. */
export const readBefore = (source: SignalSource, to: Date): Promise<Signals> =>
  source.read({ from: new Date(to.getTime() - BEFORE_MS), to })

/**
 * Looks again and again until the time is over, or until two looks in a row found something: a signal beyond its
 * threshold, a probe that failed, or a source that tells nothing. Who sees nothing cannot say that all is well.
 */
export async function watch(options: WatchOptions): Promise<Watched> {
  const { clock, journal, minutes, everySeconds, signal, source } = options
  const since = options.since ?? clock.now()
  const before = options.before ?? (await readBefore(source, since))
  const total = Math.max(1, Math.round((minutes * 60) / everySeconds))
  const bar = showProgress(total, `Watching for ${minutes} minutes`)
  let inARow = 0
  try {
    for (let looks = 1; looks <= total; looks++) {
      await clock.sleep(everySeconds * 1_000, signal)
      const found = await lookOnce(options, since, before)
      inARow = found.length > 0 ? inARow + 1 : 0
      journal({ step: 'look', outcome: found.length > 0 ? 'failed' : 'ok', look: looks, of: total, found })
      bar.advance(1, found.length > 0 ? found.join(', ') : `look ${looks} of ${total}: nothing`)
      if (inARow >= IN_A_ROW) return { passed: false, looks, reason: found.join('; ') }
    }
    // The last look found something that there was no time to see again.
    return inARow > 0
      ? { passed: false, looks: total, reason: 'the last look found something' }
      : { passed: true, looks: total }
  } finally {
    bar.stop('Watched.')
  }
}

async function lookOnce(options: WatchOptions, since: Date, before: Signals): Promise<string[]> {
  const { clock, probe, source } = options
  const to = clock.now()
  const from = new Date(Math.max(since.getTime(), to.getTime() - SPAN_MS))
  const [seen, probed] = await Promise.allSettled([source.read({ from, to }), probe?.()])
  const found: string[] = []
  if (seen.status === 'fulfilled') found.push(...breachesOf(seen.value, before).map(wordsOfBreach))
  else found.push(`${source.name} tells nothing: ${wordsOf(seen.reason)}`)
  if (probed.status === 'rejected') found.push(`probe: ${wordsOf(probed.reason)}`)
  return found
}

const wordsOfBreach = ({ signal, now, before, threshold }: Breach): string =>
  `${signal} ${now} (threshold ${threshold}, before ${before ?? 'none'})`
