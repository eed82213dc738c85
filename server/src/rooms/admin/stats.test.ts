import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'
import { days } from '../../kit/duration.ts'

interface Day {
  day: string
  users: number
  signIns: number
  failures: number
  lockouts: number
  rateLimited: number
}
interface Stats {
  days: Day[]
  totals: Record<string, number>
}

describe.each(faces)('the platform in numbers, over %s', (face) => {
  const world = useWorld()
  const today = () => world.clock.now().toISOString().slice(0, 10)
  async function statsFor(headers: Record<string, string>, input: object = {}): Promise<Stats> {
    const answer = await world.via(face, 'admin.stats', input, headers)
    expect(answer.status, answer.text).toBe(200)
    return answer.body as unknown as Stats
  }

  test('tells of today what happened today, and of all there is how many', async () => {
    const { headers } = await world.people.staff('ada', 'support')
    const before = await statsFor(headers, { days: 1 })
    const bea = await world.people.verified('bea')
    await world.people.withOrganization('cleo')
    for (let n = 0; n < 10; n++)
      await world.via(face, 'auth.login', { email: bea.email, password: 'wrong-password' })
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = ${bea.email}`
    const after = await statsFor(headers, { days: 1 })
    expect(after.days).toHaveLength(1)
    const grown = (name: keyof Omit<Day, 'day'>) => after.days[0]![name] - before.days[0]![name]
    expect(after.days[0]!.day).toBe(today())
    expect({
      users: grown('users'),
      signIns: grown('signIns'),
      failures: grown('failures'),
      lockouts: grown('lockouts'),
    }).toEqual({ users: 2, signIns: 1, failures: 10, lockouts: 1 })
    expect(after.totals).toEqual({
      users: before.totals.users! + 2,
      verified: before.totals.verified! + 2,
      disabled: before.totals.disabled! + 1,
      organizations: before.totals.organizations! + 1,
      sessions: before.totals.sessions! + 1,
    })
  })

  test('has every day, also those on which nothing happened', async () => {
    const { headers } = await world.people.staff('dora', 'admin')
    await world.sql`INSERT INTO daily_counts VALUES (${new Date(world.clock.nowMs() - days(89)).toISOString().slice(0, 10)},
      'rate_limited', 7), (${new Date(world.clock.nowMs() - days(90)).toISOString().slice(0, 10)}, 'rate_limited', 9)`
    const { days: all } = await statsFor(headers, { days: 90 })
    expect(all).toHaveLength(90)
    expect(all.at(-1)!.day).toBe(today())
    expect(all.map(({ day }) => day)).toEqual(all.map(({ day }) => day).toSorted())
    expect(new Set(all.map(({ day }) => day)).size).toBe(90)
    expect(all[0]).toEqual({
      day: new Date(world.clock.nowMs() - days(89)).toISOString().slice(0, 10),
      users: 0,
      signIns: 0,
      failures: 0,
      lockouts: 0,
      rateLimited: 7,
    })
    expect((await statsFor(headers)).days).toHaveLength(14)
  })

  test('A2 is there for nobody else', async () => {
    const somebody = await world.people.signedIn('erin')
    expect((await world.via(face, 'admin.stats', {}, somebody.headers)).body.code).toBe('not_found')
  })
})

describe('refusals by a limit', () => {
  const world = useWorld()

  test('are counted by day over all nodes, and none is lost when one stops', async () => {
    const { headers } = await world.people.staff('ada', 'admin')
    const rateLimited = async () =>
      (await world.rest<Stats>('GET', '/admin/stats?days=1', undefined, headers)).body.days[0]!.rateLimited
    expect(await rateLimited()).toBe(0)
    const nodes = [await world.node(), await world.node()]
    let refused = 0
    for (const { platform, caller } of nodes) {
      platform.start()
      for (let n = 0; n < 14; n++) {
        const { status } = await caller.rest('POST', '/login', {
          email: 'one@example.org',
          password: 'wrong-password',
        })
        if (status === 429) refused += 1
      }
    }
    expect(refused).toBeGreaterThan(4)
    expect(await rateLimited()).toBe(0)
    for (const { platform } of nodes) await platform.stop()
    const counted = await world.sql`SELECT sum(count)::int AS count FROM daily_counts`
    expect(await rateLimited()).toBe(counted[0]!.count)
    // The pause in Postgres answers 429 as well, and is no limit.
    expect(await rateLimited()).toBeGreaterThan(0)
    expect(await rateLimited()).toBeLessThanOrEqual(refused)
  })

  test('that cannot be written are kept for the next time', async () => {
    const { createDailyCounter } = await import('./index.ts')
    const counter = createDailyCounter(world)
    counter.add('kept')
    counter.add('kept')
    await world.sql`ALTER TABLE daily_counts RENAME TO away`
    await counter.flush(world.platform)
    await world.sql`ALTER TABLE away RENAME TO daily_counts`
    counter.add('kept')
    await counter.flush(world.platform)
    await counter.flush(world.platform)
    expect(await world.sql`SELECT count::int FROM daily_counts WHERE name = 'kept'`).toEqual([{ count: 3 }])
  })
})
