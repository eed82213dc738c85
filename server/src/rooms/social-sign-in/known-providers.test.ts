import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../../../../test/harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../../../../test/harness/stand-in-provider.ts'

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad'

let provider: StandInProvider
let world: World

async function settle(options: Parameters<typeof providerAt>[1], metadata: object = {}) {
  provider = await startStandInProvider()
  Object.assign(provider.metadata, metadata)
  world = await createWorld(withProviders(providerAt(provider.issuer, options)))
}
async function leave() {
  await world?.stop()
  await provider?.close()
}
async function signIn(id: string, claims: Record<string, unknown>) {
  const begun = await begin(world, '', { provider: id })
  const returned = provider.signIn(begun.authorizationUrl, claims)
  return finish(world, returned, { provider: id, headers: begun.headers })
}
const failed = { status: 502, body: { code: 'oauth.exchange_failed' } }

describe('Microsoft’s shared tenants', () => {
  let authority: string
  beforeAll(async () => {
    provider = await startStandInProvider()
    authority = provider.issuer
    Object.assign(provider.metadata, { issuer: `${authority}/{tenantid}/v2.0` })
    world = await createWorld(
      withProviders(
        providerAt(`${authority}/{tenantid}/v2.0`, {
          ...{ id: 'microsoft', kind: 'microsoft', discoveryUrl: `${authority}/organizations/v2.0` },
        }),
      ),
    )
  })
  afterAll(leave)

  const from = (tid: string, changes: object = {}) => ({
    ...{ iss: `${authority}/${tid}/v2.0`, tid, sub: 'ada', email: 'ada@contoso.test', ...changes },
  })

  test('O4 an identity is that of a tenant: the same sub of another is another person', async () => {
    const first = await signIn('microsoft', from(TENANT, { xms_edov: true }))
    expect(first).toMatchObject({ status: 200, body: { isNewUser: true } })
    expect((await signIn('microsoft', from(TENANT))).body).toMatchObject({ isNewUser: false })
    const other = TENANT.replace('7', '8')
    expect(await signIn('microsoft', from(other, { xms_edov: true }))).toMatchObject({
      status: 409,
      body: { code: 'oauth.link_required' },
    })
    const [row] = await world.sql`SELECT issuer FROM identities`
    expect(row?.issuer).toBe(`${authority}/${TENANT}/v2.0`)
  })

  test('O4 O5 an address counts only when Microsoft says that its domain’s owner was verified', async () => {
    for (const xms_edov of [undefined, false, 'true', 1])
      expect(await signIn('microsoft', from(TENANT, { sub: 'new', xms_edov }))).toMatchObject({
        status: 403,
        body: { code: 'oauth.email_unverified' },
      })
  })

  test.each([
    ['an issuer of another tenant than tid', () => ({ ...from(TENANT), tid: TENANT.replace('7', '8') })],
    ['no tid', () => ({ ...from(TENANT), tid: undefined })],
    ['a tid that is no tenant', () => from('common')],
    ['a tid that climbs', () => from('../evil')],
    ['an issuer elsewhere', () => ({ ...from(TENANT), iss: `https://evil.test/${TENANT}/v2.0` })],
    ['the unfilled pattern', () => ({ ...from('{tenantid}') })],
    ['a personal account, of organizations only', () => from(CONSUMERS, { xms_edov: true })],
  ])('O4 O3 %s is refused', async (_, claims) => {
    expect(await signIn('microsoft', claims())).toMatchObject(failed)
  })
})

describe('Google', () => {
  beforeAll(() =>
    settle({ id: 'google', kind: 'google', name: 'Google', trustedDomains: ['gmail.com', 'googlemail.com'] }),
  )
  afterAll(leave)

  test('O5 its word is enough for an organization’s address when it names that organization, and else is not', async () => {
    await world.people.verified('ada')
    const ada = { sub: 'g', email: 'ada@example.org', email_verified: true }
    const linkRequired = { status: 409, body: { code: 'oauth.link_required' } }
    expect(await signIn('google', ada)).toMatchObject(linkRequired)
    expect(await signIn('google', { ...ada, hd: 'sub.example.org' })).toMatchObject(linkRequired)
    expect(await signIn('google', { ...ada, hd: 'example.org', email_verified: 'true' })).toMatchObject({
      status: 403,
    })
    expect(await signIn('google', { ...ada, hd: 'example.org' })).toMatchObject({
      status: 200,
      body: { isNewUser: false, user: { email: 'ada@example.org' } },
    })
  })
})
