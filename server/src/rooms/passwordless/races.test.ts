import { describe, expect, inject, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'

describe.skipIf(inject('databaseSource').kind !== 'postgres')('one mail, shown by many at once', () => {
  const world = useWorld({ config: { rateLimits: false } })

  async function mailed(email: string) {
    const { body } = await world.rest<{ flowId: string }>('POST', '/passwordless/start', { email })
    const { token, text } = await world.mailbox.lastTo(email)
    return { flowId: body.flowId, token: token!, code: /^\d{6}$/m.exec(text)![0] }
  }
  const sessionsOf = async (email: string) =>
    (await world.sql`SELECT 1 FROM sessions JOIN users ON users.id = user_id WHERE email = ${email}`).length
  const liveSessionsOf = (userId: string) =>
    world.sql`SELECT id FROM sessions WHERE user_id = ${userId} AND ended_at IS NULL`
  const all = (shown: object[]) =>
    Promise.all(shown.map((input) => world.rest('POST', '/passwordless/complete', input)))

  test('T3 gives one session for fifty uses of the link', async () => {
    const { email } = await world.people.verified('ada')
    const { token } = await mailed(email)
    const answers = await all(Array.from({ length: 50 }, () => ({ token })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status } of answers) expect([200, 400, 503]).toContain(status)
    expect(await sessionsOf(email)).toBe(1)
  })

  test('T3 gives one session for link and code together', async () => {
    for (const name of ['bea', 'cal', 'dee', 'eli']) {
      const { email } = await world.people.verified(name)
      const { token, flowId, code } = await mailed(email)
      const answers = await all([{ token }, { flowId, code }, { token }, { flowId, code }])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(await sessionsOf(email)).toBe(1)
    }
  })

  test('T4 looks at no more than five of fifty codes', async () => {
    const { email } = await world.people.verified('fay')
    const { flowId, code } = await mailed(email)
    const wrong = code === '000000' ? '000001' : '000000'
    await all(Array.from({ length: 50 }, () => ({ flowId, code: wrong })))
    expect(await world.sql`SELECT wrong_codes FROM passwordless_flows WHERE id = ${flowId}`).toEqual([
      { wrong_codes: 5 },
    ])
    expect((await all([{ flowId, code }]))[0]!.status).toBe(400)
  })

  test('T5 leaves one of twenty mails that were asked for at once', async () => {
    const { email } = await world.people.verified('gus')
    await Promise.all(Array.from({ length: 20 }, () => world.rest('POST', '/passwordless/start', { email })))
    const open = await world.sql`SELECT 1 FROM passwordless_flows
      WHERE email_canonical = ${email} AND voided_at IS NULL AND consumed_at IS NULL`
    expect(open).toHaveLength(1)
  })

  test('lets a newer mail and the use of an older one meet without either failing', async () => {
    const { email } = await world.people.verified('hal')
    for (let round = 0; round < 10; round += 1) {
      const { token } = await mailed(email)
      const [used, asked] = await Promise.all([
        world.rest('POST', '/passwordless/complete', { token }),
        world.rest('POST', '/passwordless/start', { email }),
      ])
      expect([200, 400]).toContain(used.status)
      expect(asked.status).toBe(202)
    }
  })

  test('T5 meets a change of the password without either failing, and leaves no session behind it', async () => {
    let person = await world.people.signedIn('ida')
    for (let round = 0; round < 10; round += 1) {
      const { token } = await mailed(person.email)
      const newPassword = `seven-herons-over-lake-${round}`
      const [used, changed] = await Promise.all([
        world.rest('POST', '/passwordless/complete', { token }),
        world.rest('POST', '/me/password', { currentPassword: person.password, newPassword }, person.headers),
      ])
      expect([200, 400]).toContain(used.status)
      expect(changed.status).toBeLessThan(300)
      // Whichever came first: the mail was void, or its session ended with the others.
      expect(await liveSessionsOf(person.userId)).toEqual([{ id: person.sessionId }])
      person = { ...person, password: newPassword }
    }
  })
})
