import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KEY = 'b7Zt0qRk3mXv9LwYc5NhE2uJfS8aGdPi4oTxKzQeW1r'
const OTHER_KEY = 'Hy6Vn2Ce8Kt4Rw0Jp5Lx9Bd3Qz7Ms1Gf-Aa2Uu4Ii6Oo'

const development = (changes: Record<string, string> = {}) =>
  loadConfig({ DATA_DIR: folder, SECRET_KEY: KEY, ...changes })

const complete = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.org/',
  SECRET_KEY: KEY,
  DATABASE_URL: 'postgres://app:hunter-two@db/authdb',
  REDIS_URL: 'rediss://cache:6380',
  SMTP_URL: 'smtp://user:mail-pass@relay:587',
  MAIL_FROM: 'Example <no-reply@example.org>',
}
const production = (changes: Record<string, string> = {}) => loadConfig({ ...complete, ...changes })

/** The names the refusal lists, in order, and the whole message. */
function refusal(load: () => unknown): { names: string[]; message: string } {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) {
      return { names: error.problems.map(({ name }) => name), message: error.message }
    }
    throw error
  }
  return { names: [], message: '' }
}

describe('the configuration', () => {
  test('needs nothing in development', () => {
    const { config, secrets } = loadConfig({ DATA_DIR: folder })
    expect(config).toMatchObject({
      environment: 'development',
      host: '127.0.0.1',
      port: 8000,
      redisRequired: false,
    })
    expect(config.publicUrl.href).toBe('http://localhost:8000/')
    expect(config.jwt.issuer).toBe('http://localhost:8000')
    expect(config.shutdown.delayMs).toBe(0)
    expect(secrets.databaseUrl).toBeUndefined()
  })

  test('makes a secret key once in development, which only its user can read', () => {
    const first = loadConfig({ DATA_DIR: join(folder, 'made') }).secrets.secretKeys
    expect(Buffer.byteLength(first[0] ?? '')).toBeGreaterThanOrEqual(64)
    expect(loadConfig({ DATA_DIR: join(folder, 'made') }).secrets.secretKeys).toEqual(first)
    expect(statSync(join(folder, 'made/secret-key')).mode & 0o777).toBe(0o600)
  })

  test('starts production when all is set', () => {
    const { config, secrets } = production()
    expect(config.publicUrl.href).toBe('https://id.example.org/')
    expect(config.redisRequired).toBe(true)
    expect(config.shutdown.delayMs).toBe(5_000)
    expect(secrets.migrationDatabaseUrl).toBe(complete.DATABASE_URL)
  })

  test('names every bad variable at once and prints no value', () => {
    const bad = {
      PORT: 'eighty-one',
      JWT_ALG: 'HS256',
      TRUSTED_PROXIES: '10.0.0.0/8,0.0.0.0/0',
      SECRET_KEY: 'tiny-value',
    }
    const { names, message } = refusal(() => development(bad))
    expect(names.sort()).toEqual(['JWT_ALG', 'PORT', 'SECRET_KEY', 'TRUSTED_PROXIES'])
    for (const value of ['eighty-one', 'HS256', '0.0.0.0/0', 'tiny-value'])
      expect(message).not.toContain(value)
  })

  test.each([
    [{ PUBLIC_URL: 'http://id.example.org' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: '' }, 'PUBLIC_URL'],
    [{ SECRET_KEY: '' }, 'SECRET_KEY'],
    [{ REDIS_URL: '' }, 'REDIS_URL'],
    [{ REDIS_REQUIRED: 'false' }, 'REDIS_REQUIRED'],
    [{ SMTP_URL: '' }, 'SMTP_URL'],
    [{ MAIL_FROM: '' }, 'MAIL_FROM'],
    [{ DATABASE_URL: '' }, 'DATABASE_URL'],
    [{ RATE_LIMITS: 'off' }, 'RATE_LIMITS'],
    [{ ALLOWED_ORIGINS: 'http://app.example.org' }, 'ALLOWED_ORIGINS'],
    [{ ALLOWED_REDIRECTS: 'http://app.example.org' }, 'ALLOWED_REDIRECTS'],
    [{ HIBP_URL: 'http://127.0.0.1/range/' }, 'HIBP_URL'],
  ])('refuses %j in production', (changes, name) => {
    expect(refusal(() => production(changes as Record<string, string>)).names).toEqual([name])
  })

  test('takes the embedded database in production only when told', () => {
    expect(production({ DATABASE_URL: '', ALLOW_EMBEDDED: 'true' }).secrets.databaseUrl).toBeUndefined()
  })

  test.each([
    ['short', 'x7Kp2'],
    ['one of an example', 'change-me-change-me-change-me-1234567890'],
    ['without variety', 'abababababababababababababababababababab'],
  ])('refuses a secret key that is %s, everywhere', (_, key) => {
    expect(refusal(() => development({ SECRET_KEY: key })).names).toEqual(['SECRET_KEY'])
  })

  test('refuses one secret for two uses', () => {
    const twice = { SECRET_KEY_PREVIOUS: OTHER_KEY, METRICS_TOKEN: OTHER_KEY }
    expect(refusal(() => development(twice)).names).toEqual(['SECRET_KEY_PREVIOUS'])
    const shared = { DATABASE_URL: `postgres://app:${KEY}@db/authdb` }
    expect(refusal(() => production(shared)).names).toEqual(['DATABASE_URL'])
    expect(development({ SECRET_KEY_PREVIOUS: OTHER_KEY }).secrets.secretKeys).toEqual([KEY, OTHER_KEY])
  })

  test('takes a key that is both the present and a previous one, as it is half way through a rotation', () => {
    const { secretKeys } = development({ SECRET_KEY_PREVIOUS: `${KEY},${OTHER_KEY}` }).secrets
    expect(secretKeys).toEqual([KEY, OTHER_KEY])
  })

  test('reads a secret from the file that is named, and refuses both at once', () => {
    const file = join(folder, 'key-file')
    writeFileSync(file, `${OTHER_KEY}\n`)
    expect(loadConfig({ DATA_DIR: folder, SECRET_KEY_FILE: file }).secrets.secretKeys).toEqual([OTHER_KEY])
    expect(refusal(() => development({ SECRET_KEY_FILE: file })).names).toEqual(['SECRET_KEY'])
    expect(production({ SECRET_KEY: '', SECRET_KEY_FILE: file }).secrets.secretKeys).toEqual([OTHER_KEY])
    const missing = refusal(() => loadConfig({ DATA_DIR: folder, SMTP_URL_FILE: join(folder, 'none') }))
    expect(missing.names).toEqual(['SMTP_URL_FILE'])
  })

  test.each([
    ['*', 'https://app.example.org/path', 'https://APP.example.org', 'null', 'https://app.example.org:443'],
  ])('takes exact origins only', (...origins) => {
    for (const origin of origins) {
      expect(refusal(() => development({ ALLOWED_ORIGINS: origin })).names).toEqual(['ALLOWED_ORIGINS'])
    }
    const { config } = development({ ALLOWED_ORIGINS: ' https://app.example.org, http://localhost:5173 ' })
    expect(config.allowedOrigins).toEqual(['https://app.example.org', 'http://localhost:5173'])
  })

  test('keeps password hashes above the floor', () => {
    expect(refusal(() => development({ ARGON2_MEMORY_KIB: '19455' })).names).toEqual(['ARGON2_MEMORY_KIB'])
    expect(refusal(() => development({ ARGON2_ITERATIONS: '1' })).names).toEqual(['ARGON2_ITERATIONS'])
    const oneP = development({ ARGON2_ITERATIONS: '1', ARGON2_MEMORY_KIB: '47104' }).config.passwords.argon2
    expect(oneP).toEqual({ memoryKiB: 47_104, iterations: 1, parallelism: 1 })
    expect(refusal(() => development({ PASSWORD_MIN_LENGTH: '7' })).names).toEqual(['PASSWORD_MIN_LENGTH'])
  })

  test('refuses what contradicts itself', () => {
    expect(refusal(() => development({ SESSION_IDLE_DAYS: '31' })).names).toEqual(['SESSION_IDLE_DAYS'])
    expect(refusal(() => development({ SIGNUP_MODE: 'allowlist' })).names).toEqual(['ALLOWED_EMAIL_DOMAINS'])
    expect(refusal(() => development({ REDIS_REQUIRED: 'on' })).names).toEqual(['REDIS_URL'])
  })

  test('keeps a path of the public address and drops the slash behind it', () => {
    const { config } = development({ PUBLIC_URL: 'https://example.org/id/' })
    expect(config.publicUrl.href).toBe('https://example.org/id')
    expect(config.jwt.issuer).toBe('https://example.org/id')
    expect(refusal(() => development({ PUBLIC_URL: 'https://u:p@example.org' })).names).toEqual([
      'PUBLIC_URL',
    ])
  })

  test('lets no header in through names', () => {
    expect(refusal(() => development({ MAIL_FROM: 'A <a@b.c>\r\nBcc: x@y.z' })).names).toEqual(['MAIL_FROM'])
    expect(refusal(() => development({ BRAND_NAME: 'A\nB' })).names).toEqual(['BRAND_NAME'])
  })

  test('shows nothing secret in its public half', () => {
    const { config, secrets } = production({ SECRET_KEY_PREVIOUS: OTHER_KEY })
    const shown = JSON.stringify(config)
    for (const secret of [...secrets.secretKeys, 'hunter-two', 'mail-pass'])
      expect(shown).not.toContain(secret)
  })

  test('is described in full by the manual and the example', () => {
    const root = join(import.meta.dirname, '../..')
    const manual = readFileSync(join(root, 'docs/CONFIGURATION.md'), 'utf8')
    const example = readFileSync(join(root, '.env.example'), 'utf8')
    for (const name of ['PUBLIC_URL', 'SECRET_KEY', 'LOCKOUT_THRESHOLD', 'HIBP']) {
      expect(manual).toContain(`\`${name}\``)
      expect(example).toContain(`#${name}=`)
    }
  })
})
