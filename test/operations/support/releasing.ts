// A release in this process, against the stand-in for Azure, on a clock that need not be waited for.
import type { ReleaseOptions } from '../../../scripts/operator/release-plan.ts'
import { type ReleaseTools, release } from '../../../scripts/operator/releasing.ts'
import { logAnalyticsSignals } from '../../../scripts/operator/signals-log-analytics.ts'
import { FAKE_REGISTRY, type FakeState, flowOf, newState } from './fake-azure-state.ts'
import { fakeAz, keptJournal, quickClock } from './operator.ts'

const options: ReleaseOptions = {
  resourceGroup: 'group',
  app: 'api',
  job: 'migrate',
  image: `${FAKE_REGISTRY}/gatehouse:next`,
  allowUnsafe: false,
  publicUrl: 'https://id.example.org',
  scheme: 'https',
  watchMinutes: 15,
  everySeconds: 60,
  settleMs: 10_000,
}
export const OLD = 'api--first'

export async function released(
  state: FakeState,
  changes: { options?: Partial<ReleaseOptions>; tools?: Partial<ReleaseTools> } = {},
) {
  const clock = quickClock()
  const kept = keptJournal()
  const az = fakeAz(state, clock)
  const guards: string[] = []
  const smoked: string[] = []
  const tools: ReleaseTools = {
    az,
    clock,
    journal: kept.journal,
    source: logAnalyticsSignals(az, { workspace: 'w', app: 'api' }),
    smoke: async (url) => void smoked.push(url),
    signal: new AbortController().signal,
    async startGuard({ revision }) {
      guards.push(`guards ${revision}`)
      return { dismiss: async () => void guards.push('dismissed'), leave: () => void guards.push('left') }
    },
    ...changes.tools,
  }
  const status = await release(tools, { ...options, ...changes.options })
  const made = state.revisions.at(-1)?.name ?? ''
  return { ...kept, status, clock, guards, smoked, made, flow: flowOf(state) }
}

/** One that is the second of its app: the first is labelled. */
export const afterOne = (changes: Partial<FakeState> = {}): FakeState =>
  newState({ traffic: [{ revisionName: OLD, weight: 100, label: 'stable' }], ...changes })
