import { describe, expect, test } from 'vitest'
import {
  generated,
  ROTATION_EXIT,
  type RotationOptions,
  type RotationTools,
  readTakenFrom,
  rotate,
} from '../../scripts/operator/rotating.ts'
import { type FakeState, newState } from './support/fake-azure-state.ts'
import { fakeAz, keptJournal, quickClock } from './support/operator.ts'

const planted = { former: 'planted-former-value-of-tests', next: 'planted-next-value-of-tests' }
const version = (name: string, value: string, id: string) => ({
  name,
  value,
  version: id,
  enabled: true,
  created: '',
})
const taken = { renewed: '2', refused: '0' }

const withSecret = (name: string, changes: Partial<FakeState> = {}) =>
  newState({ secrets: [version(name, planted.former, 'v0')], signals: [taken], ...changes })

async function rotated(
  state: FakeState,
  changes: { options?: Partial<RotationOptions>; tools?: Partial<RotationTools>; value?: string } = {},
) {
  const clock = quickClock()
  const kept = keptJournal()
  const az = fakeAz(state, clock)
  const tools: RotationTools = {
    az,
    clock,
    journal: kept.journal,
    signal: new AbortController().signal,
    smoke: async () => {},
    readTaken: readTakenFrom(az, { workspace: 'w', app: 'api' }),
    ...changes.tools,
  }
  const options = {
    ...{ vault: 'vault', variable: 'SMTP_URL', refreshSeconds: 300, publicUrl: 'https://id.example.org' },
    job: { resourceGroup: 'group', job: 'migrate' },
    ...changes.options,
  }
  const status = await rotate(tools, options, changes.value ?? planted.next)
  // Whatever happened, no value was said, nor stood in the words of a command.
  const all = JSON.stringify([kept.entries, state.calls])
  for (const value of Object.values(planted)) expect(all).not.toContain(value)
  return { ...kept, status, clock, secrets: state.secrets }
}

describe('rotating a secret', () => {
  test('writes a version, waits for the servers, signs in, and puts the former one away', async () => {
    const { status, secrets, steps, clock } = await rotated(withSecret('SMTP-URL'))
    expect(status).toBe(0)
    expect(secrets.map(({ value, enabled }) => [value, enabled])).toEqual([
      [planted.former, false],
      [planted.next, true],
    ])
    expect(steps()).toEqual(['write: ok', 'taken: ok', 'smoke: ok', 'retire: ok', 'rotate: ok'])
    expect(clock.slept).toBeGreaterThanOrEqual(600_000)
  })

  test('leaves the former one where nobody could see that the new one was taken', async () => {
    const { status, secrets, steps } = await rotated(withSecret('SMTP-URL'), {
      tools: { readTaken: undefined },
    })
    expect([status, secrets.every(({ enabled }) => enabled)]).toEqual([0, true])
    expect(steps()).toContain('retire: skipped')
  })

  test('of SECRET_KEY keeps the former key first, seals anew, and puts nothing away', async () => {
    const state = withSecret('SECRET-KEY')
    state.secrets.push(version('SECRET-KEY-PREVIOUS', 'still-older-key-of-tests', 'v1'))
    const { status, secrets, steps, clock } = await rotated(state, { options: { variable: 'SECRET_KEY' } })
    expect(status).toBe(0)
    expect(secrets.slice(2).map(({ name, value }) => [name, value])).toEqual([
      ['SECRET-KEY-PREVIOUS', `${planted.former},still-older-key-of-tests`],
      ['SECRET-KEY', planted.next],
    ])
    expect(secrets.every(({ enabled }) => enabled)).toBe(true)
    expect(state.executions.map(({ words }) => words)).toEqual(['secrets rotate'])
    expect(steps()).toEqual([
      'keep the former key: ok',
      'write: ok',
      'taken: ok',
      'smoke: ok',
      'secrets rotate: ok',
      'retire: skipped',
      'rotate: ok',
    ])
    expect(clock.slept).toBeGreaterThanOrEqual(900_000)
  })

  test.each<[string, Partial<FakeState>, Partial<RotationTools>, number]>([
    ['servers refuse it', { signals: [{ renewed: '1', refused: '1' }] }, {}, ROTATION_EXIT.notTaken],
    ['no server says anything', { signals: [{ renewed: '0', refused: '0' }] }, {}, ROTATION_EXIT.notTaken],
    [
      'the log cannot be read',
      { faults: [{ at: 'log-analytics', how: 'fails' }] },
      {},
      ROTATION_EXIT.notTaken,
    ],
    [
      'signing in fails',
      {},
      { smoke: () => Promise.reject(new Error('POST /login: answered 500')) },
      ROTATION_EXIT.smoke,
    ],
    [
      'it is not known whether it was written',
      { faults: [{ at: 'secret set --', how: 'hangs after' }] },
      {},
      ROTATION_EXIT.notTaken,
    ],
    [
      'the vault does not answer',
      { faults: [{ at: 'secret show', how: 'fails' }] },
      {},
      ROTATION_EXIT.refused,
    ],
  ])('leaves the former one when %s', async (_, changes, tools, exit) => {
    const { status, secrets } = await rotated(withSecret('SMTP-URL', changes), { tools })
    expect(status).toBe(exit)
    expect(secrets[0]?.enabled).toBe(true)
    if (exit === ROTATION_EXIT.refused) expect(secrets).toHaveLength(1)
  })

  test('of SECRET_KEY says when sealing anew failed, and what to leave', async () => {
    const state = withSecret('SECRET-KEY', { jobEndings: { 'secrets rotate': 'Failed' } })
    const { status, last } = await rotated(state, { options: { variable: 'SECRET_KEY' } })
    expect(status).toBe(ROTATION_EXIT.reseal)
    expect(last()?.reason).toContain('leave SECRET-KEY-PREVIOUS')
  })

  test('writes no new key where the former one could not be kept', async () => {
    const state = withSecret('SECRET-KEY', { faults: [{ at: 'SECRET-KEY-PREVIOUS --file', how: 'fails' }] })
    const { status, secrets } = await rotated(state, { options: { variable: 'SECRET_KEY' } })
    expect([status, secrets.length]).toEqual([ROTATION_EXIT.refused, 1])
  })

  test('refuses the value that is there, and a SECRET_KEY that replaces none', async () => {
    const same = await rotated(withSecret('SMTP-URL'), { value: planted.former })
    const none = await rotated(newState(), { options: { variable: 'SECRET_KEY' } })
    expect([same.status, same.secrets.length, none.status, none.secrets.length]).toEqual([1, 1, 1, 0])
  })

  test('makes values that are new each time, and long', () => {
    expect(generated()).toMatch(/^[\w-]{64}$/)
    expect(generated()).not.toBe(generated())
  })
})
