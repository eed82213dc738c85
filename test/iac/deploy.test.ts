import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../server/src/config.ts'
import { KEY_MARK } from './provider/values.ts'
import { IMAGE, Place } from './support/place.ts'

const INSTANCE = 'stays'
const SMTP_URL = 'smtp://user:mail"pass\\word@mail.gatehouse.test:587'

let place: Place
beforeAll(async () => {
  place = await Place.open()
  place.addInstance(INSTANCE, 'production')
})
afterAll(() => place[Symbol.asyncDispose]())

const deploy = (more: string[] = [], env: Record<string, string> = {}) =>
  place.script('deploy.sh', [INSTANCE, ...more], { env })

/** What the vault was given, by name. */
const vault = () =>
  new Map(
    place.provider.written
      .filter(({ type }) => type === 'azurerm_key_vault_secret')
      .map(({ name, value }) => [name, value]),
  )

/** Every secret there is: in no output and in no state. */
function secrets(): string[] {
  const urls = [vault().get('DATABASE-URL'), vault().get('MIGRATION-DATABASE-URL')]
  const passwords = urls.map((url) => new URL(url!).password)
  return [...vault().values(), ...passwords, 'mail"pass', JSON.stringify(SMTP_URL).slice(1, -1)]
}

const said: string[] = []
const noted = async (running: ReturnType<typeof deploy>) => {
  const ended = await running
  said.push(ended.output)
  return ended
}

describe('deploy.sh refuses', () => {
  test.each([
    ['an instance that is not there', ['nowhere'], /there is no instances\/nowhere\.tfvars; there are: dev/],
    ['a name that is none', ['../x'], /is no name of an instance/],
    ['the examples', ['production'], /still has the examples/],
    ['an option it does not know', ['--force'], /no option --force/],
    ['an image by its tag', [INSTANCE, '--image', 'registry.example/gatehouse:latest'], /a tag can move/],
  ])('%s', async (_, given, why) => {
    expect(await place.script('deploy.sh', given)).toMatchObject({
      status: 1,
      output: expect.stringMatching(why),
    })
    expect(place.provider.cloud.size).toBe(0)
  })

  test('to go on when az is not signed in', async () => {
    place.failAz('account show')
    expect(await deploy()).toMatchObject({ status: 1, output: expect.stringContaining('run az login') })
    place.failAz('')
  })
})

describe('deploy.sh, failing at each step and run again', () => {
  const environment: Record<string, string> = { SMTP_URL }
  const steps: [what: string, fail: () => void, status: number, why: RegExp][] = [
    ['the state', () => place.failAz('storage account create'), 1, /FAILED while opening the state/],
    ['who is signed in', () => place.failAz('role assignment create'), 1, /FAILED while opening the state/],
    [
      'the registry',
      () => (place.provider.failNext = { type: 'azurerm_container_registry' }),
      1,
      /told to fail here[\s\S]*FAILED while making the registry and the vault/,
    ],
    ['a secret that only people know', () => delete environment.SMTP_URL, 1, /the vault has no SMTP_URL/],
    [
      'the vault’s answer',
      () => place.failAz('keyvault secret list'),
      1,
      /its address must be in deployer_addresses/,
    ],
    ['the image', () => place.failAz('acr import'), 1, /FAILED while bringing the image in/],
    [
      'the database, once its password is in the vault',
      () => (place.provider.failNext = { type: 'azurerm_postgresql_flexible_server' }),
      1,
      /FAILED while running the migrations/,
    ],
    [
      'the start of the job',
      () => place.failAz('containerapp job start'),
      1,
      /FAILED while running the migrations/,
    ],
    [
      'the migrations',
      () => place.tell('statuses', 'Running\nFailed'),
      20,
      /FAILED while running the migrations: .* ended as Failed[\s\S]*az containerapp job logs show/,
    ],
    [
      'the server',
      () => (place.provider.failNext = { type: 'azurerm_container_app' }),
      1,
      /FAILED while making everything else/,
    ],
    ['health', () => {}, 1, /FAILED while asking the server how it is: .*\/api\/v1\/health should answer/],
    ['ready', () => place.tell('health', '{"status":"ok"}'), 1, /\/api\/v1\/ready should answer/],
  ]

  test.each(steps)('%s', async (_, fail, status, why) => {
    fail()
    const ended = await noted(deploy(['--image', IMAGE], environment))
    environment.SMTP_URL = SMTP_URL
    expect(ended).toMatchObject({ status, output: expect.stringMatching(why) })
    place.failAz('')
    place.tell('statuses', 'Running\nSucceeded')
  })

  test('and then it ends well, with what it did before', async () => {
    place.tell('ready', '{"status":"ready"}')
    const before = vault()
    const ended = await noted(deploy(['--image', IMAGE]))
    expect(ended).toMatchObject({
      status: 0,
      output: expect.stringMatching(/== done\n {3}people +https:\/\/gatehouse-stays/),
    })
    expect(vault()).toEqual(before)
    expect(readFileSync(join(place.az, 'curl.log'), 'utf8').trim().split('\n').slice(-2)).toEqual(
      ['health', 'ready'].map((path) =>
        expect.stringMatching(`^https://gatehouse-stays-server.*/api/v1/${path}$`),
      ),
    )
  })

  test('in this order: state, image, migrations, and the server after them', () => {
    const last = place.calls.slice(
      place.calls.findLastIndex((call) => call.startsWith('account show --query id')),
    )
    const told = last.map((call) => call.split(' ').slice(0, 3).join(' '))
    expect(told.filter((call, index) => told.indexOf(call) === index)).toEqual([
      'account show --query',
      'storage account show',
      'storage account blob-service-properties',
      'storage container-rm create',
      'ad signed-in-user show',
      'role assignment create',
      'keyvault secret list',
      'keyvault secret show',
      'acr import --name',
      'containerapp job start',
      'containerapp job execution',
    ])
    // The server failed to be made after the job had run, and never before.
    const failed = said.findIndex((output) => output.includes('FAILED while making everything else'))
    expect(said[failed]).toContain('succeeded')
  })

  test('Terraform is told a state that is opened by an identity', () => {
    const told = readFileSync(join(place.folder, 'backend.log'), 'utf8')
    expect(told).toContain('-backend-config=use_azuread_auth=true')
    expect(told).toMatch(/storage_account_name=ghstate[0-9a-f]{16}\n/)
    expect(place.calls.find((call) => call.startsWith('storage account create'))).toMatch(
      /--min-tls-version TLS1_2 .*--allow-blob-public-access false --allow-shared-key-access false/,
    )
  })
})

