import { describe, expect, inject, test } from 'vitest'
import { faces, useWorld, type World } from '../../../../test/harness/index.ts'

const verify = (world: World, token: string | undefined) => world.rest('POST', '/verify-email', { token })
const tokenTo = async (world: World, email: string): Promise<string> =>
  (await world.mailbox.lastTo(email)).token!

describe.each(faces)('auth.verifyEmail over %s', (face) => {
  const world = useWorld()

  test('opens the account and tells which address was proven', async () => {
    const ada = await world.people.signedUp('ada')
    const answer = await world.via(face, 'auth.verifyEmail', { token: await tokenTo(world, ada.email) })
    expect(answer.body).toEqual({ status: 'verified', email: ada.email })
    expect((await world.rest('POST', '/login', { email: ada.email, password: ada.password })).status).toBe(
      200,
    )
  })

  test('signs nobody in', async () => {
    const bea = await world.people.signedUp('bea')
    const answer = await world.via(face, 'auth.verifyEmail', { token: await tokenTo(world, bea.email) })
    expect(answer.cookies.size).toBe(0)
    expect(answer.text).not.toMatch(/eyJ|rt_|dev_/)
  })

  test.each(['vfy_', `vfy_${'A'.repeat(43)}`, 'x', 'vfy_%00', `vfy_${'A'.repeat(44)}`])(
    'answers token.invalid for %s',
    async (token) => {
      await expect(world.via(face, 'auth.verifyEmail', { token })).toFailWith('token.invalid')
    },
  )

  test('answers a cut, a lengthened and a re-cased link like a made-up one', async () => {
    const cleo = await world.people.signedUp('cleo')
    const token = await tokenTo(world, cleo.email)
    for (const wrong of [token.slice(0, -1), `${token}A`, token.toLowerCase(), ` ${token}`]) {
      await expect(world.via(face, 'auth.verifyEmail', { token: wrong })).toFailWith('token.invalid')
    }
  })
})

describe('a verification link', () => {
  const world = useWorld()

  test('proves only the address it was issued for', async () => {
    const ada = await world.people.signedUp('ada')
    const token = await tokenTo(world, ada.email)
    await world.sql`UPDATE users SET email = 'new@example.org', email_canonical = 'new@example.org' WHERE email = ${ada.email}`
    await expect(verify(world, token)).toFailWith('token.invalid')
    expect(await world.sql`SELECT is_verified FROM users WHERE email = 'new@example.org'`).toEqual([
      { is_verified: false },
    ])
  })

  test('does not open a disabled account', async () => {
    const bea = await world.people.signedUp('bea')
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${bea.email}`
    await expect(verify(world, await tokenTo(world, bea.email))).toFailWith('token.invalid')
  })

  test('may be tried twenty times in 15 minutes from one address', async () => {
    const { rest } = world.from('192.0.2.78')
    for (let count = 0; count < 20; count += 1) {
      await expect(rest('POST', '/verify-email', { token: 'vfy_x' })).toFailWith('token.invalid')
    }
    await expect(rest('POST', '/verify-email', { token: 'vfy_x' })).toFailWith('rate_limited')
  })
})

describe('auth.resendVerification', () => {
  const world = useWorld()
  const resend = (email: string, headers?: Record<string, string>) =>
    world.rest('POST', '/verify-email/resend', { email }, headers)

  test('sends a new link to an address that awaits one; the older link is void', async () => {
    const ada = await world.people.signedUp('ada')
    const first = await tokenTo(world, ada.email)
    const answer = await resend(ada.email.toUpperCase())
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ status: 'sent' })
    const second = await tokenTo(world, ada.email)
    await expect(verify(world, first)).toFailWith('token.invalid')
    expect((await verify(world, second)).status).toBe(200)
  })

  test('sends nothing to an address that is verified, disabled or unknown', async () => {
    const bea = await world.people.verified('bea')
    const cleo = await world.people.signedUp('cleo')
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${cleo.email}`
    const before = (await world.mailbox.list()).length
    for (const email of [bea.email, cleo.email, 'nobody@example.org'])
      expect((await resend(email)).status).toBe(202)
    expect(await world.mailbox.list()).toHaveLength(before)
    const events = await world.sql`SELECT outcome, details->>'reason' AS reason FROM audit_events
      WHERE action = 'email.verification_sent' AND outcome = 'failure' ORDER BY at`
    expect(events.map(({ reason }) => reason)).toEqual([
      'already_verified',
      'account_disabled',
      'unknown_address',
    ])
  })

  test('sends three mails an hour to one address, whoever asks and with whatever device', async () => {
    const dora = await world.people.signedUp('dora')
    const resendFrom = (device: number) =>
      resend(dora.email, { cookie: `__Host-gatehouse_device=dev_${device}`, origin: world.origin })
    for (let device = 0; device < 3; device += 1) expect((await resendFrom(device)).status).toBe(202)
    await expect(resendFrom(9)).toFailWith('rate_limited')
    expect(await world.mailbox.list(dora.email)).toHaveLength(1 + 3)
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')(
  'fifty uses of one verification link at once',
  () => {
    const world = useWorld()

    test('have one winner', async () => {
      const ada = await world.people.signedUp('ada')
      const token = await tokenTo(world, ada.email)
      const answers = await Promise.all(Array.from({ length: 50 }, () => verify(world, token)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(await world.sql`SELECT 1 FROM audit_events WHERE action = 'email.verified'`).toHaveLength(1)
    })
  },
)
