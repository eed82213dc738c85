import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { type Block, type CtyType, SchemaReader } from './schema.ts'
import { complete, type Fields, isWriteOnly, madeUp, read, unknown, type Value, write } from './values.ts'

/** A type of azurerm that changing any of these makes anew; the schema does not say so. */
const MAKES_ANEW = [
  'name',
  'location',
  'resource_group_name',
  'principal_id',
  'scope',
  'key_vault_id',
  'server_id',
]

interface Message {
  type_name: string
  config?: { msgpack: Uint8Array }
  prior_state?: { msgpack: Uint8Array }
  proposed_new_state?: { msgpack: Uint8Array }
  planned_state?: { msgpack: Uint8Array }
  current_state?: { msgpack: Uint8Array }
  raw_state?: { json: Uint8Array }
}

/** What the stand-in holds of one resource. */
export interface Held {
  type: string
  state: Fields
}

/** A write-only value as it came in with a creation, or with a new version. */
export interface Written {
  type: string
  name: string
  attribute: string
  value: string
}

/**
 * A provider that answers Terraform as azurerm would, with azurerm's schema, over resources that are held in memory. It
 * refuses what Azure refuses of what matters here: to delete what is locked.
 */
export class StandIn {
  readonly cloud = new Map<string, Held>()
  readonly written: Written[] = []
  /** Called after each addition to `written`. */
  onWritten: () => void = () => {}
  /** The next creation, change or deletion of a resource of this type and name fails. */
  failNext: { type: string; name?: string } | undefined
  readonly #reader: SchemaReader
  readonly #types: { resources: string[]; data: string[] }
  readonly #blocks = new Map<string, Block>()
  #schemaMessage: object | undefined
  #server = new Server()
  #folder = mkdtempSync(join(tmpdir(), 'gatehouse-azurerm-'))

  constructor(packageFolder: string, types: { resources: string[]; data: string[] }) {
    this.#reader = new SchemaReader(packageFolder)
    this.#types = types
    for (const type of types.resources) this.#blocks.set(type, this.#reader.resource(type))
    for (const type of types.data) this.#blocks.set(`data.${type}`, this.#reader.dataSource(type))
  }

  /** @returns what `TF_REATTACH_PROVIDERS` must be for Terraform to use this instead of the provider. */
  async start(): Promise<string> {
    const definition = loadSync(join(import.meta.dirname, 'provider.proto'), {
      keepCase: true,
      defaults: false,
    })
    const { tfplugin5 } = loadPackageDefinition(definition) as unknown as {
      tfplugin5: { Provider: { service: Parameters<Server['addService']>[0] } }
    }
    this.#server.addService(tfplugin5.Provider.service, this.#calls())
    const socket = join(this.#folder, 'socket')
    await new Promise<void>((resolve, reject) => {
      this.#server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      )
    })
    return JSON.stringify({
      'registry.terraform.io/hashicorp/azurerm': {
        Protocol: 'grpc',
        ProtocolVersion: 5,
        Pid: process.pid,
        Test: true,
        Addr: { Network: 'unix', String: socket },
      },
    })
  }

  stop(): void {
    this.#server.forceShutdown()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Every resource of a type. */
  all(type: string): Fields[] {
    return [...this.cloud.values()].filter((held) => held.type === type).map(({ state }) => state)
  }

  #calls(): UntypedServiceImplementation {
    const nothing = () => ({})
    const handlers: Record<string, (request: Message) => object> = {
      GetSchema: () => (this.#schemaMessage ??= this.#schema()),
      PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
      ValidateResourceTypeConfig: nothing,
      ValidateDataSourceConfig: nothing,
      Configure: nothing,
      Stop: nothing,
      UpgradeResourceState: ({ raw_state }) => ({
        upgraded_state: state(JSON.parse(Buffer.from(raw_state!.json).toString()) as Value),
      }),
      ReadResource: (request) => this.#read(request),
      PlanResourceChange: (request) => this.#plan(request),
      ApplyResourceChange: (request) => this.#apply(request),
      ReadDataSource: (request) => this.#readData(request),
    }
    return Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [
        name,
        (call: { request: Message }, answer: (error: Error | null, response?: object) => void) => {
          try {
            answer(null, handler(call.request))
          } catch (error) {
            answer(null, {
              diagnostics: [
                { severity: 'ERROR', summary: error instanceof Error ? error.message : String(error) },
              ],
            })
          }
        },
      ]),
    )
  }

