import { describe, expect, test } from 'vitest'
import { EXIT } from '../../scripts/operator/release-plan.ts'
import { type RollbackOptions, type RollbackTools, rollback } from '../../scripts/operator/rolling-back.ts'
import { FAKE_DIGESTS, FAKE_REGISTRY, type FakeState, flowOf, newState } from './support/fake-azure-state.ts'
import { fakeAz, keptJournal, quickClock } from './support/operator.ts'

const image = (digest: string) => `${FAKE_REGISTRY}/gatehouse@${digest}`
const GOOD = 'api--first'
const BAD = 'api--second'

/** Two releases, of which the second turned out to be bad. */
function afterTwo(changes: Partial<FakeState> = {}): FakeState {
  const state = newState({
    traffic: [
      { revisionName: GOOD, weight: 0, label: 'previous' },
      { revisionName: BAD, weight: 100, label: 'stable' },
    ],
    ...changes,
  })
  const createdTime = '2026-11-02T10:00:00+00:00'
  state.revisions.push({
    name: BAD,
    image: image(FAKE_DIGESTS.next),
    active: true,
    createdTime,
    health: 'Healthy',
  })
  return state
}

async function rolledBack(
  state: FakeState,
  changes: { options?: Partial<RollbackOptions>; tools?: Partial<RollbackTools> } = {},
) {
  const clock = quickClock()
  const kept = keptJournal()
  const smoked: string[] = []
  const tools: RollbackTools = {
    az: fakeAz(state, clock),
    clock,
    journal: kept.journal,
    smoke: async (url) => void smoked.push(url),
    signal: new AbortController().signal,
    ...changes.tools,
  }
  const status = await rollback(tools, {
    ...{ resourceGroup: 'group', app: 'api', job: 'migrate', to: undefined, allowUnsafe: false },
    ...{ publicUrl: 'https://id.example.org', scheme: 'https', settleMs: 10_000 },
    ...changes.options,
  })
  return { ...kept, status, smoked, flow: flowOf(state), labels: state.traffic.filter(({ label }) => label) }
}

describe('a rollback', () => {
  test('asks the schema and signs in before it routes, and leaves no way back to what was bad', async () => {
    const state = afterTwo()
    const { status, flow, smoked, labels } = await rolledBack(state)
    expect({ status, flow }).toEqual({ status: 0, flow: { [GOOD]: 100 } })
    expect(state.executions).toMatchObject([{ words: 'migrate fits', image: image(FAKE_DIGESTS.old) }])
    expect(smoked).toEqual([`https://${GOOD}.azure.example`, 'https://id.example.org'])
    expect(labels).toEqual([{ revisionName: GOOD, weight: 100, label: 'stable' }])
    const again = await rolledBack(state)
    expect([again.status, again.flow]).toEqual([EXIT.refused, { [GOOD]: 100 }])
  })

  test.each([
    ['by its name', GOOD],
    ['by a tag', `${FAKE_REGISTRY}/gatehouse:old`],
  ])('goes to a revision that was put away, %s', async (_, to) => {
    const state = afterTwo()
    Object.assign(state.revisions[0]!, { active: false, health: 'None' })
    const { status, flow, steps } = await rolledBack(state, { options: { to } })
    expect({ status, flow }).toEqual({ status: 0, flow: { [GOOD]: 100 } })
    expect(steps()).toContain('activate: ok')
  })

  test.each<[string, Partial<FakeState>, Partial<RollbackOptions>, number]>([
    ['a schema that does not fit', { jobEndings: { 'migrate fits': 'Failed' } }, {}, EXIT.unsafe],
    ['a job that does not answer', { faults: [{ at: 'job start', how: 'hangs' }] }, {}, EXIT.unsafe],
    ['a revision that is not there', {}, { to: 'api--gone' }, EXIT.refused],
    [
      'an image that no revision runs',
      { images: { 'gatehouse:other': `sha256:${'d'.repeat(64)}` } },
      { to: `${FAKE_REGISTRY}/gatehouse:other` },
      EXIT.refused,
    ],
  ])('routes nothing over %s', async (_, changes, options, exit) => {
    const state = afterTwo(changes)
    const { status, flow, last } = await rolledBack(state, { options })
    expect({ status, flow }).toEqual({ status: exit, flow: { [BAD]: 100 } })
    expect(last()).toMatchObject({ step: 'end', outcome: 'failed', exit })
  })

  test('routes nothing where nobody can sign in, and says so when only the public address fails', async () => {
    const smokeOf = (works: (url: string) => boolean) => async (url: string) => {
      if (!works(url)) throw new Error('POST /login: answered 500, not 200')
    }
    const nowhere = await rolledBack(afterTwo(), { tools: { smoke: smokeOf(() => false) } })
    expect([nowhere.status, nowhere.flow]).toEqual([EXIT.smoke, { [BAD]: 100 }])
    const inside = await rolledBack(afterTwo(), { tools: { smoke: smokeOf((url) => url.includes(GOOD)) } })
    expect([inside.status, inside.flow]).toEqual([EXIT.watch, { [GOOD]: 100 }])
  })

  test('shouts when it cannot route', async () => {
    const { status, last } = await rolledBack(afterTwo({ faults: [{ at: 'traffic set', how: 'fails' }] }))
    expect(status).toBe(EXIT.stranded)
    expect(last()?.reason).toContain(`--revision-weight ${GOOD}=100`)
  })
})

describe('a rollback with an az that fails', async () => {
  const happy = afterTwo()
  await rolledBack(happy)
  const ways = ['fails', 'fails after', 'hangs', 'hangs after', 'garbage'] as const
  const each = happy.calls.flatMap((words, index) =>
    ways.map((how) => ({ at: index + 1, words: words.slice(0, 4).join(' '), how })),
  )

  test.each(each)(
    'once, call $at ($words) $how: all go to one of the two, and it says which',
    async ({ at, how }) => {
      const { status, flow } = await rolledBack(afterTwo({ faults: [{ at, how }] }))
      const isRouted = status === EXIT.released || status === EXIT.unrecorded
      expect(flow).toEqual({ [isRouted ? GOOD : BAD]: 100 })
      expect(status).not.toBe(EXIT.stranded)
    },
  )
})
