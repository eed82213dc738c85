import { createHash } from 'node:crypto'
import { decode, ExtData, ExtensionCodec, encode } from '@msgpack/msgpack'
import type { Block, CtyType } from './schema.ts'

/** A value that is known after apply. */
export const unknown = new ExtData(0, new Uint8Array([0]))

export type Value = null | string | number | boolean | ExtData | Value[] | Fields
export interface Fields {
  [name: string]: Value
}

// Any extension is an unknown: 0 is a plain one, 12 one that Terraform knows something about.
const extensionCodec = new ExtensionCodec()
for (const type of [0, 12]) extensionCodec.register({ type, encode: () => null, decode: () => unknown })

export const read = (bytes: Uint8Array): Value => decode(bytes, { extensionCodec }) as Value
export const write = (value: Value): Uint8Array => encode(value)

export const isWriteOnly = (name: string) => name.endsWith('_wo')

const isFields = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExtData)

type Fill = (attribute: { name: string; type: CtyType }) => Value

/** The same state with each attribute the provider computes, and nobody has set, put in by `fill`. */
export function complete(
  block: Block,
  value: Value,
  fill: Fill,
  isMissing: (value: Value) => boolean,
): Value {
  if (!isFields(value)) return value
  const complete_: Fields = { ...value }
  for (const [name, { type, computed }] of Object.entries(block.attributes)) {
    const present = value[name] ?? null
    if (isWriteOnly(name)) complete_[name] = null
    else if (computed && isMissing(present)) complete_[name] = fill({ name, type })
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const present = value[name] ?? null
    complete_[name] = Array.isArray(present)
      ? present.map((each) => complete(nested.block, each, fill, isMissing))
      : complete(nested.block, present, fill, isMissing)
  }
  return complete_
}

/** Names of what opens something, whoever holds it. */
const IS_KEY = /(access_key|shared_key|connection_string|instrumentation_key|admin_password)$/

/** Such keys all begin with this, so that a test finds them wherever they get to. */
export const KEY_MARK = 'stand-in-key-'

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** What Azure would have answered, as far as something depends on it; else something of the right type. */
export function madeUp(type: string, state: Fields, attribute: { name: string; type: CtyType }): Value {
  const { name } = attribute
  const own = String(state.name ?? state.scope ?? state.target_resource_id ?? JSON.stringify(state))
  const key = `${type}.${own}.${name}`
  if (IS_KEY.test(name)) return KEY_MARK + short(key)
  if (name === 'id') return idOf(type, state, own)
  const known: Record<string, Value> = {
    'azurerm_key_vault.vault_uri': `https://${own}.vault.azure.net/`,
    'azurerm_key_vault_secret.versionless_id': `https://vault.example/secrets/${own}`,
    'azurerm_key_vault_secret.resource_versionless_id': `${state.key_vault_id}/secrets/${own}`,
    'azurerm_container_app_environment.default_domain': 'kindsea-1a2b3c4d.westeurope.azurecontainerapps.io',
    'azurerm_container_registry.login_server': `${own}.azurecr.io`,
    'azurerm_postgresql_flexible_server.fqdn': `${own}.postgres.database.azure.com`,
    'azurerm_managed_redis.hostname': `${own}.westeurope.redis.azure.net`,
    'azurerm_managed_redis.port': 10000,
  }
  const value = known[`${type}.${name}`]
  if (value !== undefined) return value
  if (/(principal|client|tenant|object|subscription|workspace|app)_id$/.test(name)) return uuid(key)
  if (attribute.type === 'string') return `made-up-${short(key)}`
  if (attribute.type === 'number') return 1
  if (attribute.type === 'bool') return false
  return attribute.type[0] === 'map' ? {} : []
}

function uuid(seed: string): string {
  const digits = createHash('sha256').update(seed).digest('hex')
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}

/** Names that tell two resources of one name apart. */
const PARENTS = [
  'key_vault_id',
  'server_id',
  'scope',
  'target_resource_id',
  'private_dns_zone_name',
  'virtual_network_name',
  'storage_account_id',
  'managed_redis_id',
  'subnet_id',
]

function idOf(type: string, state: Fields, own: string): string {
  const group = type === 'azurerm_resource_group' ? own : String(state.resource_group_name ?? 'none')
  const base = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`
  if (type === 'azurerm_resource_group') return base
  const parent = PARENTS.map((name) => state[name]).find((value) => typeof value === 'string')
  if (parent === undefined) return `${base}/providers/${type}/${own}`
  const rest = short(
    JSON.stringify([state.name ?? null, state.principal_id ?? null, state.object_id ?? null, parent]),
  )
  return `${String(parent).startsWith('/') ? parent : `${base}/${parent}`}/${type}/${rest}`
}

const SUBSCRIPTION = uuid('subscription')
