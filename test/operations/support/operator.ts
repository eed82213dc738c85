import { createAz } from '../../../scripts/operator/az.ts'
import type { Clock } from '../../../scripts/operator/clock.ts'
import type { Entry } from '../../../scripts/operator/journal.ts'
import { callFakeAzure } from './fake-azure.ts'
import type { FakeState } from './fake-azure-state.ts'

/** A clock on which waiting takes no time. */
export function quickClock(start = '2026-11-24T12:00:00Z'): Clock & { slept: number } {
  const clock = {
    slept: 0,
    now: () => new Date(Date.parse(start) + clock.slept),
    async sleep(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted()
      clock.slept += ms
    },
  }
  return clock
}

/** `az` in this process, on a clock of its own: a call that hangs is one that gave no answer. */
export const fakeAz = (state: FakeState, clock: Clock) =>
  createAz((words) => Promise.resolve(callFakeAzure(state, words)), clock)

/** A journal that is kept, and the steps in it. */
export function keptJournal() {
  const entries: Entry[] = []
  return {
    entries,
    journal: (entry: Entry) => void entries.push(entry),
    steps: () => entries.map(({ step, outcome }) => `${step}: ${outcome}`),
    last: () => entries.at(-1),
  }
}
