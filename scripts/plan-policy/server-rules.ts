import type { Variable } from '../../server/src/config-variable.ts'
import { variables } from '../../server/src/config-variables.ts'
import { at, blocks, type Plan, type Resource, type Values } from './plan.ts'

/** What production does not start without, and what it is told on Azure. */
const MUST_BE_SET = [
  'NODE_ENV',
  'PUBLIC_URL',
  'DATABASE_URL',
  'REDIS_URL',
  'SECRET_KEY',
  'SMTP_URL',
  'MAIL_FROM',
  'TRUSTED_PROXIES',
]
const OWNERS_URL = 'MIGRATION_DATABASE_URL'

const known: Readonly<Record<string, Variable>> = variables

/** Roles that let their holder do more than what is done with them here. */
const TOO_MUCH = /^(Owner|Contributor|User Access Administrator|Key Vault (Administrator|Contributor))$/

const PROBES = {
  startup_probe: '/api/v1/health',
  liveness_probe: '/api/v1/health',
  readiness_probe: '/api/v1/ready',
}

const servers = (plan: Plan) => plan.required('azurerm_container_app')
const jobs = (plan: Plan) => plan.required('azurerm_container_app_job')
const environmentOf = ({ values }: Resource) => blocks(values, 'template.container.env')

function judgeEnvironment(plan: Plan, resource: Resource): Set<unknown> {
  const entries = environmentOf(resource)
  const secrets = new Set(blocks(resource.values, 'secret').map(({ name }) => name))
  for (const { name, value, secret_name } of entries) {
    const variable = known[String(name)]
    if (!variable && name !== 'AZURE_CLIENT_ID')
      plan.find(resource.address, `the server knows no setting ${name}`)
    if (variable?.secret && value)
      plan.find(resource.address, `${name} is a secret, and is set in clear text`)
    if (variable?.secret && !secrets.has(secret_name)) plan.find(resource.address, `${name} is of no secret`)
  }
  return new Set(entries.map(({ name }) => name))
}

function judgeSecrets(plan: Plan, { address, values }: Resource): void {
  for (const secret of blocks(values, 'secret')) {
    if (secret.value) plan.find(address, `the secret ${secret.name} is not in the vault`)
    if (!secret.key_vault_secret_id || !secret.identity)
      plan.find(address, `${secret.name} is not read by an identity`)
  }
}

function judgeProbe(plan: Plan, server: Resource, [kind, path]: [string, string]): void {
  const [probe] = blocks(server.values, `template.container.${kind}`)
  if (!probe) {
    plan.find(server.address, `has no ${kind}`)
    return
  }
  const wanted: Values = { path, transport: 'HTTP', port: at(server.values, 'ingress.target_port') }
  for (const [name, value] of Object.entries(wanted))
    if (probe[name] !== value)
      plan.find(server.address, `${name} of ${kind} is ${String(probe[name])}, not ${String(value)}`)
}

export const serverRules: Readonly<Record<string, (plan: Plan) => void>> = {
  'probes are set': (plan) => {
    for (const server of servers(plan))
      for (const probe of Object.entries(PROBES)) judgeProbe(plan, server, probe)
  },

  'settings the server knows': (plan) => {
    for (const server of servers(plan)) {
      const set = judgeEnvironment(plan, server)
      for (const name of MUST_BE_SET) if (!set.has(name)) plan.find(server.address, `${name} is not set`)
    }
    for (const job of jobs(plan)) {
      const set = judgeEnvironment(plan, job)
      if (!set.has(OWNERS_URL))
        plan.find(job.address, `${OWNERS_URL} is not set: it would migrate as the server`)
    }
  },

  'secrets by reference': (plan) => {
    for (const resource of [...servers(plan), ...jobs(plan)]) judgeSecrets(plan, resource)
    for (const secret of plan.required('azurerm_key_vault_secret'))
      if (secret.values.value) plan.find(secret.address, 'its value is in the plan')
    for (const database of plan.required('azurerm_postgresql_flexible_server'))
      if (database.values.administrator_password) plan.find(database.address, 'its password is in the plan')
  },

  'only the job owns the tables': (plan) => {
    for (const server of servers(plan))
      if (environmentOf(server).some(({ name }) => name === OWNERS_URL))
        plan.find(server.address, `is given ${OWNERS_URL}`)
    const [server, job] = [servers(plan)[0], jobs(plan)[0]].map(
      (each) => each && JSON.stringify(at(each.values, 'identity.identity_ids')),
    )
    if (server === undefined || server === job) plan.find('identity', 'server and job are one identity')
    const principal = plan
      .all('azurerm_user_assigned_identity')
      .find(({ address }) => address.includes('server'))?.values.principal_id
    for (const { address, values } of plan.required('azurerm_role_assignment')) {
      if (TOO_MUCH.test(String(values.role_definition_name)))
        plan.find(address, `gives ${values.role_definition_name}`)
      if (values.role_definition_name !== 'Key Vault Secrets User') continue
      if (!String(values.scope).includes('/secrets/')) plan.find(address, 'reads every secret of the vault')
      if (
        values.principal_id === principal &&
        /MIGRATION[-_]DATABASE[-_]URL/.test(`${address} ${values.scope}`)
      )
        plan.find(address, 'lets the server read the password of the owner')
    }
  },

  'pulled by an identity, by digest': (plan) => {
    for (const { address, values } of [...servers(plan), ...jobs(plan)]) {
      const [registry] = blocks(values, 'registry')
      if (!registry?.identity || registry.username || registry.password_secret_name)
        plan.find(address, 'does not pull with its identity')
      if (at(values, 'identity.type') !== 'UserAssigned') plan.find(address, 'has no identity of its own')
      const image = String(at(values, 'template.container.image'))
      if (!/@sha256:[0-9a-f]{64}$/.test(image))
        plan.find(address, `its image ${image} is not named by a digest`)
    }
  },

  'released by steps': (plan) => {
    for (const server of servers(plan)) {
      plan.demand(server, { revision_mode: 'Multiple' })
      const least = Number(at(server.values, 'template.min_replicas'))
      const most = Number(at(server.values, 'template.max_replicas'))
      if (!(least >= 2)) plan.find(server.address, 'one server alone: its end is an outage')
      if (!(most >= least)) plan.find(server.address, 'max_replicas is less than min_replicas')
      if (!(Number(at(server.values, 'template.termination_grace_period_seconds')) >= 35))
        plan.find(server.address, 'is killed before what is under way has ended')
    }
    for (const job of jobs(plan))
      plan.demand(job, { replica_retry_limit: 0, 'manual_trigger_config.parallelism': 1 })
  },
}
