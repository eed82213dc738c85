import { describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

const KEY = 'b7Zt0qRk3mXv9LwYc5NhE2uJfS8aGdPi4oTxKzQeW1r'
const SECRET = 'what-the-provider-knows-us-by'
const load = (env: Record<string, string>) => loadConfig({ SECRET_KEY: KEY, ...env })
const listed = (...providers: unknown[]) => load({ OIDC_PROVIDERS: JSON.stringify(providers) })
const acme = {
  ...{ id: 'acme', name: 'Acme', issuer: 'https://id.acme.test/realms/main' },
  ...{ clientId: 'gatehouse', clientSecret: SECRET },
}

function problemsOf(run: () => unknown): readonly { name: string; problem: string }[] {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) {
      expect(error.message).not.toContain(SECRET)
      return error.problems
    }
    throw error
  }
  return []
}

describe('the configuration of providers', () => {
  test('is empty unless told', () => {
    const { config, secrets } = load({})
    expect(config.providers).toEqual([])
    expect(secrets.providerSecrets).toEqual({})
  })

  test('keeps the secrets apart', () => {
    const { config, secrets } = load({
      ...{ GOOGLE_CLIENT_ID: 'g', GOOGLE_CLIENT_SECRET: `${SECRET}-g` },
      ...{ MICROSOFT_CLIENT_ID: 'm', MICROSOFT_CLIENT_SECRET: `${SECRET}-m` },
      OIDC_PROVIDERS: JSON.stringify([{ ...acme, scopes: ['email'], trustedDomains: ['Acme.test'] }]),
    })
    expect(JSON.stringify(config)).not.toContain(SECRET)
    expect(secrets.providerSecrets).toEqual({ google: `${SECRET}-g`, microsoft: `${SECRET}-m`, acme: SECRET })
    expect(config.providers).toMatchObject([
      {
        id: 'google',
        issuer: 'https://accounts.google.com',
        trustedDomains: ['gmail.com', 'googlemail.com'],
      },
      {
        id: 'microsoft',
        issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
        discoveryUrl: 'https://login.microsoftonline.com/common/v2.0',
        trustedDomains: [],
      },
      { id: 'acme', issuer: acme.issuer, scopes: ['openid', 'email'], trustedDomains: ['acme.test'] },
    ])
  })

  test('knows one Microsoft tenant by its own issuer', () => {
    const tenant = '72F988BF-86F1-41AF-91AB-2D7CD011DB47'
    const { config } = load({
      ...{ MICROSOFT_CLIENT_ID: 'm', MICROSOFT_CLIENT_SECRET: SECRET, MICROSOFT_TENANT: tenant },
      MICROSOFT_AUTHORITY: 'https://login.microsoftonline.us/',
    })
    const issuer = `https://login.microsoftonline.us/${tenant.toLowerCase()}/v2.0`
    expect(config.providers).toMatchObject([{ issuer, discoveryUrl: issuer }])
  })

  test.each([
    [{ GOOGLE_CLIENT_ID: 'g' }, 'GOOGLE_CLIENT_SECRET'],
    [{ GOOGLE_CLIENT_SECRET: SECRET }, 'GOOGLE_CLIENT_ID'],
    [{ MICROSOFT_CLIENT_ID: 'm' }, 'MICROSOFT_CLIENT_SECRET'],
    [{ MICROSOFT_CLIENT_SECRET: SECRET }, 'MICROSOFT_CLIENT_ID'],
    [{ MICROSOFT_TENANT: 'contoso' }, 'MICROSOFT_TENANT'],
    [{ GOOGLE_ISSUER: 'https://user:pass@accounts.test' }, 'GOOGLE_ISSUER'],
    [{ OIDC_PROVIDERS: '{}' }, 'OIDC_PROVIDERS'],
    [{ OIDC_PROVIDERS: '[' }, 'OIDC_PROVIDERS'],
  ])('refuses %j, naming %s', (env, name) => {
    expect(problemsOf(() => load(env)).map((problem) => problem.name)).toEqual([name])
  })

  test.each([
    ['[0].id', { ...acme, id: 'Acme' }],
    ['[0].id', { ...acme, id: 'google' }],
    ['[0].id', { ...acme, id: 'a' }],
    ['[0].name', { ...acme, name: '<b>' }],
    ['[0].issuer', { ...acme, issuer: 'https://id.acme.test/?x=1' }],
    ['[0].issuer', { ...acme, issuer: 'ldap://id.acme.test' }],
    ['[0].clientId', { ...acme, clientId: '' }],
    ['[0].clientSecret', { ...acme, clientSecret: undefined }],
    ['[0].scopes', { ...acme, scopes: 'openid' }],
    ['[0].trustedDomains', { ...acme, trustedDomains: ['*'] }],
    ['[0] has a field', { ...acme, secret: SECRET }],
    ['[0] must be an object', 'acme'],
  ])('names the field: %s', (field, provider) => {
    const problems = problemsOf(() => listed(provider))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ name: 'OIDC_PROVIDERS', problem: expect.stringContaining(field) })
  })

  test('refuses one id twice, and one secret twice', () => {
    expect(problemsOf(() => listed(acme, { ...acme, clientSecret: `${SECRET}-2` }))[0]?.problem).toMatch(
      /^\[1\]\.id/,
    )
    expect(problemsOf(() => listed(acme, { ...acme, id: 'other' }))[0]?.problem).toMatch(/same secret/)
  })

  test('takes http outside production only', () => {
    const provider = { ...acme, issuer: 'http://127.0.0.1:9000' }
    expect(listed(provider).config.providers).toHaveLength(1)
    const production = {
      ...{ NODE_ENV: 'production', PUBLIC_URL: 'https://id.example.org/', SECRET_KEY: KEY },
      ...{ DATABASE_URL: 'postgres://app:hunter-two@db/authdb', REDIS_URL: 'rediss://cache:6380' },
      ...{ SMTP_URL: 'smtp://user:mail-pass@relay:587', MAIL_FROM: 'E <no-reply@example.org>' },
    }
    const problems = problemsOf(() =>
      loadConfig({
        ...{ ...production, GOOGLE_ISSUER: 'http://127.0.0.1:1', MICROSOFT_AUTHORITY: 'http://127.0.0.1:1' },
        OIDC_PROVIDERS: JSON.stringify([provider]),
      }),
    )
    expect(problems.map(({ name }) => name)).toEqual([
      'GOOGLE_ISSUER',
      'MICROSOFT_AUTHORITY',
      'OIDC_PROVIDERS',
    ])
  })
})
