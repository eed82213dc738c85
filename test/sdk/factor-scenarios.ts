import { Secret, TOTP } from 'otpauth'
import { password, type Scenario, type Stage, verified } from './scenarios.ts'

/** Steps away from every code used so far: none works twice. In ms. */
const TWO_STEPS = 60_000

/** Ways through the second factor, each carried out by the server and by its stand-in. */
export const factorScenarios: Record<string, Scenario> = {
  'an authenticator app, from its first code to its last': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'two-steps@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    await note(client.system.config())
    await note(client.mfa.status())
    const { secret } = await client.mfa.enrollTotp()
    await note(client.mfa.status())
    await note(client.mfa.confirmTotp({ code: 'abcdef' }))
    const confirmed = await client.mfa.confirmTotp({ code: codeOf(stage, secret) })
    await note(Promise.resolve(confirmed.recoveryCodes.length))
    await note(client.mfa.status())
    await note(client.account.get())

    const device = another()
    const demand = await device.auth.login({ email, password })
    await note(Promise.resolve(demand))
    if (demand.status !== 'mfa_required') throw new Error('expected a demand')
    const { challengeToken } = demand
    await note(device.mfa.verify({ challengeToken: 'mfa_made_up', method: 'totp', code: '123456' }))
    await note(device.mfa.verify({ challengeToken, method: 'totp', code: 'abcdef' }))
    await note(device.mfa.verify({ challengeToken, method: 'recovery_code', code: 'made-up' }))
    await advance(TWO_STEPS)
    const code = codeOf(stage, secret)
    await note(device.mfa.verify({ challengeToken, method: 'totp', code }))
    await note(device.mfa.verify({ challengeToken, method: 'totp', code }))
    await note(device.sessions.list())

    const again = await another().auth.login({ email, password })
    if (again.status !== 'mfa_required') throw new Error('expected a demand')
    const recovery = { method: 'recovery_code' as const, code: confirmed.recoveryCodes[0]! }
    await note(device.mfa.verify({ challengeToken: again.challengeToken, ...recovery }))
    await note(device.mfa.status())
    await note(Promise.resolve((await device.mfa.regenerateRecoveryCodes()).recoveryCodes.length))
    await advance(TWO_STEPS)
    await note(device.mfa.disableTotp({ code: 'abcdef' }))
    await note(device.mfa.disableTotp({ code: codeOf(stage, secret) }))
    await note(device.mfa.status())
    await note(device.mfa.regenerateRecoveryCodes())
    await note(another().auth.login({ email, password }))
  },
  'guesses at a second factor': async (stage, note) => {
    const { client, another } = stage
    const email = 'guessed-factor@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    const { secret } = await client.mfa.enrollTotp()
    await client.mfa.confirmTotp({ code: codeOf(stage, secret) })
    for (let challenge = 0; challenge < 3; challenge += 1) {
      const demand = await another().auth.login({ email, password })
      if (demand.status !== 'mfa_required') throw new Error('expected a demand')
      for (let guess = 0; guess < 6; guess += 1) {
        const { challengeToken } = demand
        await note(client.mfa.verify({ challengeToken, method: 'totp', code: 'abcdef' }))
      }
    }
  },
}

/** What an authenticator with this secret shows now. */
export const codeOf = ({ now }: Stage, secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now() })
