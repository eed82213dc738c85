import { describe, expect, test } from 'vitest'
import { EXIT } from '../../scripts/operator/release-plan.ts'
import { FAKE_REGISTRY, type Fault } from './support/fake-azure-state.ts'
import { afterOne, OLD, released } from './support/releasing.ts'

describe('a release with an az that fails', async () => {
  const happy = afterOne()
  await released(happy)
  const calls = happy.calls.map((words, index) => ({ at: index + 1, words: words.slice(0, 4).join(' ') }))
  const provenBy = calls.findIndex(({ words }) => words.includes('label add')) + 1
  const ways = ['fails', 'fails after', 'hangs', 'hangs after', 'garbage'] as const
  const each = calls.flatMap((call) => ways.map((how) => ({ ...call, how })))

  test('is tried at each of its calls', () => {
    expect(calls.length).toBeGreaterThan(30)
    expect(provenBy).toBeGreaterThan(30)
  })

  test.each(each)(
    'once, call $at ($words) $how: nobody is left on a revision that is not proven',
    async ({ at, how }) => {
      const state = afterOne({ faults: [{ at, how }] })
      const { status, flow, made, last, guards } = await released(state)
      expect(last()).toMatchObject({ step: 'release', exit: status })
      if (at >= provenBy) expect(flow).toEqual({ [made]: 100 })
      else if (status !== 0) expect(flow).toEqual({ [OLD]: 100 })
      // Looking is done again, acting is not; what was done is not undone because its answer got lost.
      expect(status).not.toBe(EXIT.stranded)
      if (status === 0) expect(flow).toEqual({ [made]: 100 })
      expect(guards.at(-1)).toBe(guards.length > 0 ? 'dismissed' : undefined)
      // And the next one goes through.
      state.faults = []
      state.images['gatehouse:after'] = `sha256:${'c'.repeat(64)}`
      const next = await released(state, { options: { image: `${FAKE_REGISTRY}/gatehouse:after` } })
      expect([next.status, next.flow]).toEqual([0, { [next.made]: 100 }])
    },
  )

  test.each(calls)('from call $at ($words) on: it says so wherever it cannot go back', async ({ at }) => {
    const faults: Fault[] = [{ at, how: 'fails', onwards: true }]
    const state = afterOne({ faults })
    const { status, flow, last, guards } = await released(state)
    expect(status).not.toBe(0)
    expect(last()).toMatchObject({ step: 'release', outcome: 'failed', exit: status })
    if (status === EXIT.stranded) {
      expect(last()?.reason).toContain(`--revision-weight ${OLD}=100`)
      expect(guards.at(-1)).toBe('left')
    } else if (at < provenBy) expect(flow).toEqual({ [OLD]: 100 })
    else expect(status).toBe(EXIT.unrecorded)
  })

  test.each([
    ['account show', EXIT.refused],
    ['containerapp show', EXIT.refused],
    ['revision list', EXIT.refused],
    ['acr repository', EXIT.refused],
    ['job show', EXIT.unsafe],
    ['job start', EXIT.unsafe],
    ['job execution', EXIT.unsafe],
    ['containerapp update', EXIT.smoke],
    ['revision show', EXIT.smoke],
    ['revision deactivate', 0],
  ])('always at "%s" ends with %i', async (at, exit) => {
    for (const how of ways) {
      const state = afterOne({ faults: [{ at, how }] })
      const { status, flow, made } = await released(state)
      expect({ how, status }).toEqual({ how, status: exit })
      expect(flow).toEqual(exit === 0 ? { [made]: 100 } : { [OLD]: 100 })
    }
  })

  test('that cannot move traffic to the new revision goes back, and goes on where only the answer got lost', async () => {
    for (const how of ways) {
      const state = afterOne({ faults: [{ at: '=90', how }] })
      const { status, flow, made } = await released(state)
      const isLost = how === 'garbage'
      expect({ how, status }).toEqual({ how, status: isLost ? 0 : EXIT.smoke })
      expect(flow).toEqual({ [isLost ? made : OLD]: 100 })
    }
  })

  test('whose labels cannot be put stays, and says what to put where', async () => {
    const state = afterOne({ faults: [{ at: 'label add', how: 'fails' }] })
    const { status, flow, made, entries } = await released(state)
    expect({ status, flow }).toEqual({ status: EXIT.unrecorded, flow: { [made]: 100 } })
    expect(entries.find(({ step }) => step === 'labels')?.reason).toContain(`by hand onto ${made} and ${OLD}`)
  })
})
