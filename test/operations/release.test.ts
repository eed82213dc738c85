import { describe, expect, test } from 'vitest'
import { EXIT, type ReleaseOptions } from '../../scripts/operator/release-plan.ts'
import {
  FAKE_DIGESTS,
  FAKE_REGISTRY,
  type FakeState,
  flowOf,
  newState,
  quietSignals,
} from './support/fake-azure-state.ts'
import { afterOne, OLD, released } from './support/releasing.ts'

describe('a release', () => {
  test('goes by digest, migrates, smokes at nothing, takes a tenth, then all, watches, and labels', async () => {
    const state = newState()
    const { status, steps, flow, made, smoked, clock, guards } = await released(state)
    expect(status).toBe(0)
    expect(flow).toEqual({ [made]: 100 })
    expect(steps().filter((step) => !step.startsWith('look'))).toEqual([
      'plan: ok',
      'before: ok',
      'pin: ok',
      'migrate check: ok',
      'migrate up: ok',
      'revision: ok',
      'smoke: ok',
      'route: ok',
      'watch at 10 %: ok',
      'route: ok',
      'watch: ok',
      'labels: ok',
      'release: ok',
    ])
    const image = `${FAKE_REGISTRY}/gatehouse@${FAKE_DIGESTS.next}`
    expect(state.executions.map(({ words, image: of }) => [words, of])).toEqual([
      ['migrate check', image],
      ['migrate up', image],
    ])
    expect(state.revisions.at(-1)?.image).toBe(image)
    expect(smoked[0]).toBe(`https://${made}.azure.example`)
    expect(smoked).toContain('https://id.example.org')
    expect(clock.slept).toBeGreaterThanOrEqual(17 * 60_000)
    expect(state.traffic.filter(({ label }) => label)).toEqual([
      { revisionName: OLD, weight: 0, label: 'previous' },
      { revisionName: made, weight: 100, label: 'stable' },
    ])
    expect(guards).toEqual([`guards ${OLD}`, 'dismissed'])
  })

  test('keeps the new revision at nothing until it has passed its smoke test', async () => {
    const state = newState()
    const flows: unknown[] = []
    const smoke = async () => void flows.push(flowOf(state))
    const { made } = await released(state, { tools: { smoke } })
    expect(flows[0]).toEqual({ [OLD]: 100 })
    expect(flows[1]).toEqual({ [OLD]: 90, [made]: 10 })
    expect(flows.at(-1)).toEqual({ [made]: 100 })
  })

  test.each([
    ['the smoke test fails', 0, EXIT.smoke],
    ['signing in fails at a tenth', 1, EXIT.watch],
    ['signing in fails when all goes there', 6, EXIT.watch],
  ])('goes back when %s', async (_, passes, exit) => {
    let calls = 0
    const smoke = async () => {
      calls += 1
      if (calls > passes) throw new Error('POST /login: answered 500, not 200')
    }
    const state = afterOne()
    const { status, flow, last, made } = await released(state, { tools: { smoke } })
    expect({ status, flow }).toEqual({ status: exit, flow: { [OLD]: 100 } })
    expect(last()).toMatchObject({
      step: 'release',
      outcome: 'failed',
      exit,
      reason: expect.stringContaining('Traffic is back'),
    })
    expect(state.revisions.find(({ name }) => name === made)?.active).toBe(false)
  })

  test.each([
    ['a fifth of all answers is a 5xx', { serverErrors: '80' }],
    ['sign-ins take a second', { loginP95Ms: '1000' }],
    ['most sign-ins are refused', { loginsRefused: '50' }],
    ['a tenth is rate limited', { limited: '40' }],
  ])('goes back when %s, twice in a row', async (_, change) => {
    const bad = { ...quietSignals, ...change }
    // The hour before, two looks at a tenth, then looks at all of it.
    const state = afterOne({
      signals: [quietSignals, quietSignals, quietSignals, quietSignals, bad, quietSignals, bad, bad],
    })
    const { status, flow, entries } = await released(state)
    expect({ status, flow }).toEqual({ status: EXIT.watch, flow: { [OLD]: 100 } })
    expect(entries.find(({ step }) => step === 'watch')).toMatchObject({ outcome: 'failed', looks: 5 })
  })

  test('does not blame a release for what was so in the hour before', async () => {
    const state = afterOne({ signals: [{ ...quietSignals, serverErrors: '30', loginP95Ms: '900' }] })
    expect((await released(state)).status).toBe(0)
  })

  test('does not begin where the watch could not see', async () => {
    const state = afterOne({ faults: [{ at: 'log-analytics', how: 'garbage' }] })
    const { status, flow } = await released(state)
    expect({ status, flow, jobs: state.executions }).toEqual({
      status: EXIT.refused,
      flow: { [OLD]: 100 },
      jobs: [],
    })
  })

  test('goes back when the watch sees nothing any more', async () => {
    const state = afterOne()
    const blind = {
      name: 'blind',
      read: async () => {
        if (flowOf(state)[OLD] !== 100) throw new Error('503')
        return { requests: 9, serverErrors: 0, limited: 0, logins: 0, loginsRefused: 0, loginP95Ms: null }
      },
    }
    const { status, flow } = await released(state, { tools: { source: blind } })
    expect({ status, flow }).toEqual({ status: EXIT.watch, flow: { [OLD]: 100 } })
  })

  test.each([
    ['is not found safe', 'migrate check', EXIT.unsafe],
    ['fails', 'migrate up', EXIT.migration],
  ])('routes nothing when the migration %s', async (_, words, exit) => {
    const state = newState({ jobEndings: { [words]: 'Failed' } })
    const { status, flow, smoked } = await released(state)
    expect({ status, flow, smoked }).toEqual({ status: exit, flow: { [OLD]: 100 }, smoked: [] })
    expect(state.revisions).toHaveLength(1)
    expect(state.executions.map((run) => run.words)).not.toContain(
      words === 'migrate check' ? 'migrate up' : '',
    )
  })

  test('runs what is not safe when it is told to', async () => {
    const state = afterOne({ jobEndings: { 'migrate check': 'Failed' } })
    const { status, steps } = await released(state, { options: { allowUnsafe: true } })
    expect(status).toBe(0)
    expect(steps()).toContain('migrate check: skipped')
  })

  test.each<[string, Partial<FakeState>, Partial<ReleaseOptions>, string]>([
    ['an app whose new revisions get everything at once', { mode: 'Single' }, {}, 'revision mode'],
    [
      'an image that the registry does not have',
      {},
      { image: `${FAKE_REGISTRY}/gatehouse:gone` },
      'acr repository show',
    ],
    ['an image of nowhere', {}, { image: 'gatehouse:next' }, 'no image of an Azure registry'],
    [
      'traffic that nobody has proven',
      {
        traffic: [
          { revisionName: OLD, weight: 60 },
          { latestRevision: true, weight: 40 },
        ],
      },
      {},
      'rollback --to',
    ],
    [
      'a label on a revision that is gone',
      { traffic: [{ revisionName: 'api--gone', weight: 100, label: 'stable' }] },
      {},
      'is gone',
    ],
  ])('refuses %s, and changes nothing', async (_, changes, more, reason) => {
    const state = newState(changes)
    const traffic = structuredClone(state.traffic)
    const { status, last } = await released(state, { options: more })
    expect(status).toBe(EXIT.refused)
    expect(last()?.reason).toContain(reason)
    expect([state.traffic, state.executions, state.revisions.length]).toEqual([traffic, [], 1])
  })

  test('that is interrupted goes back', async () => {
    const stop = new AbortController()
    const state = afterOne()
    const smoke = async () => {
      if (flowOf(state)[OLD] === 90) stop.abort(new Error('stopped by SIGTERM'))
    }
    const { status, flow } = await released(state, { tools: { smoke, signal: stop.signal } })
    expect({ status, flow }).toEqual({ status: EXIT.interrupted, flow: { [OLD]: 100 } })
  })

  test('after one that died goes on: back to the proven revision, and what was left is put away', async () => {
    const left = {
      name: 'api--died',
      image: 'x@y',
      active: true,
      createdTime: '2026-11-03',
      health: 'Healthy' as const,
    }
    const state = afterOne()
    state.revisions.push(left)
    state.traffic = [
      { revisionName: OLD, weight: 90, label: 'stable' },
      { revisionName: left.name, weight: 10 },
    ]
    const flows: unknown[] = []
    const { status, flow, made } = await released(state, {
      tools: { smoke: async () => void flows.push(flowOf(state)) },
    })
    expect(flows[0]).toEqual({ [OLD]: 100 })
    expect({ status, flow }).toEqual({ status: 0, flow: { [made]: 100 } })
    expect(state.revisions.find(({ name }) => name === left.name)?.active).toBe(false)
    expect(state.revisions.find(({ name }) => name === OLD)?.active).toBe(true)
  })
})
