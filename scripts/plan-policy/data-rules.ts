import { at, blocks, type Plan, type Resource } from './plan.ts'

/** Each service that holds data, with what shuts its public address. */
const SHUT: Readonly<Record<string, Record<string, unknown>>> = {
  azurerm_postgresql_flexible_server: { public_network_access_enabled: false },
  azurerm_container_registry: { public_network_access_enabled: false },
  azurerm_managed_redis: { public_network_access: 'Disabled' },
  azurerm_storage_account: { public_network_access_enabled: false, allow_nested_items_to_be_public: false },
}

/** How narrow a range must be that the vault answers from outside. */
const NARROWEST_PREFIX = 24

const HAS_ENDPOINT = [
  'azurerm_key_vault',
  'azurerm_container_registry',
  'azurerm_managed_redis',
  'azurerm_storage_account',
]
const CANNOT_BE_MADE_AGAIN = [
  'azurerm_postgresql_flexible_server',
  'azurerm_key_vault',
  'azurerm_storage_account',
]
/** A storage account is an option; everything else has to be there. */
const subjects = (plan: Plan, type: string) =>
  type === 'azurerm_storage_account' ? plan.all(type) : plan.required(type)

function vaultIsShut(plan: Plan, vault: Resource): void {
  if (vault.values.public_network_access_enabled === false) return
  plan.demand(vault, { 'network_acls.default_action': 'Deny' })
  const ranges = (at(vault.values, 'network_acls.ip_rules') as string[] | undefined) ?? []
  if (ranges.length === 0) plan.find(vault.address, 'is open, and names no address that it is open for')
  for (const range of ranges)
    if (Number(range.split('/')[1]) < NARROWEST_PREFIX || !range.includes('/'))
      plan.find(vault.address, `answers all of ${range}`)
}

export const dataRules: Readonly<Record<string, (plan: Plan) => void>> = {
  'no public access': (plan) => {
    for (const [type, wanted] of Object.entries(SHUT))
      for (const resource of subjects(plan, type)) plan.demand(resource, wanted)
    for (const vault of plan.required('azurerm_key_vault')) vaultIsShut(plan, vault)
    for (const container of plan.all('azurerm_storage_container'))
      plan.demand(container, { container_access_type: 'private' })
    for (const rule of plan.all('azurerm_postgresql_flexible_server_firewall_rule'))
      plan.find(rule.address, 'opens the database to addresses outside of the network')
  },

  'addresses in the network': (plan) => {
    const reached = new Set(
      plan
        .required('azurerm_private_endpoint')
        .map(({ values }) => at(values, 'private_service_connection.private_connection_resource_id')),
    )
    for (const type of HAS_ENDPOINT)
      for (const resource of subjects(plan, type))
        if (!reached.has(plan.idOf(resource))) plan.find(resource.address, 'has no private endpoint')
    for (const endpoint of plan.all('azurerm_private_endpoint'))
      if (blocks(endpoint.values, 'private_dns_zone_group').length === 0)
        plan.find(endpoint.address, 'is in no private zone: its name would be answered with a public address')
    for (const { address, values } of plan.required('azurerm_postgresql_flexible_server'))
      if (!values.delegated_subnet_id || !values.private_dns_zone_id)
        plan.find(address, 'is not in the network')
  },

  'identities instead of passwords': (plan) => {
    const wanted: Record<string, Record<string, unknown>> = {
      azurerm_container_registry: { admin_enabled: false, anonymous_pull_enabled: false },
      azurerm_key_vault: { rbac_authorization_enabled: true },
      azurerm_managed_redis: { 'default_database.access_keys_authentication_enabled': false },
      azurerm_storage_account: { shared_access_key_enabled: false, local_user_enabled: false },
      azurerm_log_analytics_workspace: { local_authentication_enabled: false },
      azurerm_application_insights: { local_authentication_disabled: true },
      azurerm_postgresql_flexible_server: { 'authentication.active_directory_auth_enabled': true },
    }
    for (const [type, values] of Object.entries(wanted))
      for (const resource of subjects(plan, type)) plan.demand(resource, values)
    plan.required('azurerm_postgresql_flexible_server_active_directory_administrator')
  },

  'encrypted on the way': (plan) => {
    for (const account of plan.all('azurerm_storage_account'))
      plan.demand(account, { min_tls_version: 'TLS1_2', https_traffic_only_enabled: true })
    for (const redis of plan.required('azurerm_managed_redis'))
      plan.demand(redis, { 'default_database.client_protocol': 'Encrypted' })
    for (const server of plan.required('azurerm_container_app'))
      plan.demand(server, { 'ingress.allow_insecure_connections': false })
    const settings = new Map(
      plan
        .required('azurerm_postgresql_flexible_server_configuration')
        .map(({ values }) => [values.name, values.value]),
    )
    if (settings.get('require_secure_transport') !== 'on')
      plan.find('database', 'require_secure_transport is not on')
    if (!['TLSv1.2', 'TLSv1.3'].includes(String(settings.get('ssl_min_protocol_version'))))
      plan.find('database', 'ssl_min_protocol_version is not TLSv1.2 or TLSv1.3')
  },

  'locked and kept': (plan) => {
    const locked = new Set(
      plan
        .required('azurerm_management_lock')
        .map(({ values }) => (values.lock_level === 'CanNotDelete' ? values.scope : '')),
    )
    for (const type of CANNOT_BE_MADE_AGAIN)
      for (const resource of subjects(plan, type))
        if (!locked.has(plan.idOf(resource))) plan.find(resource.address, 'has no delete lock')
    for (const vault of plan.required('azurerm_key_vault'))
      plan.demand(vault, { purge_protection_enabled: true })
    for (const database of plan.required('azurerm_postgresql_flexible_server')) {
      plan.demand(database, { geo_redundant_backup_enabled: true })
      if (!(Number(database.values.backup_retention_days) >= 14))
        plan.find(database.address, 'its backups are kept for less than 14 days')
    }
  },
}