  #schema(): object {
    const schemas = (prefix: string, types: string[]) =>
      Object.fromEntries(
        types.map((type) => [type, { version: 0, block: toMessage(this.#blocks.get(prefix + type)!) }]),
      )
    return {
      provider: { version: 0, block: toMessage(this.#reader.provider()) },
      resource_schemas: schemas('', this.#types.resources),
      data_source_schemas: schemas('data.', this.#types.data),
    }
  }

  #read({ current_state }: Message): object {
    const current = read(current_state!.msgpack) as Fields
    return { new_state: state(this.cloud.get(String(current.id))?.state ?? null) }
  }

  #plan({ type_name, prior_state, proposed_new_state }: Message): object {
    const proposed = read(proposed_new_state!.msgpack)
    if (proposed === null) return { planned_state: state(null) }
    const prior = read(prior_state!.msgpack) as Fields | null
    const planned = complete(
      this.#block(type_name),
      proposed,
      () => unknown,
      (value) => value === null,
    ) as Fields
    const anew = MAKES_ANEW.filter(
      (name) => prior && JSON.stringify(prior[name]) !== JSON.stringify(planned[name]),
    )
    return {
      planned_state: state(planned),
      requires_replace: anew.map((name) => ({ steps: [{ attribute_name: name }] })),
    }
  }

  #apply({ type_name, prior_state, planned_state, config }: Message): object {
    const planned = read(planned_state!.msgpack) as Fields | null
    const prior = read(prior_state!.msgpack) as Fields | null
    const touched = planned ?? prior!
    if (this.failNext?.type === type_name && (this.failNext.name ?? touched.name) === touched.name) {
      this.failNext = undefined
      throw new Error(`${type_name} ${String(touched.name)}: the stand-in was told to fail here`)
    }
    if (planned === null) {
      this.refuseLocked(String(prior!.id))
      this.cloud.delete(String(prior!.id))
      return { new_state: state(null) }
    }
    const made = complete(
      this.#block(type_name),
      planned,
      (attribute) => madeUp(type_name, planned, attribute),
      (value) => value === unknown || value === null,
    ) as Fields
    if (prior === null && this.cloud.has(String(made.id)))
      throw new Error(`${type_name} ${String(made.id)} is there already`)
    this.#noteWriteOnly(type_name, read(config!.msgpack) as Fields, prior)
    this.cloud.set(String(made.id), { type: type_name, state: made })
    return { new_state: state(made) }
  }

  refuseLocked(id: string): void {
    const locked = this.all('azurerm_management_lock').find(
      ({ scope }) => `${id}/`.startsWith(`${scope}/`) || String(scope).startsWith(`${id}/`),
    )
    if (locked && locked.id !== id)
      throw new Error(`ScopeLocked: ${id} cannot be deleted: ${String(locked.name)}`)
  }

  #noteWriteOnly(type: string, config: Fields, prior: Fields | null): void {
    for (const [attribute, value] of Object.entries(config)) {
      if (!isWriteOnly(attribute) || typeof value !== 'string') continue
      if (prior && prior[`${attribute}_version`] === config[`${attribute}_version`]) continue
      this.written.push({ type, name: String(config.name), attribute, value })
      this.onWritten()
    }
  }

  #readData({ type_name, config }: Message): object {
    const asked = read(config!.msgpack) as Fields
    const found = complete(
      this.#block(`data.${type_name}`),
      asked,
      (attribute) => madeUp(type_name, asked, attribute),
      (value) => value === null,
    )
    return { state: state(found) }
  }

  #block(type: string): Block {
    const block = this.#blocks.get(type)
    if (!block) throw new Error(`${type} is not among the types that were asked for`)
    return block
  }
}

const state = (value: Value) => ({ msgpack: write(value) })

const jsonBytes = (type: CtyType) => Buffer.from(JSON.stringify(type))

function toMessage({ attributes, blocks }: Block): object {
  return {
    version: 0,
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: jsonBytes(type),
      ...flags,
      // The classes do not say what is sensitive: by its name it is.
      sensitive:
        !isWriteOnly(name) &&
        /(password|access_key|shared_key|connection_string|instrumentation_key)$/.test(name),
      write_only: isWriteOnly(name),
    })),
    block_types: Object.entries(blocks).map(([type_name, { block, nesting, minItems, maxItems }]) => ({
      type_name,
      block: toMessage(block),
      nesting,
      min_items: minItems,
      max_items: maxItems,
    })),
  }
}
