import { afterAll, describe, expect, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import { startStandInProvider } from '../../../../test/harness/stand-in-provider.ts'
import { minutes } from '../../kit/duration.ts'
import type { SignInDiagnosis } from './schemas.ts'

const provider = await startStandInProvider()
afterAll(() => provider.close())

const WRONG = 'wrong-password-of-somebody'

describe.each(faces)('why somebody cannot sign in, over %s', (face) => {
  const world = useWorld(withProviders(providerAt(provider.issuer)))
  let staffHeaders: Record<string, string> | undefined

  /** What support is told. Asked as somebody freshly signed in: tests here move the clock. */
  async function ask(question: { email: string } | { requestId: string }): Promise<SignInDiagnosis> {
    staffHeaders ??= (await world.people.staff('staff', 'support')).headers
    let answer = await world.via(face, 'admin.diagnostics.signIn', question, staffHeaders)
    if (answer.status === 401) {
      staffHeaders = (await world.people.staff(`staff${crypto.randomUUID().slice(0, 8)}`, 'support')).headers
      answer = await world.via(face, 'admin.diagnostics.signIn', question, staffHeaders)
    }
    expect(answer.status, answer.text).toBe(200)
    return answer.body as unknown as SignInDiagnosis
  }
  const login = (email: string, password: string, headers: Record<string, string> = {}) =>
    world.via(face, 'auth.login', { email, password }, headers)
  const reasons = ({ verdict }: SignInDiagnosis) => verdict.map(({ reason }) => reason)
  const traces = ({ attempts }: SignInDiagnosis) =>
    attempts[0]?.trace.map(({ step, outcome }) => `${step} ${outcome}`)

  test('nothing stands in the way: the last attempt went all the way', async () => {
    const ada = await world.people.signedIn('ada')
    const told = await ask({ email: 'ADA@example.org' })
    expect(told.verdict).toEqual([])
    expect(told.account).toMatchObject({
      id: ada.userId,
      exists: true,
      status: 'active',
      isVerified: true,
      hasPassword: true,
    })
    expect(told.attempts[0]).toMatchObject({ outcome: 'success', reason: null, method: 'password' })
    expect(traces(told)).toEqual([
      'limit passed',
      'address passed',
      'pause passed',
      'first_factor passed',
      'account passed',
      'session passed',
    ])
  })

  test('a wrong password, by address and by the id of the request', async () => {
    const bea = await world.people.verified('bea')
    const requestId = `why-${face}-wrong`
    await login(bea.email, WRONG, { 'x-request-id': requestId, 'user-agent': 'Probe/1' })
    for (const told of [await ask({ email: bea.email }), await ask({ requestId })]) {
      expect(told.account).toMatchObject({ email: bea.email, failedAttempts: 1 })
      expect(told.attempts[0]).toMatchObject({
        requestId,
        outcome: 'failure',
        reason: 'wrong_password',
        method: 'password',
        ip: expect.stringMatching(/^10\./),
        userAgent: 'Probe/1',
      })
      expect(traces(told)?.at(-1)).toBe('first_factor refused')
    }
  })

  test('an address nobody has', async () => {
    const requestId = `why-${face}-unknown`
    await login('nobody@example.org', WRONG, { 'x-request-id': requestId })
    for (const told of [await ask({ email: 'nobody@example.org' }), await ask({ requestId })]) {
      expect(told).toMatchObject({ account: null, attempts: [{ reason: 'unknown_address' }] })
      expect(reasons(told)).toEqual(['unknown_address'])
      expect(traces(told)).toEqual(['limit passed', 'address refused'])
    }
  })

  test('an address that is not verified', async () => {
    const { email, password } = await world.people.signedUp('cleo')
    await login(email, password)
    const told = await ask({ email })
    expect(told.account).toMatchObject({ isVerified: false })
    expect(told.verdict).toMatchObject([
      { reason: 'email_not_verified', answer: 'auth.email_not_verified', way: 'any' },
    ])
    expect(told.attempts[0]).toMatchObject({ reason: 'auth.email_not_verified' })
    expect(traces(told)?.slice(-2)).toEqual(['first_factor passed', 'account refused'])
  })

  test('a pause, and until when', async () => {
    const { email, password } = await world.people.verified('dora')
    for (let n = 0; n < 10; n++) await login(email, WRONG)
    const told = await ask({ email })
    expect(reasons(told)).toContain('password_paused')
    const paused = told.verdict.find(({ reason }) => reason === 'password_paused')!
    const leftMs = new Date(paused.until!).getTime() - world.clock.nowMs()
    expect(leftMs).toBeGreaterThan(minutes(13))
    expect(leftMs).toBeLessThan(minutes(16))
    expect(told.account!.pausedUntil).toEqual(paused.until)
    expect(traces(told)).toContain('pause refused')
    await world.clock.advance(minutes(16))
    expect((await login(email, password)).status).toBe(200)
    expect(reasons(await ask({ email }))).toEqual([])
  })

  test('L8 a limit that is used up, and the refusal that nobody else would tell of', async () => {
    const email = `limited-${face.toLowerCase()}@example.org`
    const caller = world.from(face === 'REST' ? '192.0.2.50' : '192.0.2.51')
    const ids: string[] = []
    for (let n = 0; n < 13; n++) {
      const answer = await caller.via(
        face,
        'auth.login',
        { email, password: WRONG },
        { 'x-request-id': `why-${face}-limit-${n}` },
      )
      if (answer.status === 429) ids.push(`why-${face}-limit-${n}`)
    }
    const told = await ask({ email })
    expect(reasons(told)).toContain('limit_reached')
    const limited = told.verdict.find(({ reason }) => reason === 'limit_reached')!
    expect(limited).toMatchObject({ answer: 'auth.too_many_attempts', way: 'password' })
    expect(new Date(limited.until!).getTime()).toBeGreaterThan(world.clock.nowMs())
    const byLimit = told.attempts.filter(({ reason }) => reason === 'rate_limited')
    expect(byLimit).toHaveLength(1)
    expect(byLimit[0]!.trace).toEqual([{ step: 'limit', outcome: 'refused', detail: 'auth.login:email' }])
    expect(ids).toContain(byLimit[0]!.requestId)
    expect(await ask({ requestId: byLimit[0]!.requestId })).toMatchObject({
      attempts: [{ reason: 'rate_limited' }],
    })
  })

  test('an absolute stop', async () => {
    const { email } = await world.people.verified('erin')
    await world.sql`UPDATE credentials SET failed_login_attempts = 100 WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    const told = await ask({ email })
    expect(told.account).toMatchObject({ isStopped: true, failedAttempts: 100 })
    expect(told.verdict).toMatchObject([{ reason: 'password_stopped', until: null }])
  })

  test('a disabled account, also one that is several things at once, in the order of the gate', async () => {
    const { email, password } = await world.people.verified('fay')
    await world.sql`UPDATE users SET disabled_at = now(), is_verified = false WHERE email = ${email}`
    await world.sql`UPDATE credentials SET change_required = true WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    await login(email, password)
    const told = await ask({ email })
    expect(reasons(told)).toEqual(['account_disabled', 'email_not_verified', 'password_change_required'])
    expect(told.account).toMatchObject({ status: 'disabled' })
    expect(told.attempts[0]).toMatchObject({ reason: 'auth.account_disabled' })
  })

  test('a new password is demanded', async () => {
    const { email, password } = await world.people.verified('gina')
    await world.sql`UPDATE credentials SET change_required = true WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    await login(email, password)
    const told = await ask({ email })
    expect(told.verdict).toMatchObject([{ reason: 'password_change_required', way: 'password' }])
    expect(told.attempts[0]).toMatchObject({ reason: 'auth.password_change_required' })
  })

  test('a wrong second factor, one that took too long, and a pause of them', async () => {
    const hanna = await world.people.withTotp('hanna')
    const { email, password } = hanna
    const challenge = async () => String((await login(email, password)).body.challengeToken)
    const verify = (challengeToken: string, code: string) =>
      world.via(face, 'mfa.verify', { challengeToken, method: 'totp', code })
    await verify(await challenge(), '000000')
    const wrong = await ask({ email })
    expect(wrong.attempts[0]).toMatchObject({ outcome: 'failure', reason: 'wrong_code', method: 'totp' })
    expect(wrong.attempts[1]).toMatchObject({ outcome: 'challenged', reason: null, method: 'password' })
    expect(traces(wrong)).toContain('second_factor refused')
    const late = await challenge()
    await world.clock.advance(minutes(6))
    expect((await verify(late, hanna.codeNow())).body.code).toBe('mfa.challenge_expired')
    expect((await ask({ email })).attempts[0]).toMatchObject({ reason: 'challenge_expired' })
    for (let n = 0; n < 2; n++) {
      const token = await challenge()
      for (let tries = 0; tries < 5; tries++) await verify(token, '000000')
    }
    expect((await verify(await challenge(), hanna.codeNow())).body.code).toBe('auth.too_many_attempts')
    const paused = await ask({ email })
    expect(reasons(paused)).toEqual(['second_factor_paused'])
    expect(paused.account!.mfaPausedUntil).toEqual(paused.verdict[0]!.until)
    expect(paused.attempts[0]).toMatchObject({ reason: 'still_paused' })
  })

  test('a provider that refused, and one that is switched off', async () => {
    const claims = { sub: 'ida', email: 'ida@example.org', email_verified: false, name: 'Ida' }
    const begun = await begin(world)
    await finish(world, provider.signIn(begun.authorizationUrl, claims), begun)
    expect((await ask({ email: 'ida@example.org' })).attempts[0]).toMatchObject({
      method: 'provider',
      reason: 'oauth.email_unverified',
    })
    const verified = { sub: 'jane', email: 'jane@example.org', email_verified: true, name: 'Jane' }
    const second = await begin(world)
    await finish(world, provider.signIn(second.authorizationUrl, verified), second)
    const third = await begin(world)
    const returned = provider.signIn(third.authorizationUrl, verified)
    await world.sql`INSERT INTO provider_switches (provider, is_enabled) VALUES ('acme', false)
      ON CONFLICT (provider) DO UPDATE SET is_enabled = false`
    const refused = await finish(world, returned, third)
    const told = await ask({ email: 'jane@example.org' })
    expect(told.verdict).toEqual([
      {
        reason: 'password_not_set',
        answer: 'auth.invalid_credentials',
        way: 'password',
        until: null,
        subject: null,
      },
      {
        reason: 'provider_off',
        answer: 'oauth.provider_unavailable',
        way: 'provider',
        until: null,
        subject: 'acme',
      },
    ])
    const requestId = (refused.body as unknown as { requestId: string }).requestId
    expect((await ask({ requestId })).attempts).toMatchObject([
      { reason: 'oauth.provider_unavailable', method: 'provider' },
    ])
    await world.sql`DELETE FROM provider_switches`
  })

  test('an organization that asks for a second factor', async () => {
    const { email, organizationId } = await world.people.withOrganization('kim')
    await world.sql`UPDATE organizations SET require_mfa = true WHERE id = ${organizationId}`
    expect((await ask({ email })).verdict).toEqual([
      {
        reason: 'organization_requires_mfa',
        answer: 'org.mfa_required',
        way: 'organization',
        until: null,
        subject: organizationId,
      },
    ])
  })

  test('that somebody looked is recorded, and the person sees it; attempts of others are not told', async () => {
    const lena = await world.people.signedIn('lena')
    await world.people.signedIn('mia')
    const told = await ask({ email: lena.email })
    expect(JSON.stringify(told)).not.toContain('mia')
    const { body } = await world.via(face, 'account.securityLog', {}, lena.headers)
    expect((body.items as { action: string; ip: unknown }[])[0]).toMatchObject({
      action: 'admin.diagnosed',
      ip: null,
    })
    expect(JSON.stringify(await ask({ email: lena.email }))).not.toContain('admin.diagnosed')
  })

  test('a request that was none of a sign-in tells of nobody', async () => {
    const requestId = `why-${face}-other`
    const nora = await world.people.signedIn('nora')
    await world.via(
      face,
      'account.update',
      { displayName: 'Nora' },
      { ...nora.headers, 'x-request-id': requestId },
    )
    expect(await ask({ requestId })).toEqual({ account: null, verdict: [], attempts: [] })
    expect(await ask({ requestId: 'nobody-ever-asked' })).toEqual({
      account: null,
      verdict: [],
      attempts: [],
    })
  })

  test('A2 nobody else is told anything', async () => {
    const olga = await world.people.signedIn('olga')
    const { body } = await world.via(face, 'admin.diagnostics.signIn', { email: olga.email }, olga.headers)
    expect(body.code).toBe('not_found')
  })
})
