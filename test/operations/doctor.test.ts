import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Config, Secrets } from '../../server/src/config.ts'
import { readConfiguration } from '../../server/src/config.ts'
import type { VaultedSecrets } from '../../server/src/config-vault.ts'
import { examine } from '../../server/src/doctor/examine.ts'
import { type Finding, ok } from '../../server/src/doctor/finding.ts'
import { openDatabase } from '../../server/src/platform/db.ts'
import { testConfig, testSecrets } from '../harness/config.ts'
import { createWorld, type World } from '../harness/index.ts'
import { providerAt } from '../harness/provider-sign-in.ts'
import { startStandInVault } from '../harness/stand-in-vault.ts'

describe('the doctor', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    return () => world.stop()
  })

  interface More {
    config?: Partial<Config>
    secrets?: Partial<Secrets>
    vaulted?: VaultedSecrets | undefined
  }
  async function examined({ vaulted, ...more }: More = {}) {
    const config = { ...testConfig(), ...more.config }
    const secrets = { ...testSecrets({ databaseUrl: world.databaseUrl }), ...more.secrets }
    const database = openDatabase({
      ...config.database,
      url: secrets.databaseUrl ?? '',
      applicationName: 'gatehouse-test',
      log: world.log.log,
    })
    try {
      return await examine({ config, secrets, vaulted, database, clock: world.clock, log: world.log.log })
    } finally {
      await database.close()
    }
  }

  const bad = (findings: Finding[]) => findings.filter(({ level }) => level !== 'ok')
  /** Carries a change to the database out, looks, and takes it back. */
  async function whileSo(change: string, back: string) {
    await world.sql.unsafe(change)
    const findings = bad(await examined())
    await world.sql.unsafe(back)
    return findings.filter(({ check }) => check !== 'administrators')
  }

  test('finds nothing wrong with a healthy platform but that nobody administers it', async () => {
    const findings = await examined()
    expect(bad(findings)).toEqual([
      {
        check: 'administrators',
        level: 'warning',
        message: 'nobody administers the platform',
        fix: expect.stringContaining('gatehouse admin create'),
      },
    ])
    for (const check of ['database', 'schema.migrations', 'schema.columns', 'schema.walls', 'keys.active'])
      expect(findings).toContainEqual(expect.objectContaining({ check, level: 'ok' }))
    const { email } = await world.people.verified('ada')
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE email = ${email}`
    expect(bad(await examined())).toEqual([])
  })

  test.each([
    [
      'a column that is missing',
      'ALTER TABLE users DROP COLUMN timezone',
      `ALTER TABLE users ADD COLUMN timezone text NOT NULL DEFAULT 'UTC'`,
      { check: 'schema.columns', message: 'missing: users.timezone' },
    ],
    [
      'an index that is missing',
      'DROP INDEX users_staff_idx',
      'CREATE INDEX users_staff_idx ON users (platform_role) WHERE platform_role IS NOT NULL',
      { check: 'schema.indexes', message: 'missing: users_staff_idx' },
    ],
    [
      'an index that is half built',
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_staff_idx'::regclass`,
      `UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'users_staff_idx'::regclass`,
      { check: 'schema.indexes', message: 'half built: users_staff_idx' },
    ],
    [
      'a wall that is down',
      'ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY',
      'ALTER TABLE memberships FORCE ROW LEVEL SECURITY',
      { check: 'schema.walls', message: 'no row-level security on memberships' },
    ],
    [
      'an audit log that can be rewritten',
      'ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only',
      'ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only',
      { check: 'schema.audit', message: 'triggers are off: audit_events_append_only' },
    ],
    [
      'a migration that is pending',
      'UPDATE drizzle.__drizzle_migrations SET created_at = created_at + 1 WHERE id = 3',
      'UPDATE drizzle.__drizzle_migrations SET created_at = created_at - 1 WHERE id = 3',
      { check: 'schema.migrations', message: 'pending: 0002_audit_chain' },
    ],
  ])('finds %s, and says how to mend it', async (_, change, back, found) => {
    expect(await whileSo(change, back)).toEqual([
      { ...found, level: 'error', fix: expect.stringMatching(/\S/) },
    ])
  })

  test('finds that a former SECRET_KEY is still needed, is not needed, or is lacking', async () => {
    const [present = ''] = testSecrets({}).secretKeys
    const next = 'another-secret-of-this-test-and-of-nothing-else'
    const sealsWith = async (...secretKeys: string[]) =>
      (await examined({ secrets: { secretKeys } })).find(({ check }) => check === 'secrets.seals')
    expect(await sealsWith(present)).toMatchObject({ level: 'ok' })
    expect(await sealsWith(next, present)).toMatchObject({
      level: 'warning',
      fix: 'gatehouse secrets rotate',
    })
    expect(await sealsWith(present, next)).toMatchObject({
      level: 'warning',
      fix: expect.stringContaining('take it away'),
    })
    expect(await sealsWith(next)).toMatchObject({ level: 'error' })
  })

  test('looks at what does not need a database while that is away', async () => {
    const findings = await examined({ secrets: { databaseUrl: 'postgres://nobody@127.0.0.1:9/none' } })
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual([
      'database error',
      'redis ok',
      'smtp ok',
      'key_vault ok',
    ])
  })

  test('finds a relay and a Redis that are away, or hang', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const findings = await examined({
      secrets: { smtpUrl: 'smtp://127.0.0.1:9', redisUrl: `redis://127.0.0.1:${port}` },
    })
    silent.close()
    const levels = Object.fromEntries(findings.map(({ check, level }) => [check, level]))
    expect(levels).toMatchObject({ smtp: 'error', redis: 'error', database: 'ok' })
  })

  test('says which redirect URI each provider must know, and names no secret', async () => {
    const secret = 'a-password-of-this-test'
    const config = {
      publicUrl: new URL('https://id.example.org/auth'),
      providers: [{ ...providerAt('https://login.example.org'), id: 'acme' }],
    }
    const findings = await examined({ config, secrets: { smtpUrl: `smtp://user:${secret}@127.0.0.1:9` } })
    expect(findings).toContainEqual(
      ok('provider.acme', 'its redirect URI is https://id.example.org/auth/login/oauth/acme/callback'),
    )
    expect(JSON.stringify(findings)).not.toContain(secret)
  })

  test('says of the key vault whether it answers, what is missing, and what expires', async () => {
    const inDays = (count: number) => new Date(world.clock.nowMs() + count * 86_400_000 + 60_000)
    const vault = await startStandInVault({
      'SMTP-URL': { value: 'smtp://127.0.0.1:9', expiresAt: inDays(12) },
      'REDIS-URL': { value: 'redis://127.0.0.1:9', expiresAt: inDays(40) },
      'METRICS-TOKEN': { value: 'Zb3Nc7Mv1Lk5Jh9Gf4Ds8Aq2Wp6Eo0Ri-Ty7Uu3Xx1Kk', expiresAt: inDays(-2) },
      'DATABASE-URL': 'postgres://never@used/it',
    })
    const env = { ...vault.env, DATA_DIR: mkdtempSync(join(tmpdir(), 'gatehouse-test-')) }
    const { config, vaulted } = await readConfiguration({
      ...env,
      DATABASE_URL: world.databaseUrl,
      KEY_VAULT_SECRETS: 'SMTP_URL',
    })
    const ofVault = async () =>
      (await examined({ config: { keyVault: config.keyVault }, vaulted }))
        .filter(({ check }) => check.startsWith('key_vault'))
        .map(({ check, level, message }) => `${check} ${level}: ${message}`)
    const found = await ofVault()
    expect(found[0]).toBe(
      `key_vault ok: ${vault.url} answers; 3 secrets come from it: METRICS_TOKEN, REDIS_URL, SMTP_URL`,
    )
    expect(found).toContainEqual(
      expect.stringMatching(/^key_vault\.expiry warning: SMTP-URL expires on .* in 12 days$/),
    )
    expect(found).toContainEqual(expect.stringMatching(/^key_vault\.expiry error: METRICS-TOKEN expired on /))
    expect(found).toContainEqual(
      'key_vault.secrets warning: DATABASE_URL is in both, and the environment comes first',
    )
    expect(found.join()).not.toContain('REDIS-URL')
    vault.remove('SMTP-URL')
    expect(await ofVault()).toContainEqual('key_vault.secrets error: SMTP-URL is there no more')
    await vault.close()
    expect(await ofVault()).toEqual([expect.stringMatching(/^key_vault error: .*does not answer/)])
    rmSync(env.DATA_DIR, { recursive: true })
  })
})
