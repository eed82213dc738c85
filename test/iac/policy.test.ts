import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Resource, ShownPlan, Values } from '../../scripts/plan-policy/plan.ts'
import { judge, rules } from '../../scripts/plan-policy/rules.ts'
import { Place } from './support/place.ts'

let plan: ShownPlan
beforeAll(async () => {
  await using place = await Place.open()
  place.addInstance('stays', 'production', 'enable_storage_account = true')
  plan = await place.plan('stays', { apply: true })
})

/** The plan with a change made to it. */
function broken(change: (resources: Resource[]) => void): ShownPlan {
  const copy = structuredClone(plan)
  change(copy.planned_values!.root_module!.resources!)
  return copy
}

const first = (resources: Resource[], type: string, part = '') => {
  const found = resources.find((resource) => resource.type === type && resource.address.includes(part))
  if (!found) throw new Error(`no ${type} in the plan`)
  return found.values
}
const set = (type: string, change: Values, part?: string) => (resources: Resource[]) => {
  Object.assign(first(resources, type, part), change)
}
const inside = (type: string, path: string, change: Values, part?: string) => (resources: Resource[]) => {
  let current: Values = first(resources, type, part)
  for (const name of path.split('.')) current = (current[name] as Values[])[0]!
  Object.assign(current, change)
}
const without =
  (type: string, part = '') =>
  (resources: Resource[]) => {
    const kept = resources.filter((resource) => resource.type !== type || !resource.address.includes(part))
    if (kept.length === resources.length) throw new Error(`no ${type} in the plan`)
    resources.splice(0, resources.length, ...kept)
  }
const env = (type: string, change: (entries: Values[]) => void) => (resources: Resource[]) => {
  const [template] = first(resources, type).template as { container: { env: Values[] }[] }[]
  change(template!.container[0]!.env)
}
const entry = (name: string, change: Values) => (entries: Values[]) =>
  void Object.assign(entries.find((each) => each.name === name)!, change)

const APP = 'azurerm_container_app'
const JOB = 'azurerm_container_app_job'
const VAULT = 'azurerm_key_vault'
const POSTGRES = 'azurerm_postgresql_flexible_server'
const REDIS = 'azurerm_managed_redis'
const REGISTRY = 'azurerm_container_registry'
const STORAGE = 'azurerm_storage_account'
const RULE = 'azurerm_monitor_scheduled_query_rules_alert_v2'
const CONTAINER = 'template.container'

