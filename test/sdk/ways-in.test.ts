import { expect, test } from 'vitest'
import { z } from 'zod'
import { signsIn } from '../../scripts/sdk/print-contract.ts'
import { createClient, type SessionChange } from '../../sdk/src/index.ts'
import { createTestPlatform } from '../../sdk/src/testing.ts'
import { password } from './scenarios.ts'

const baseUrl = 'https://id.example.org'

test('a demand for a second factor is passed on, and leaves the session there is as it was', async () => {
  const { fetch } = createTestPlatform({ baseUrl })
  const client = createClient({ baseUrl, fetch })
  const changes: SessionChange[] = []
  client.session.subscribe((change) => changes.push(change))
  const login = (email: string) => client.auth.login({ email, password })
  await expect(login('hedy@example.org')).resolves.toMatchObject({ status: 'mfa_required' })
  expect(client.session.get()).toBeNull()
  await login('ada@example.org')
  const before = client.session.get()
  await expect(login('hedy@example.org')).resolves.toMatchObject({ methods: ['totp', 'recovery_code'] })
  expect(client.session.get()).toEqual(before)
  await expect(client.account.get()).resolves.toMatchObject({ email: 'ada@example.org' })
  expect(changes.map(({ type }) => type)).toEqual(['signed_in'])
})

test('a page that was just loaded connects a provider with the session of its cookie', async () => {
  const platform = createTestPlatform({ baseUrl })
  const { fetch } = platform.newBrowser()
  const open = () => createClient({ baseUrl, fetch, delivery: 'cookie' })
  await open().auth.login({ email: 'ada@example.org', password })
  const page = open()
  const { authorizationUrl } = await page.oauth.authorize({ provider: 'google', mode: 'link' })
  const before = page.session.get()
  const returned = platform.signInAtProvider(authorizationUrl, { email: 'ada@gmail.example' })
  const result = await page.oauth.callback({ provider: 'google', ...returned })
  expect(result).toMatchObject({ status: 'signed_in', isNewUser: false })
  expect(page.session.get()?.sessionId).not.toBe(before?.sessionId)
  expect(platform.users.ada.identities).toMatchObject([{ provider: 'google', email: 'ada@gmail.example' }])
  const stranger = createClient({ baseUrl, fetch: platform.newBrowser().fetch, delivery: 'cookie' })
  await expect(stranger.oauth.authorize({ provider: 'google', mode: 'link' })).rejects.toMatchObject({
    code: 'auth.unauthenticated',
  })
})

test('a passkey of the stand-in signs in, steps up, is a second factor, and answers a challenge once', async () => {
  const platform = createTestPlatform({ baseUrl })
  const client = createClient({ baseUrl, fetch: platform.fetch })
  const { hedy } = platform.users
  const demand = await client.auth.login({ email: hedy.email, password })
  if (demand.status !== 'mfa_required') throw new Error('expected a demand')
  const { challengeToken } = demand
  await client.mfa.verify({ challengeToken, method: 'totp', code: platform.totpCode(hedy) })
  const made = platform.makePasskey((await client.passkeys.registrationOptions()).options)
  await expect(client.passkeys.register({ response: made, name: 'Key' })).resolves.toMatchObject({
    name: 'Key',
  })
  await expect(client.passkeys.register({ response: made })).rejects.toMatchObject({
    code: 'passkey.invalid',
  })
  const [passkey] = hedy.passkeys
  const stepUp = await client.auth.reauthenticateOptions()
  const assertion = platform.usePasskey(stepUp.options, passkey!)
  await expect(client.auth.reauthenticate({ assertion })).resolves.toMatchObject({ status: 'signed_in' })

  const other = createClient({ baseUrl, fetch: platform.fetch })
  const { options } = await other.passkeys.loginOptions()
  const response = platform.usePasskey(options, passkey!)
  await expect(other.passkeys.login({ response })).resolves.toMatchObject({ status: 'signed_in' })
  expect(other.session.user?.email).toBe(hedy.email)
  await expect(other.passkeys.login({ response })).rejects.toMatchObject({ code: 'auth.invalid_credentials' })
  const second = await other.auth.login({ email: hedy.email, password })
  if (second.status !== 'mfa_required') throw new Error('expected a demand')
  expect(second.methods).toContain('passkey')
  const bound = { challengeToken: second.challengeToken }
  const proof = platform.usePasskey((await other.passkeys.loginOptions(bound)).options, passkey!)
  const verified = other.mfa.verify({ ...bound, method: 'passkey', assertion: proof })
  await expect(verified).resolves.toMatchObject({ status: 'signed_in' })
})

test('A5 the last administrator of the stand-in cannot leave before there is another', async () => {
  const platform = createTestPlatform({ baseUrl })
  const client = createClient({ baseUrl, fetch: platform.fetch })
  await client.auth.login({ email: platform.users.linus.email, password })
  await expect(client.account.delete()).rejects.toMatchObject({ code: 'admin.last_admin' })
  platform.users.ada.platformRole = 'admin'
  await expect(client.account.delete()).resolves.toMatchObject({ status: 'closing' })
})

test('what signs in is told by its shape, whatever it is called and goes with', () => {
  const session = z.object({ status: z.literal('signed_in'), accessToken: z.string() })
  const demand = z.object({ status: z.literal('mfa_required'), challengeToken: z.string() })
  const more = { isNewUser: z.boolean() }
  for (const schema of [
    session,
    session.extend(more),
    z.discriminatedUnion('status', [session, demand]),
    z.discriminatedUnion('status', [demand.extend(more), session.extend(more)]),
    z.intersection(z.union([session, demand]), z.object(more)),
    z.union([session, z.void()]),
    session.nullable().optional(),
  ]) {
    expect(signsIn(schema)).toBe(true)
  }
  for (const schema of [demand, z.void(), z.object({ status: z.literal('signed_in') }), z.array(session)]) {
    expect(signsIn(schema)).toBe(false)
  }
})
