import { describe, expect, inject, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { minutes, seconds } from '../../kit/duration.ts'

describe('switching a second factor on', () => {
  const world = useWorld()

  test('M4 a secret waits fifteen minutes for its first code, and no longer', async () => {
    const bea = await world.people.signedIn('bea')
    const begun = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, bea.headers)
    await world.clock.advance(minutes(15) + seconds(1))
    const { headers } = await world.people.signInAgain(bea)
    const code = world.people.codeOf(begun.body.secret)
    await expect(world.rest('POST', '/me/mfa/totp/confirm', { code }, headers)).toFailWith('mfa.code_invalid')
  })

  test('M5 ends every other session, and the owner hears of it', async () => {
    const cleo = await world.people.signedIn('cleo')
    const other = await world.people.signInAgain(cleo)
    const begun = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, cleo.headers)
    const code = world.people.codeOf(begun.body.secret)
    expect((await world.rest('POST', '/me/mfa/totp/confirm', { code }, cleo.headers)).status).toBe(200)
    await expect(world.rest('GET', '/me', undefined, other.headers)).toFailWith('auth.unauthenticated')
    await expect(world.rest('POST', '/refresh', { refreshToken: other.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
    expect(
      await world.sql`SELECT 1 FROM mail_messages
      WHERE template = 'notice.totp_enabled' AND recipient = ${cleo.email}`,
    ).toHaveLength(1)
  })

  test('M6 recovery codes belong to an authenticator app', async () => {
    const dora = await world.people.signedIn('dora')
    await expect(world.rest('POST', '/me/mfa/recovery-codes', {}, dora.headers)).toFailWith('conflict')
  })

  test('S8 every change of factors needs a fresh sign-in', async () => {
    const erin = await world.people.withTotp('erin')
    await world.clock.advance(minutes(5) + seconds(1))
    for (const [method, path, body] of [
      ['POST', '/me/mfa/totp', {}],
      ['POST', '/me/mfa/totp/confirm', { code: erin.codeNow() }],
      ['DELETE', '/me/mfa/totp', { code: erin.codeNow() }],
      ['POST', '/me/mfa/recovery-codes', {}],
    ] as const) {
      await expect(world.rest(method, path, body, erin.headers)).toFailWith('auth.reauthentication_required')
    }
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')(
  'what somebody has under way who is put out',
  () => {
    const world = useWorld()

    /** Ends the person's sessions under the account's lock, while the call waits for it. */
    async function putOutDuring(userId: string, call: () => ReturnType<typeof world.rest>) {
      let underWay: ReturnType<typeof world.rest> | undefined
      await world.sql.begin(async (tx) => {
        await tx`SELECT 1 FROM users WHERE id = ${userId} FOR UPDATE`
        underWay = call()
        await new Promise((resolve) => setTimeout(resolve, 400))
        await tx`UPDATE sessions SET ended_at = now(), end_reason = 'password_reset' WHERE user_id = ${userId}`
      })
      return underWay!
    }
    const isOn = async (userId: string) =>
      (await world.sql`SELECT 1 FROM totp_factors WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`)
        .length === 1

    test('T9 switches no second factor on', async () => {
      const ada = await world.people.signedIn('ada')
      const begun = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, ada.headers)
      const code = world.people.codeOf(begun.body.secret)
      const answer = putOutDuring(ada.userId, () =>
        world.rest('POST', '/me/mfa/totp/confirm', { code }, ada.headers),
      )
      await expect(answer).toFailWith('auth.unauthenticated')
      expect(await isOn(ada.userId)).toBe(false)
    })

    test('T9 switches none off, and makes no recovery codes', async () => {
      const bea = await world.people.withTotp('bea')
      const code = await bea.nextCode()
      const off = putOutDuring(bea.userId, () => world.rest('DELETE', '/me/mfa/totp', { code }, bea.headers))
      await expect(off).toFailWith('auth.unauthenticated')
      expect(await isOn(bea.userId)).toBe(true)
      const cleo = await world.people.withTotp('cleo')
      const again = await world.rest(
        'POST',
        '/reauthenticate',
        { totpCode: await cleo.nextCode() },
        cleo.headers,
      )
      const headers = { authorization: `Bearer ${again.body.accessToken as string}` }
      const codes = putOutDuring(cleo.userId, () => world.rest('POST', '/me/mfa/recovery-codes', {}, headers))
      await expect(codes).toFailWith('auth.unauthenticated')
    })
  },
)
