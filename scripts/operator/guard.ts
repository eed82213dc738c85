// Runs beside a release and outlives it: when the release dies without a word, all traffic goes back to where it was.
// Started by `startGuard` as a process of its own, which hears of the death by the end of its standard input.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { createAz, runAz } from './az.ts'
import { realClock } from './clock.ts'
import { type AppName, containerApp, isRouted } from './container-app.ts'
import type { Journal } from './journal.ts'
import { cannotRouteBack, routeBack } from './route-back.ts'

const ALL_IS_DONE = 'done'

export interface Guard {
  /** The release has ended in order: nothing is left to guard. */
  dismiss(): Promise<void>
  /** Could not be brought back: the guard goes on trying after us. */
  leave(): void
}

export interface Guarded extends AppName {
  revision: string
  /** See `routeBack`. */
  settleMs: number
}

/** Traffic goes back to `guarded.revision` unless the guard is dismissed before this process ends. */
export async function startGuard(guarded: Guarded): Promise<Guard> {
  const child = spawn(process.execPath, [import.meta.filename, JSON.stringify(guarded)], {
    detached: true,
    // Where a release is run by a program that reads its output, the last word still has to get there.
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  // One that is gone already needs no word.
  child.stdin.on('error', () => {})
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await once(child, 'spawn')
  return {
    async dismiss() {
      child.stdin.end(ALL_IS_DONE)
      await ended
    },
    leave() {
      child.stdin.destroy()
      child.unref()
    },
  }
}

/** A call of the release that was under way may come through after it: so many times it is looked again. */
const LOOKS_AFTER = 6

async function standGuard(guarded: Guarded): Promise<number> {
  if ((await text(process.stdin)) === ALL_IS_DONE) return 0
  const journal: Journal = (entry) =>
    void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`)
  journal({
    step: 'guard',
    outcome: 'failed',
    reason: 'the release died: traffic goes back',
    to: guarded.revision,
  })
  const app = containerApp(createAz(runAz, realClock), guarded)
  for (let looks = 1; ; looks++) {
    const isBack = await app
      .traffic()
      .then((traffic) => isRouted(traffic, { [guarded.revision]: 100 }))
      .catch(() => false)
    const options = { clock: realClock, journal, settleMs: guarded.settleMs, step: 'guard' }
    if (!isBack && !(await routeBack(app, guarded.revision, options))) {
      process.stderr.write(`${cannotRouteBack(guarded, guarded.revision)}\n`)
      return 30
    }
    if (looks > LOOKS_AFTER) return 0
    await realClock.sleep(guarded.settleMs)
  }
}

if (import.meta.main) {
  // Ctrl-C in a terminal reaches the whole group; this one has to stay.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.exitCode = await standGuard(JSON.parse(process.argv[2] ?? '') as Guarded)
}
