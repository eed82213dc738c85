import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type StandInVault, startStandInVault } from '../../test/harness/stand-in-vault.ts'
import { ConfigError, readConfiguration } from './config.ts'
import type { Environment } from './config-reading.ts'

const KEY = 'Hy6Vn2Ce8Kt4Rw0Jp5Lx9Bd3Qz7Ms1Gf-Aa2Uu4Ii6Oo'
const OTHER_KEY = 'Zb3Nc7Mv1Lk5Jh9Gf4Ds8Aq2Wp6Eo0Ri-Ty7Uu3Xx1Kk'
const days = (count: number) => new Date(Date.now() + count * 86_400_000)

describe('secrets of a key vault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  let vault: StandInVault
  beforeEach(async () => {
    vault = await startStandInVault({
      'SECRET-KEY': KEY,
      'DATABASE-URL': 'postgres://app:first-word@db/authdb',
      'REDIS-URL': 'redis://:redis-word@redis',
      'SMTP-URL': 'smtp://mail:mail-word@relay:587',
      'somebody-elses': 'not ours',
    })
    return () => vault.close()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const read = (env: Environment = {}) => readConfiguration({ DATA_DIR: folder, ...vault.env, ...env })
  const refusal = async (env: Environment = {}) => {
    const error = await read(env).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!(error instanceof Error)) throw new Error('nothing was refused')
    for (const secret of ['first-word', 'mail-word', KEY, ...vault.tokens])
      expect(error.message).not.toContain(secret)
    return error
  }
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://id.example.org',
    MAIL_FROM: 'no-reply@example.org',
  }

  test('are found by the names of their variables, over pages, and nothing else is asked for', async () => {
    const { secrets, vaulted } = await read()
    expect(secrets).toMatchObject({
      secretKeys: [KEY],
      databaseUrl: 'postgres://app:first-word@db/authdb',
      redisUrl: 'redis://:redis-word@redis',
      smtpUrl: 'smtp://mail:mail-word@relay:587',
      metricsToken: undefined,
    })
    expect(vaulted?.status()).toMatchObject({
      isUp: true,
      taken: ['DATABASE_URL', 'REDIS_URL', 'SECRET_KEY', 'SMTP_URL'],
    })
    expect(vault.asked.filter((path) => path === '/secrets')).toHaveLength(2)
    expect(vault.asked.filter((path) => path.startsWith('/secrets/')).sort()).toEqual(
      ['DATABASE-URL', 'REDIS-URL', 'SECRET-KEY', 'SMTP-URL'].map((name) => `/secrets/${name}`),
    )
    expect(vault.asked.filter((path) => path === 'token').length).toBeLessThanOrEqual(1)
  })

  test('come after the environment, which says so, and before what being unset means', async () => {
    const { secrets, vaulted } = await read({ SMTP_URL: 'smtp://127.0.0.1:25' })
    expect(secrets.smtpUrl).toBe('smtp://127.0.0.1:25')
    expect(vaulted?.status()).toMatchObject({ overridden: ['SMTP_URL'] })
    expect(vaulted?.status().taken).not.toContain('SMTP_URL')
    // Empty means unset, as everywhere.
    expect((await read({ SMTP_URL: '' })).secrets.smtpUrl).toContain('relay')
    vault.remove('SMTP-URL')
    expect((await read()).secrets.smtpUrl).toBeUndefined()
  })

  test('that production needs and nobody sets are named with the name they have in the vault', async () => {
    vault.remove('SMTP-URL')
    const error = await refusal(production)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(
      /SMTP_URL +must be set in production; the vault has no secret SMTP-URL either/,
    )
  })

  test('that are named must be there, and must not be set elsewhere', async () => {
    const named = { KEY_VAULT_SECRETS: 'METRICS_TOKEN,DATABASE_URL' }
    expect((await refusal(named)).message).toMatch(
      /METRICS_TOKEN +is not in the vault: add the secret METRICS-TOKEN/,
    )
    vault.set('METRICS-TOKEN', OTHER_KEY)
    expect((await read(named)).secrets.metricsToken).toBe(OTHER_KEY)
    const twice = await refusal({ ...named, DATABASE_URL: 'postgres://x@y/z' })
    expect(twice.message).toMatch(/DATABASE_URL +is set in the environment and named in KEY_VAULT_SECRETS/)
    expect((await refusal({ KEY_VAULT_SECRETS: 'PORT' })).message).toMatch(/KEY_VAULT_SECRETS +must name/)
  })

  test.each([
    ['is disabled', { enabled: false }],
    ['is not valid yet', { notBefore: days(1) }],
    ['is empty', { value: ' ' }],
  ])('that are there and %s keep the server from starting', async (reason, setting) => {
    vault.set('METRICS-TOKEN', { value: OTHER_KEY, ...setting })
    const error = await refusal()
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(
      new RegExp(`METRICS_TOKEN +cannot be used: the vault’s secret METRICS-TOKEN ${reason}`),
    )
  })

  test('that have expired are taken all the same, as the vault itself gives them out, and are told', async () => {
    vault.set('SMTP-URL', { value: 'smtp://old@relay', expiresAt: days(-1) })
    const { secrets, vaulted } = await read()
    expect(secrets.smtpUrl).toBe('smtp://old@relay')
    expect(vaulted?.status().expiresAt.SMTP_URL?.getTime()).toBeLessThan(Date.now())
  })

  test.each<[string, (to: StandInVault) => void, RegExp]>([
    [
      'no token is given',
      (to) => Object.assign(to, { refuseTokens: 400 }),
      /the managed identity got no token: 400 \(invalid_client\)/,
    ],
    [
      'the identity has no role',
      (to) => Object.assign(to, { interfere: () => ({ status: 403 }) }),
      /may not list.*Key Vault Secrets User/,
    ],
    [
      'one secret may not be read',
      (to) => {
        to.interfere = (path) => (path.endsWith('/DATABASE-URL') ? { status: 403 } : undefined)
      },
      /may not read DATABASE-URL/,
    ],
    [
      'every token is refused',
      (to) => Object.assign(to, { interfere: () => ({ status: 401 }) }),
      /does not take this identity’s token/,
    ],
  ])('are not gone without when %s', async (_, breakIt, message) => {
    breakIt(vault)
    const error = await refusal()
    expect(error).not.toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(message)
  })

  test('are not gone without when nobody answers', async () => {
    const { env } = vault
    await vault.close()
    const error = await refusal(env)
    expect(error.message).toMatch(/ECONNREFUSED|fetch failed/)
    vault = await startStandInVault()
  })

  test('are asked for again when the vault is throttling, broken, or cuts the line', async () => {
    const troubles: ReturnType<StandInVault['interfere']>[] = [
      { status: 429, headers: { 'retry-after': '0.1' } },
      { status: 503 },
      'cut',
    ]
    vault.interfere = () => troubles.shift()
    expect((await read()).secrets.secretKeys).toEqual([KEY])
    vault.interfere = () => ({ status: 429, headers: { 'retry-after': '0.05' } })
    expect((await refusal()).message).toContain('throttling (429)')
  })

  test('are asked for with a new token when one ends early, once', async () => {
    const { vaulted } = await read()
    vault.forgetTokens()
    await vaulted?.read()
    expect(vault.tokens.length).toBeGreaterThan(1)
  })

  test('never make us send the token elsewhere', async () => {
    vault.interfere = (path) =>
      path === '/secrets' ? { status: 307, headers: { location: 'http://127.0.0.1:9/' } } : undefined
    expect((await refusal()).message).toMatch(/vault/)
  })

  describe('read again', () => {
    test('bring a new version, and an environment that is set stays', async () => {
      const { vaulted } = await read({ REDIS_URL: 'redis://own' })
      vault.set('DATABASE-URL', 'postgres://app:second-word@db/authdb')
      vault.set('REDIS-URL', 'redis://other')
      const { secrets } = await vaulted!.read()
      expect(secrets.databaseUrl).toContain('second-word')
      expect(secrets.redisUrl).toBe('redis://own')
    })

    test('stay as they were when they are removed, disabled or emptied meanwhile, and that is told', async () => {
      const { vaulted } = await read()
      vault.remove('SMTP-URL')
      vault.set('REDIS-URL', { value: 'redis://new', enabled: false })
      vault.set('DATABASE-URL', '')
      const { secrets } = await vaulted!.read()
      expect(secrets).toMatchObject({
        smtpUrl: 'smtp://mail:mail-word@relay:587',
        redisUrl: 'redis://:redis-word@redis',
        databaseUrl: 'postgres://app:first-word@db/authdb',
      })
      expect(vaulted?.status().unusable).toEqual(
        expect.arrayContaining([
          { variable: 'SMTP_URL', reason: 'is there no more' },
          { variable: 'REDIS_URL', reason: 'is disabled' },
          { variable: 'DATABASE_URL', reason: 'is empty' },
        ]),
      )
    })

    test('stay as they were when the vault is away, or has what is not valid', async () => {
      const { vaulted } = await read()
      vault.interfere = () => ({ status: 500 })
      await expect(vaulted!.read()).rejects.toThrow(/answers 500/)
      expect(vaulted?.status().isUp).toBe(false)
      vault.interfere = () => undefined
      vault.set('DATABASE-URL', 'not a url')
      await expect(vaulted!.read()).rejects.toThrow(/DATABASE_URL/)
      vault.set('DATABASE-URL', 'postgres://app:third-word@db/authdb')
      expect((await vaulted!.read()).secrets.databaseUrl).toContain('third-word')
      expect(vaulted?.status().isUp).toBe(true)
    })
  })
})
