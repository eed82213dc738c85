import { describe, expect, test } from 'vitest'
import { canRace, type PersonWithTotp, useWorld } from '../../../../test/harness/index.ts'

describe('auth.reauthenticate with a code', () => {
  const world = useWorld()
  const stepUp = ({ headers }: Pick<PersonWithTotp, 'headers'>, totpCode: string) =>
    world.rest('POST', '/reauthenticate', { totpCode }, headers)

  test('S2 goes on under a new id, in a session that has shown both factors', async () => {
    const ada = await world.people.withTotp('ada')
    const answer = await stepUp(ada, await ada.nextCode())
    expect(answer.body.sessionId).not.toBe(ada.sessionId)
    const [session] = await world.sql`SELECT amr FROM sessions WHERE id = ${answer.body.sessionId as string}`
    expect(session).toEqual({ amr: ['pwd', 'otp', 'mfa'] })
    await expect(world.rest('GET', '/me', undefined, ada.headers)).toFailWith('auth.unauthenticated')
  })

  test('M3 a code that opened a session steps none up, nor the other way round', async () => {
    const bea = await world.people.withTotp('bea')
    await expect(stepUp(bea, bea.codeNow())).toFailWith('auth.invalid_credentials')
    const { body } = await world.rest('POST', '/login', { email: bea.email, password: bea.password })
    const code = await bea.nextCode()
    expect((await stepUp(bea, code)).status).toBe(200)
    const challengeToken = body.challengeToken as string
    await expect(world.rest('POST', '/mfa/verify', { challengeToken, method: 'totp', code })).toFailWith(
      'mfa.code_invalid',
    )
  })

  test('where no app is in use any code is a wrong one', async () => {
    const cleo = await world.people.signedIn('cleo')
    const begun = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, cleo.headers)
    await expect(stepUp(cleo, world.people.codeOf(begun.body.secret))).toFailWith('auth.invalid_credentials')
    expect((await world.rest('GET', '/me', undefined, cleo.headers)).status).toBe(200)
  })

  test('takes one proof and no more', async () => {
    const dora = await world.people.withTotp('dora')
    const both = { password: dora.password, totpCode: await dora.nextCode() }
    await expect(world.rest('POST', '/reauthenticate', both, dora.headers)).toFailWith('request.invalid')
  })

  test('L4 ten wrong codes pause the person, at the sign-in too, and one notice goes out', async () => {
    const erin = await world.people.withTotp('erin')
    for (let wrong = 0; wrong < 10; wrong += 1) {
      await expect(stepUp(erin, '00000x')).toFailWith('auth.invalid_credentials')
    }
    await expect(stepUp(erin, await erin.nextCode())).toFailWith('auth.too_many_attempts')
    const { body } = await world.rest('POST', '/login', { email: erin.email, password: erin.password })
    const challengeToken = body.challengeToken as string
    await expect(
      world.rest('POST', '/mfa/verify', { challengeToken, method: 'totp', code: erin.codeNow() }),
    ).toFailWith('auth.too_many_attempts')
    expect(
      await world.sql`SELECT 1 FROM mail_messages
      WHERE template = 'notice.mfa_paused' AND recipient = ${erin.email}`,
    ).toHaveLength(1)
  })

  test.skipIf(!canRace)('M3 of twenty uses of one code at once, one steps up', async () => {
    const fay = await world.people.withTotp('fay')
    const code = await fay.nextCode()
    const answers = await Promise.all(Array.from({ length: 20 }, () => stepUp(fay, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})
