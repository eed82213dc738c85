import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { hours, seconds } from '../../kit/duration.ts'

describe('Idempotency-Key', () => {
  const world = useWorld()
  const body = (name: string) => ({
    email: `${name}@example.org`,
    password: 'a quiet orchard of plums',
    displayName: 'Quince',
  })
  const register = (name: string, key: string, caller = world.from('192.0.2.7')) =>
    caller.rest('POST', '/register', body(name), { 'idempotency-key': key })
  const mailsTo = async (name: string) => (await world.mailbox.list(`${name}@example.org`)).length

  test('F3 a repeat gets the answer of the first, and its effect happens once', async () => {
    const [first, repeat] = [await register('ada', 'key-ada'), await register('ada', 'key-ada')]
    expect([first.status, repeat.status]).toEqual([202, 202])
    expect(repeat.body).toEqual(first.body)
    expect(await mailsTo('ada')).toBe(1)
  })

  test('F3 the same key with another body is refused, in another order of keys it is the same', async () => {
    await register('bea', 'key-bea')
    expect((await register('bob', 'key-bea')).body).toMatchObject({
      code: 'idempotency.key_reused',
      status: 422,
    })
    const { email, password, displayName } = body('bea')
    const reordered = await world
      .from('192.0.2.7')
      .rest('POST', '/register', { displayName, password, email }, { 'idempotency-key': 'key-bea' })
    expect(reordered.status).toBe(202)
    expect(await mailsTo('bea')).toBe(1)
  })

  test('F3 a key is its caller’s own', async () => {
    await register('cal', 'key-shared', world.from('192.0.2.8'))
    const other = await register('dee', 'key-shared', world.from('192.0.2.9'))
    expect(other.status).toBe(202)
    expect(await mailsTo('dee')).toBe(1)
  })

  test('F3 after a day a key is forgotten', async () => {
    await register('eve', 'key-eve')
    await world.clock.advance(hours(24) + seconds(1))
    expect((await register('eva', 'key-eve')).status).toBe(202)
    expect(await mailsTo('eva')).toBe(1)
  })

  test('F3 a request that was refused gives its key back', async () => {
    const caller = world.from('192.0.2.10')
    const short = { ...body('fay'), password: 'short' }
    const refused = await caller.rest('POST', '/register', short, { 'idempotency-key': 'key-fay' })
    expect(refused.body).toMatchObject({ code: 'password.too_short' })
    expect((await register('fay', 'key-fay', caller)).status).toBe(202)
  })

  test('F3 while the first is running a repeat is told so', async () => {
    const caller = world.from('192.0.2.11')
    const answers = await Promise.all(Array.from({ length: 8 }, () => register('gus', 'key-gus', caller)))
    const codes = answers.map((answer) => (answer.status === 202 ? 'ok' : answer.body.code))
    expect(codes.filter((code) => code !== 'ok' && code !== 'idempotency.in_progress')).toEqual([])
    expect(codes).toContain('ok')
    expect(await mailsTo('gus')).toBe(1)
  })

  test('a malformed key is refused before anything happens', async () => {
    for (const key of ['two words', 'x'.repeat(256), 'quo"te']) {
      expect((await register('hal', key)).body).toMatchObject({ code: 'request.invalid' })
    }
    expect(await mailsTo('hal')).toBe(0)
  })

  test('P10 the stored body is an HMAC, and no password is in the table', async () => {
    await register('ida', 'key-ida')
    const rows = await world.sql`SELECT * FROM idempotency_keys`
    expect(JSON.stringify(rows)).not.toContain('plums')
  })
})