const breaks: Record<string, Record<string, (resources: Resource[]) => void>> = {
  'no public access': {
    database: set(POSTGRES, { public_network_access_enabled: true }),
    registry: set(REGISTRY, { public_network_access_enabled: null }),
    redis: set(REDIS, { public_network_access: 'Enabled' }),
    storage: set(STORAGE, { allow_nested_items_to_be_public: true }),
    'a container of it': set('azurerm_storage_container', { container_access_type: 'blob' }),
    'a vault for all': inside(VAULT, 'network_acls', { default_action: 'Allow' }),
    'a vault for a wide range': inside(VAULT, 'network_acls', { ip_rules: ['10.0.0.0/8'] }),
    'a vault for nobody in particular': inside(VAULT, 'network_acls', { ip_rules: [] }),
    'no vault': without(VAULT),
    'a firewall rule': (resources) =>
      void resources.push({
        address: 'x',
        mode: 'managed',
        type: `${POSTGRES}_firewall_rule`,
        values: { tags: { application: 'x' } },
      }),
  },
  'addresses in the network': {
    'one without': without('azurerm_private_endpoint', 'vault'),
    'one outside of its zone': set('azurerm_private_endpoint', { private_dns_zone_group: [] }),
    'a database outside': set(POSTGRES, { delegated_subnet_id: null }),
    'an id not known': set(REDIS, { id: undefined }),
  },
  'identities instead of passwords': {
    registry: set(REGISTRY, { admin_enabled: true }),
    vault: set(VAULT, { rbac_authorization_enabled: false }),
    redis: inside(REDIS, 'default_database', { access_keys_authentication_enabled: true }),
    storage: set(STORAGE, { shared_access_key_enabled: true }),
    workspace: set('azurerm_log_analytics_workspace', { local_authentication_enabled: true }),
    telemetry: set('azurerm_application_insights', { local_authentication_disabled: false }),
    database: without(`${POSTGRES}_active_directory_administrator`),
  },
  'encrypted on the way': {
    storage: set(STORAGE, { min_tls_version: 'TLS1_0' }),
    redis: inside(REDIS, 'default_database', { client_protocol: 'Plaintext' }),
    server: inside(APP, 'ingress', { allow_insecure_connections: true }),
    database: set(`${POSTGRES}_configuration`, { value: 'off' }, 'require_secure_transport'),
    'an old version': set(`${POSTGRES}_configuration`, { value: 'TLSv1' }, 'ssl_min_protocol_version'),
  },
  'locked and kept': {
    'no lock': without('azurerm_management_lock', 'database'),
    'another lock': set('azurerm_management_lock', { lock_level: 'ReadOnly' }, 'vault'),
    'a vault that can be purged': set(VAULT, { purge_protection_enabled: false }),
    'few backups': set(POSTGRES, { backup_retention_days: 7 }),
    'backups in one region': set(POSTGRES, { geo_redundant_backup_enabled: false }),
  },
  'probes are set': {
    'no readiness': inside(APP, CONTAINER, { readiness_probe: [] }),
    'readiness of health': inside(APP, `${CONTAINER}.readiness_probe`, { path: '/api/v1/health' }),
    'liveness of ready': inside(APP, `${CONTAINER}.liveness_probe`, { path: '/api/v1/ready' }),
    'another port': inside(APP, `${CONTAINER}.startup_probe`, { port: 9464 }),
  },
  'settings the server knows': {
    'a name it does not know': env(APP, entry('PUBLIC_URL', { name: 'PUBLIC_ADDRESS' })),
    'one that is missing': env(
      APP,
      (entries) =>
        void entries.splice(
          entries.findIndex(({ name }) => name === 'TRUSTED_PROXIES'),
          1,
        ),
    ),
    'a secret in clear text': env(APP, entry('SECRET_KEY', { value: 'clear', secret_name: null })),
    'a secret that is not there': env(JOB, entry('DATABASE_URL', { secret_name: 'nothing' })),
    'a job that would migrate as the server': env(
      JOB,
      entry('MIGRATION_DATABASE_URL', { name: 'METRICS_TOKEN' }),
    ),
  },
  'secrets by reference': {
    'in the app': inside(APP, 'secret', { value: 'clear' }),
    'in the job': inside(JOB, 'secret', { key_vault_secret_id: null }),
    'in the plan': set('azurerm_key_vault_secret', { value: 'clear' }),
    'the database’s': set(POSTGRES, { administrator_password: 'clear' }),
  },
  'only the job owns the tables': {
    'the server is given the URL': env(
      APP,
      (entries) => void entries.push({ name: 'MIGRATION_DATABASE_URL' }),
    ),
    'the server may read it': (resources) => {
      const server = first(resources, 'azurerm_user_assigned_identity', 'server').principal_id
      Object.assign(first(resources, 'azurerm_role_assignment', 'migration-MIGRATION_DATABASE_URL'), {
        principal_id: server,
      })
    },
    'a role for the whole vault': (resources) =>
      void Object.assign(first(resources, 'azurerm_role_assignment', 'server-SECRET_KEY'), {
        scope: first(resources, VAULT).id,
      }),
    'too much of a role': set('azurerm_role_assignment', { role_definition_name: 'Contributor' }),
    'one identity for both': (resources) =>
      void Object.assign(first(resources, JOB), { identity: first(resources, APP).identity }),
  },
  'pulled by an identity, by digest': {
    'a tag': inside(APP, CONTAINER, { image: 'registry/gatehouse:latest' }),
    'a password': inside(JOB, 'registry', { identity: null, username: 'x', password_secret_name: 'y' }),
    'an identity of the system': inside(APP, 'identity', { type: 'SystemAssigned' }),
  },
  'released by steps': {
    'one revision': set(APP, { revision_mode: 'Single' }),
    'one server': inside(APP, 'template', { min_replicas: 1 }),
    'fewer than at least': inside(APP, 'template', { max_replicas: 1 }),
    'no time to end': inside(APP, 'template', { termination_grace_period_seconds: 10 }),
    'two migrations at once': inside(JOB, 'manual_trigger_config', { parallelism: 2 }),
  },
  'diagnostics are kept': {
    'not of the vault': without('azurerm_monitor_diagnostic_setting', '"vault"'),
    'not of the exports': without('azurerm_monitor_diagnostic_setting', '"exports"'),
    'no logs': set('azurerm_monitor_diagnostic_setting', { enabled_log: [] }, '"database"'),
    'no metrics': set('azurerm_monitor_diagnostic_setting', { enabled_metric: [] }, '"redis"'),
    'kept nowhere': set(
      'azurerm_monitor_diagnostic_setting',
      { log_analytics_workspace_id: null },
      '"registry"',
    ),
    'lines of servers nowhere': set('azurerm_container_app_environment', { logs_destination: null }),
  },
  'somebody is told': {
    'no address': set('azurerm_monitor_action_group', { email_receiver: [] }),
    'a rule that is off': set(RULE, { enabled: false }),
    'a rule that tells nobody': set(RULE, { action: [] }),
    'a rule of another severity': set(RULE, { severity: 0 }),
    'a metric that tells nobody': set('azurerm_monitor_metric_alert', { action: [] }),
    'no rules': without(RULE),
  },
  'a budget': {
    none: without('azurerm_consumption_budget_resource_group'),
    'of nothing': set('azurerm_consumption_budget_resource_group', { amount: 0 }),
    'that tells nobody': inside('azurerm_consumption_budget_resource_group', 'notification', {
      contact_emails: [],
    }),
  },
  tagged: {
    'not at all': set('azurerm_resource_group', { tags: null }),
    'not whose': (resources) => void Object.assign(first(resources, APP).tags as Values, { instance: '' }),
  },
}