describe('the server', () => {
  test('would start in production with what it is given', () => {
    const [server] = place.provider.all('azurerm_container_app')
    const [template] = server!.template as {
      container: { env: { name: string; value?: string; secret_name?: string }[] }[]
    }[]
    const given = template!.container[0]!.env.map(({ name, value, secret_name }) => [
      name,
      secret_name ? vault().get(secret_name.toUpperCase()) : value,
    ])
    const { config, secrets: read } = loadConfig(Object.fromEntries(given) as Record<string, string>)
    expect(config).toMatchObject({
      environment: 'production',
      port: 8000,
      redisRequired: true,
    })
    expect(config.publicUrl.protocol).toBe('https:')
    expect(read).toMatchObject({ databaseUrl: vault().get('DATABASE-URL'), smtpUrl: SMTP_URL })
    expect(read.redisIdentity).toBeDefined()
    expect(read.migrationDatabaseUrl).toBe(read.databaseUrl)
  })
})

describe('secrets', () => {
  test('are in the vault, each as the server reads it', () => {
    expect([...vault().keys()].sort()).toEqual([
      'DATABASE-URL',
      'MIGRATION-DATABASE-URL',
      'REDIS-URL',
      'SECRET-KEY',
      'SMTP-URL',
    ])
    expect(vault().get('SMTP-URL')).toBe(SMTP_URL)
    expect(Buffer.from(vault().get('SECRET-KEY')!, 'base64')).toHaveLength(48)
    for (const [name, role] of [
      ['DATABASE-URL', 'gatehouse_server'],
      ['MIGRATION-DATABASE-URL', 'gatehouse_owner'],
    ] as const) {
      const url = new URL(vault().get(name)!)
      expect(url.username).toBe(role)
      expect(url.password).toMatch(/^[0-9a-f]{64}$/)
      expect(url.searchParams.get('sslmode')).toBe('verify-full')
    }
  })

  test('were written once, and Postgres was given what the vault has', () => {
    const names = place.provider.written.map(({ type, name, attribute }) => `${type}.${name}.${attribute}`)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    const owner = place.provider.written.find(({ attribute }) => attribute === 'administrator_password_wo')
    expect(owner?.value).toBe(new URL(vault().get('MIGRATION-DATABASE-URL')!).password)
  })

  test('are in no state, and were never printed', () => {
    const state = place.stateOf(INSTANCE)
    expect(secrets().length).toBeGreaterThan(6)
    for (const secret of secrets()) {
      expect(state).not.toContain(secret)
      expect(said.filter((output) => output.includes(secret))).toEqual([])
      expect(place.calls.filter((call) => call.includes(secret))).toEqual([])
    }
  })

  test('of Azure’s own in the state are those alone that are switched off', () => {
    const state = JSON.parse(place.stateOf(INSTANCE)) as {
      resources: { type: string; instances: { attributes: Record<string, unknown> }[] }[]
    }
    const found = state.resources.flatMap(({ type, instances }) =>
      instances.flatMap(({ attributes }) =>
        Object.entries(attributes)
          .filter(([, value]) => JSON.stringify(value)?.includes(KEY_MARK))
          .map(([name]) => `${type}.${name}`),
      ),
    )
    // The policy holds each of these to being no way in: no local authentication, no access keys.
    expect([...new Set(found)].sort()).toEqual([
      'azurerm_application_insights.connection_string',
      'azurerm_application_insights.instrumentation_key',
      'azurerm_container_registry.admin_password',
      'azurerm_log_analytics_workspace.primary_shared_key',
      'azurerm_log_analytics_workspace.secondary_shared_key',
      'azurerm_managed_redis.default_database',
    ])
  })
})
