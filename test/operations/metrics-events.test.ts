import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { growthOf, readMetrics, sumOf } from '../harness/exposition.ts'
import { createWorld, useWorld, type World } from '../harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../harness/stand-in-provider.ts'

const claims = (name: string) => ({ sub: name, email: `${name}@example.org`, email_verified: true, name })

describe('metrics of providers', () => {
  let provider: StandInProvider
  let world: World
  beforeAll(async () => {
    provider = await startStandInProvider()
    world = await createWorld(withProviders(providerAt(provider.issuer)))
  })
  afterAll(async () => {
    await world?.stop()
    await provider?.close()
  })

  const callbacks = (outcome: string, reason: string) =>
    ['auth_oauth_callbacks_total', { provider: 'acme', outcome, reason }] as const
  const logins = (outcome: string) => ['auth_login_attempts_total', { method: 'provider', outcome }] as const

  async function signIn(name: string): Promise<number> {
    const begun = await begin(world)
    return (await finish(world, provider.signIn(begun.authorizationUrl, claims(name)), begun)).status
  }

  test('count a first and a later sign-in as one return each, and one account', async () => {
    const grown = await growthOf(
      world,
      {
        returns: callbacks('success', 'none'),
        logins: logins('success'),
        accounts: ['auth_registrations_total'],
        others: ['auth_oauth_callbacks_total', { provider: 'other' }],
      },
      async () => {
        expect(await signIn('ada')).toBe(200)
        expect(await signIn('ada')).toBe(200)
      },
    )
    expect(grown).toEqual({ returns: 2, logins: 2, accounts: 1, others: 0 })
  })

  test('count a return that fails under its reason', async () => {
    const grown = await growthOf(
      world,
      {
        state: callbacks('failure', 'oauth.state_invalid'),
        exchange: callbacks('failure', 'oauth.exchange_failed'),
        logins: logins('failure'),
      },
      async () => {
        const begun = await begin(world)
        const returned = provider.signIn(begun.authorizationUrl, claims('bob'))
        await finish(world, { ...returned, state: 'A'.repeat(43) }, begun)
        await finish(world, { ...returned, code: 'made-up' }, begun)
      },
    )
    expect(grown).toEqual({ state: 1, exchange: 1, logins: 2 })
  })

  test('count what an administrator does, by its name', async () => {
    const admin = await world.people.signedIn('root')
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE email = ${admin.email}`
    const grown = await growthOf(
      world,
      { acts: ['auth_admin_actions_total', { action: 'provider.switched' }] },
      async () => {
        const answer = await world
          .as(admin)
          .via('tRPC', 'admin.providers.set', { provider: 'acme', enabled: false })
        expect(answer.status).toBe(200)
      },
    )
    expect(grown).toEqual({ acts: 1 })
  })
})

describe('metrics of an audit log that cannot be written', () => {
  const world = useWorld()

  test('count each event that was lost, and no sign-in, since there was none', async () => {
    const ada = await world.people.verified('ada')
    await world.sql.unsafe(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse()`)
    const grown = await growthOf(
      world,
      { lost: ['audit_write_failures_total'], logins: ['auth_login_attempts_total'] },
      async () => {
        const { email, password } = ada
        const answer = await world.rest('POST', '/login', { email, password })
        expect(answer.status).toBeGreaterThanOrEqual(500)
      },
    )
    expect(grown).toEqual({ lost: 1, logins: 0 })
    const told = world.log.entries().filter(({ event }) => event === 'audit.write_failed')
    expect(told).toMatchObject([{ level: 'error', reason: 'disk full' }])
    expect(sumOf(await readMetrics(world), 'service_ready')).toBe(1)
  })
})
