import type { GatehouseClient } from '../../sdk/src/index.ts'
import { codeOf } from './factor-scenarios.ts'
import { password, type Scenario, type Stage, verified } from './scenarios.ts'

const newPassword = 'another phrase, as long as that'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function openAccount(stage: Stage, email: string): Promise<void> {
  await verified(stage, email)
  await stage.client.auth.login({ email, password })
}

/** What happened, newest first, and whether it went well. */
const logOf = (client: GatehouseClient) =>
  client.account.securityLog().then(({ items }) => items.map(({ action, outcome }) => ({ action, outcome })))

/** What the newest mail to an address is for, by its token. */
const purposeOfLastMail = async ({ lastTokenTo }: Stage, email: string) =>
  (await lastTokenTo(email))?.slice(0, 4)

async function moveTo(stage: Stage, newEmail: string): Promise<void> {
  await stage.client.account.requestEmailChange({ newEmail })
  await stage.client.account.confirmEmailChange({ token: await stage.lastTokenTo(newEmail) })
}

/** What mails can do, each carried out by the server and by its stand-in. */
export const mailScenarios: Record<string, Scenario> = {
  'a mailed sign-in, by its code and by its link, once': async (stage, note) => {
    const { client, another, lastTokenTo, lastCodeTo, advance } = stage
    const email = 'by-mail@example.org'
    await verified(stage, email)
    const first = await client.passwordless.start({ email })
    await note(Promise.resolve(first))
    const code = await lastCodeTo(email)
    const { flowId } = first
    await note(client.passwordless.complete({ token: 'mlk_made_up' }))
    await note(client.passwordless.complete({ flowId, code: 'abcdef' }))
    await note(client.passwordless.complete({ flowId, code }))
    await note(another().passwordless.complete({ flowId, code }))
    await note(another().passwordless.complete({ token: await lastTokenTo(email) }))
    await note(client.sessions.list())
    await note(logOf(client))

    await client.passwordless.start({ email })
    await advance(10 * MINUTE + 1_000)
    await note(another().passwordless.complete({ token: await lastTokenTo(email) }))
    const nobody = await client.passwordless.start({ email: 'nobody-here@example.org' })
    await note(Promise.resolve(nobody))
    await note(client.passwordless.complete({ flowId: nobody.flowId, code: '123456' }))
  },
  'guesses at a mailed code, after which the link lives on': async (stage, note) => {
    const { client, lastTokenTo, lastCodeTo } = stage
    const email = 'guessed-mail@example.org'
    await verified(stage, email)
    const { flowId } = await client.passwordless.start({ email })
    for (let guess = 0; guess < 5; guess += 1)
      await note(client.passwordless.complete({ flowId, code: 'abcdef' }))
    await note(client.passwordless.complete({ flowId, code: await lastCodeTo(email) }))
    await note(client.passwordless.complete({ token: await lastTokenTo(email) }))
  },
  'a mailed sign-in to an address that was not proven': async (stage, note) => {
    const { client, another, lastTokenTo } = stage
    const email = 'never-proven@example.org'
    await client.auth.register({ email, password, displayName: 'Somebody' })
    const verification = await lastTokenTo(email)
    await client.passwordless.start({ email })
    await note(client.passwordless.complete({ token: await lastTokenTo(email) }))
    await note(client.account.get())
    await note(another().auth.login({ email, password }))
    await note(another().auth.verifyEmail({ token: verification }))
  },
  'a mailed sign-in that asks for the second factor': async (stage, note) => {
    const { client, another, lastTokenTo } = stage
    const email = 'mail-and-app@example.org'
    await openAccount(stage, email)
    const { secret } = await client.mfa.enrollTotp()
    await client.mfa.confirmTotp({ code: codeOf(stage, secret) })
    await client.passwordless.start({ email })
    await note(another().passwordless.complete({ token: await lastTokenTo(email) }))
  },
  'a new password voids what was mailed to sign in with': async (stage, note) => {
    const { client, another, lastTokenTo } = stage
    const email = 'voided-mail@example.org'
    await openAccount(stage, email)
    await client.passwordless.start({ email })
    const token = await lastTokenTo(email)
    await client.password.change({ currentPassword: password, newPassword })
    await note(another().passwordless.complete({ token }))
  },
  'another address, and what was out for the old one': async (stage, note) => {
    const { client, another, lastTokenTo } = stage
    const [email, newEmail] = ['moves-from@example.org', 'moves-to@example.org']
    await openAccount(stage, email)
    await verified(stage, 'taken@example.org')
    await client.password.requestReset({ email })
    const reset = await lastTokenTo(email)
    await note(client.account.requestEmailChange({ newEmail: 'taken@example.org' }))
    await note(client.account.requestEmailChange({ newEmail }))
    await note(logOf(client))
    const token = await lastTokenTo(newEmail)
    await note(client.account.confirmEmailChange({ token: 'chg_made_up' }))
    await note(client.account.confirmEmailChange({ token }))
    await note(client.account.confirmEmailChange({ token }))
    await note(client.account.get())
    await note(client.password.confirmReset({ token: reset, newPassword }))
    await note(another().auth.login({ email, password }))
    await note(another().auth.login({ email: newEmail, password }))
  },
  'a request for a taken address voids the one before, as every request does': async (stage, note) => {
    const { client, lastTokenTo } = stage
    await verified(stage, 'kept@example.org')
    await openAccount(stage, 'asks-twice@example.org')
    await client.account.requestEmailChange({ newEmail: 'asked-first@example.org' })
    await client.account.requestEmailChange({ newEmail: 'kept@example.org' })
    await note(client.account.confirmEmailChange({ token: await lastTokenTo('asked-first@example.org') }))
  },
  'the same address written otherwise needs no way back': async (stage, note) => {
    const email = 'spelling@example.org'
    await openAccount(stage, email)
    await moveTo(stage, 'Spelling@example.org')
    await note(stage.client.account.get())
    await note(purposeOfLastMail(stage, email))
  },
  'the way back, which throws out whoever came since': async (stage, note) => {
    const { client, another, lastTokenTo } = stage
    const [email, newEmail] = ['owner@example.org', 'thief@example.org']
    await openAccount(stage, email)
    await moveTo(stage, newEmail)
    const { secret } = await client.mfa.enrollTotp()
    await client.mfa.confirmTotp({ code: codeOf(stage, secret) })
    const demand = await another().auth.login({ email: newEmail, password })
    if (demand.status !== 'mfa_required') throw new Error('expected a demand')
    const token = await lastTokenTo(email)
    await note(another().account.undoEmailChange({ token: 'und_made_up' }))
    await note(another().account.undoEmailChange({ token }))
    await note(another().account.undoEmailChange({ token }))
    await note(client.account.get())
    const code = codeOf(stage, secret)
    const { challengeToken } = demand
    await note(another().mfa.verify({ challengeToken, method: 'totp', code }))
    await note(another().auth.login({ email, password }))
    await client.password.requestReset({ email })
    await client.password.confirmReset({ token: await lastTokenTo(email), newPassword })
    await note(client.auth.login({ email, password: newPassword }))
    await note(client.mfa.status())
    await note(logOf(client))
  },
  'a way back that is over': async (stage, note) => {
    const email = 'too-late@example.org'
    await openAccount(stage, email)
    await moveTo(stage, 'too-late-to@example.org')
    await stage.advance(72 * HOUR + 1_000)
    await note(stage.client.account.undoEmailChange({ token: await stage.lastTokenTo(email) }))
  },
  'a closed account, taken back by signing in': async (stage, note) => {
    const { client, another, lastTokenTo } = stage
    const email = 'closing@example.org'
    await openAccount(stage, email)
    await client.passwordless.start({ email })
    const token = await lastTokenTo(email)
    await note(client.account.delete())
    await note(client.account.get())
    await note(another().passwordless.complete({ token }))
    await note(client.auth.login({ email, password }))
    await note(logOf(client))
    await note(client.account.export().then(({ erasedAfter }) => erasedAfter))
  },
  'everything that is held about a person': async (stage, note) => {
    const { client, advance } = stage
    const email = 'exported@example.org'
    await openAccount(stage, email)
    const { account, password: held, authenticatorApp, ...more } = await client.account.export()
    await note(Promise.resolve({ account, held, authenticatorApp }))
    await note(Promise.resolve(Object.keys(more).sort()))
    const fieldsOf = (rows: object[]) => rows.slice(0, 1).map((row) => Object.keys(row).sort())
    const { sessions, devices, securityLog, mails } = more
    await note(Promise.resolve([sessions, devices, securityLog, mails].map(fieldsOf)))
    await note(Promise.resolve([sessions.length, devices.length, securityLog.length]))
    await note(logOf(client))
    await advance(5 * MINUTE + 1_000)
    await note(client.account.export())
    await note(client.account.delete())
    await note(client.account.requestEmailChange({ newEmail: 'stale@example.org' }))
  },
}
