import { describe, expect, test } from 'vitest'
import { type Caller, faces, useWorld } from '../../../../test/harness/index.ts'

const start = (caller: Pick<Caller, 'rest'>, email: string) =>
  caller.rest<{ flowId: string }>('POST', '/passwordless/start', { email })

describe('passwordless.start', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const disable = (email: string) =>
    world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${email}`

  test('mails a link to a page of its own and a code, in the owner’s language', async () => {
    const ada = await world.people.verified('ada')
    await world.sql`UPDATE users SET locale = 'de-CH' WHERE email = ${ada.email}`
    const { status, body } = await start(world, 'ADA@example.org')
    expect(status).toBe(202)
    expect(Object.keys(body)).toEqual(['flowId'])
    const mail = await world.mailbox.lastTo(ada.email)
    expect(mail.subject).toBe('Anmelden bei Gatehouse')
    expect(mail.token).toMatch(/^mlk_[\w-]{43}$/)
    expect(mail.text).toContain(`https://id.gatehouse.test/magic-link?token=${mail.token}`)
    const code = /^\d{6}$/m.exec(mail.text)![0]
    expect(mail.html).toContain(`>${code}</p>`)
    expect(mail.subject).not.toContain(code)
  })

  test.each(faces)('N2 answers alike for every kind of account and for none, over %s', async (face) => {
    const name = face.toLowerCase()
    const known = await world.people.verified(`known-${name}`)
    const unproven = await world.people.signedUp(`unproven-${name}`)
    const off = await world.people.verified(`off-${name}`)
    await disable(off.email)
    const answers = []
    for (const email of [known.email, unproven.email, off.email, `nobody-${name}@example.org`]) {
      const { status, text, headers, cookies, body } = await world.via(face, 'passwordless.start', { email })
      expect(body.flowId).toMatch(/^[0-9a-f-]{36}$/)
      const requestId = headers.get('x-request-id')!
      const shape = text.replace(body.flowId as string, 'FLOW').replaceAll(requestId, 'REQUEST')
      answers.push(JSON.stringify([status, shape, [...headers.keys()], [...cookies.keys()]]))
    }
    expect(new Set(answers).size).toBe(1)
  })

  test('N2 invites an address without an account to sign up, and shows it nothing that opens anything', async () => {
    const { body } = await start(world, 'newcomer@example.org')
    const mail = await world.mailbox.lastTo('newcomer@example.org')
    expect(mail.text).toContain('https://id.gatehouse.test/signup')
    expect(mail.token).toBeUndefined()
    expect(mail.text).not.toMatch(/\b\d{6}\b/)
    const { flowId } = body
    await expect(world.rest('POST', '/passwordless/complete', { flowId, code: '123456' })).toFailWith(
      'token.invalid',
    )
  })

  test('mails nothing to a disabled account, and records why', async () => {
    const cal = await world.people.verified('cal')
    await disable(cal.email)
    const before = (await world.mailbox.list()).length
    expect((await start(world, cal.email)).status).toBe(202)
    expect(await world.mailbox.list()).toHaveLength(before)
    const events = await world.sql`SELECT details->>'reason' AS reason FROM audit_events
      WHERE action = 'passwordless.requested' AND outcome = 'failure'
        AND target_id = (SELECT id::text FROM users WHERE email = ${cal.email})`
    expect(events).toEqual([{ reason: 'account_disabled' }])
  })
})

describe('passwordless.start where nobody may sign up', () => {
  const world = useWorld({ config: { signUp: { mode: 'closed' } } })

  test('mails nothing to an address without an account', async () => {
    expect((await start(world, 'nobody@example.org')).status).toBe(202)
    expect(await world.mailbox.list()).toEqual([])
    expect(await world.sql`SELECT user_id FROM passwordless_flows`).toEqual([{ user_id: null }])
  })
})

describe('L5 by limits', () => {
  const world = useWorld()

  test('L5 three mails per address in an hour, whoever has it, and twenty tries per caller in fifteen minutes', async () => {
    const ada = await world.people.verified('ada')
    for (const email of [ada.email, 'nobody@example.org']) {
      for (let count = 0; count < 3; count += 1) expect((await start(world, email)).status).toBe(202)
      await expect(start(world.from('198.51.100.7'), email)).toFailWith('rate_limited')
    }
    const caller = world.from('198.51.100.9')
    const statuses = []
    for (let count = 0; count < 21; count += 1) {
      const answer = await caller.rest('POST', '/passwordless/complete', { token: `mlk_${'A'.repeat(43)}` })
      statuses.push(answer.status)
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(400))
    expect(statuses[20]).toBe(429)
  })
})