describe('the plan of an instance that stays', () => {
  test('keeps to every rule', () => {
    expect(judge(plan)).toEqual([])
  })

  test('is refused when it makes nothing', () => {
    expect(judge({}).length).toBeGreaterThan(10)
  })

  test('has a broken one for each rule', () => {
    expect(Object.keys(breaks).sort()).toEqual(Object.keys(rules).sort())
  })

  const cases = Object.entries(breaks).flatMap(([rule, ways]) =>
    Object.entries(ways).map(([way, change]) => ({ rule, way, change })),
  )
  test.each(cases)('$rule: $way', ({ rule, change }) => {
    expect(judge(broken(change)).map((finding) => finding.rule)).toContain(rule)
  })
})

describe('node scripts/check-plan.ts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-plan-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const check = (text: string): { status: number; output: string } => {
    const file = join(folder, 'plan.json')
    writeFileSync(file, text)
    try {
      const script = join(import.meta.dirname, '../../scripts/check-plan.ts')
      return {
        status: 0,
        output: execFileSync(process.execPath, [script, file], { encoding: 'utf8', stdio: 'pipe' }),
      }
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string }
      return { status, output: stdout }
    }
  }

  test('exits 0, 1 for findings, and 2 for no plan', () => {
    expect(check(JSON.stringify(plan))).toMatchObject({
      status: 0,
      output: expect.stringContaining(' 0 findings'),
    })
    const open = check(JSON.stringify(broken(breaks['no public access']!.database!)))
    expect(open).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^no public access: azurerm_postgresql/),
    })
    expect(check('')).toMatchObject({ status: 2 })
  })
})
