import { describe, expect, test } from 'vitest'
import { type Answer, faces, useWorld } from '../harness/index.ts'
import { everythingStored } from './stored.ts'

const PREFIXED = /\b(?:vfy|rst|rt|dev|gk)_[A-Za-z0-9_-]{20,}/g
const JWT = /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g

describe.each(faces)('a whole life over %s', (face) => {
  const world = useWorld()
  const secrets = new Set<string>()

  /** Remembers every secret an answer hands out, in its body or in a cookie. */
  function note(answer: Answer): Answer {
    const cookies = [...answer.cookies.values()].map(({ value }) => value)
    for (const text of [answer.text, ...cookies]) {
      for (const pattern of [PREFIXED, JWT])
        for (const [secret] of text.matchAll(pattern)) secrets.add(secret)
    }
    return answer
  }

  test('P10 D3 leaves no secret in any log line, right or wrong, in clear, hex or base64', async () => {
    const email = 'ada.private@example.org'
    const passwords = [
      'first herons over a lake',
      'second herons over a lake',
      'third herons over a lake',
      'wrong herons over it',
    ]
    const [first, second, third, wrong] = passwords as [string, string, string, string]
    for (const password of passwords) secrets.add(password)
    const call = async (path: string, input: object = {}, headers: Record<string, string> = {}) =>
      note(await world.via(face, path, input, headers))
    const mailed = async (prefix: string) => {
      const token = await world.mailbox.lastToken(prefix)
      secrets.add(token)
      return token
    }
    const signedIn = async (input: object, headers: Record<string, string> = {}) => {
      const { body } = await call('auth.login', { email, ...input }, headers)
      return {
        authorization: `Bearer ${body.accessToken}`,
        refreshToken: body.refreshToken,
        deviceToken: body.deviceToken,
      }
    }

    await call(
      'auth.register',
      { email, password: first, displayName: 'Ada' },
      { 'idempotency-key': 'a-key-of-the-caller-0001' },
    )
    await call('auth.register', { email, password: first, displayName: 'Ada' })
    await call('auth.login', { email, password: first })
    await mailed('rst_')
    const token = await mailed('vfy_')
    await call('auth.verifyEmail', { token, extra: token })
    await call('auth.verifyEmail', { token })
    await call('auth.verifyEmail', { token })
    for (let count = 0; count < 3; count++) await call('auth.login', { email, password: wrong })
    const { authorization, refreshToken, deviceToken } = await signedIn({ password: first })
    await signedIn({ password: first, deviceToken, delivery: 'cookie' }, { 'sec-fetch-site': 'same-origin' })
    await call('auth.refresh', { refreshToken })
    await world.clock.advance(11_000)
    await call('auth.refresh', { refreshToken })
    await call('account.get', {}, { authorization: `${authorization}x` })
    const again = await signedIn({ password: first })
    await call('auth.reauthenticate', { password: wrong }, { authorization: again.authorization })
    await call(
      'password.change',
      { currentPassword: wrong, newPassword: second },
      { authorization: again.authorization },
    )
    await call(
      'password.change',
      { currentPassword: first, newPassword: second },
      { authorization: again.authorization },
    )
    await call('password.requestReset', { email })
    await call('password.confirmReset', { token: await mailed('rst_'), newPassword: third })
    await call('auth.logout', { refreshToken: again.refreshToken })
    await world.fetch(`/reset-password?token=${await mailed('rst_')}`)
    await world.fetch(`/api/v1/me?access_token=${authorization.slice(7)}`)
    const made = await call(
      'apiKeys.create',
      { name: 'Deploys', scopes: ['account:read'] },
      { authorization: (await signedIn({ password: third })).authorization },
    )
    const key = String(made.body.key)
    expect(secrets).toContain(key)
    await call('account.get', {}, { 'x-api-key': key })
    await call('account.get', {}, { authorization: `Bearer ${key}` })
    await call('account.get', {}, { authorization: `Bearer ${key}`, 'x-api-key': `${key}x` })
    await call('apiKeys.verify', { key, extra: key })
    await call('apiKeys.verify', { key })
    await world.fetch(`/api/v1/me?api_key=${key}`)
    await world.fetch(`/${key}`)
    // Faults that carry their parameters: drizzle's message quotes them.
    await world.sql`ALTER TABLE api_keys RENAME TO api_keys_away`
    await call('account.get', {}, { 'x-api-key': key })
    await call('apiKeys.verify', { key })
    await world.sql`ALTER TABLE api_keys_away RENAME TO api_keys`
    await world.sql`ALTER TABLE sessions RENAME TO sessions_away`
    await call('auth.login', { email, password: third })
    await call('account.get', {}, { authorization: again.authorization })
    await world.sql`ALTER TABLE sessions_away RENAME TO sessions`

    expect([...secrets].filter((secret) => secret.startsWith('eyJ')).length).toBeGreaterThan(2)
    expect([...secrets].filter((secret) => /^(?:vfy|rst|rt|dev)_/.test(secret)).length).toBeGreaterThan(5)
    expect(world.log.lines.length).toBeGreaterThan(20)

    const logged = world.log.lines.join('\n')
    const stored = await everythingStored(world.sql)
    for (const secret of secrets) {
      for (const form of formsOf(secret)) {
        expect(logged).not.toContain(form)
        expect(stored).not.toContain(form)
      }
    }
    expect(logged).not.toContain('a-secret-of-the-test-world')
    // The address is personal: it stands in the database, and in no log line.
    expect(logged).not.toContain(email)
    expect(stored).toContain(email)
  })
})

/** What a secret could look like where somebody was careless with it. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const withoutPrefix = /^(?:vfy|rst|rt|dev|gk)_(.+)$/.exec(secret)?.[1]
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    encodeURIComponent(secret),
    ...(withoutPrefix ? [withoutPrefix, Buffer.from(withoutPrefix, 'base64url').toString('hex')] : []),
  ]
}
