import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A type as Terraform writes it in JSON: `"string"`, `["list","string"]`, `["list",["object",{…}]]`. */
export type CtyType = string | ['list' | 'set' | 'map', CtyType] | ['object', Record<string, CtyType>]

export interface Attribute {
  type: CtyType
  required: boolean
  optional: boolean
  computed: boolean
}

export interface NestedBlock {
  block: Block
  nesting: 'SINGLE' | 'LIST' | 'SET'
  minItems: number
  maxItems: number
}

export interface Block {
  attributes: Record<string, Attribute>
  blocks: Record<string, NestedBlock>
}

/** What the provider itself says of how a field is set, in a comment of the generated class. */
const FIELD =
  /^ {2}\/\/ ([a-z0-9_]+) - computed: (true|false), optional: (true|false), required: (true|false)\n([\s\S]*?)(?=^ {2}\/\/ |^})/gm
/** The table of what can be configured, with types. */
const ENTRY =
  /^ +([a-z0-9_]+): \{\n[^\n]*\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",/gm

const SCALARS: Record<string, CtyType> = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  stringList: ['list', 'string'],
  numberList: ['list', 'number'],
  stringMap: ['map', 'string'],
  numberMap: ['map', 'number'],
  booleanMap: ['map', 'bool'],
}

const GETTERS: Record<string, CtyType> = {
  getStringAttribute: 'string',
  getNumberAttribute: 'number',
  getBooleanAttribute: 'bool',
  getListAttribute: ['list', 'string'],
  getNumberListAttribute: ['list', 'number'],
  getStringMapAttribute: ['map', 'string'],
  getBooleanMapAttribute: ['map', 'bool'],
}

interface Entry {
  isBlock: boolean
  kind: string
  holds: string
}

/**
 * Reads azurerm's schema out of the classes that were generated from it (npm `@cdktn/provider-azurerm`): names, types,
 * nesting, and what is required, optional or computed. Those classes know nothing of allowed values, of conflicts between
 * arguments, and of what forces a resource to be made anew; nobody who relies on this schema may claim that they do.
 */
export class SchemaReader {
  readonly #library: string

  constructor(packageFolder: string) {
    this.#library = join(packageFolder, 'lib')
  }

  /** @throws when the provider has no such type. */
  resource(type: string): Block {
    return this.#read(type.replace(/^azurerm_/, ''), type)
  }

  dataSource(type: string): Block {
    return this.#read(`data-${type}`, type)
  }

  /** The provider's own configuration, whose classes have no comments: every field may be left out, but `features`. */
  provider(): Block {
    const source = this.#source('provider')
    const block = configured(source, tableOf(source, /class AzurermProvider extends/))
    block.blocks.features!.minItems = 1
    block.blocks.features!.maxItems = 1
    delete block.attributes.alias
    return block
  }

  #read(folder: string, type: string): Block {
    const source = this.#source(folder.replaceAll('_', '-'))
    const name = /export class (\w+) extends cdktn\.Terraform(?:Resource|DataSource) \{/.exec(source)?.[1]
    if (name === undefined) throw new Error(`${type}: no class in ${folder}`)
    return readClass(source, name, name, tableOf(source, new RegExp(`class ${name} extends`)))
  }

  #source(folder: string): string {
    const script = readFileSync(join(this.#library, folder, 'index.js'), 'utf8')
    const map = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(script)?.[1]
    if (map === undefined) throw new Error(`${folder}: no source map`)
    const { sourcesContent } = JSON.parse(Buffer.from(map, 'base64').toString()) as {
      sourcesContent: string[]
    }
    return sourcesContent[0]!
  }
}

/** The entries of the table that follows the first place where `start` is found. */
function tableOf(source: string, start: RegExp): Map<string, Entry> {
  const from = start.exec(source)
  if (!from) return new Map()
  const rest = source.slice(from.index)
  const table = /const attrs[^=]* = \{\n([\s\S]*?)\n {2,4}\};?\n/.exec(rest)?.[1] ?? ''
  return new Map(
    [...table.matchAll(ENTRY)].map(([, name = '', isBlock, kind = '', holds = '']) => [
      name,
      { isBlock: isBlock === 'true', kind, holds },
    ]),
  )
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

function structTable(source: string, struct: string): Map<string, Entry> {
  const start = new RegExp(`^export function ${lowerFirst(struct)}ToHclTerraform\\(`, 'm')
  const body = new RegExp(`${start.source}[\\s\\S]*?^}`, 'm').exec(source)?.[0] ?? ''
  return tableOf(body, start)
}

function bodyOf(source: string, className: string): string {
  const body = new RegExp(`^export class ${className} extends [\\s\\S]*?^}`, 'm').exec(source)?.[0]
  if (body === undefined) throw new Error(`no class ${className}`)
  return body
}

/** A block from its class, which has what is computed too, and the types of what can be configured from `table`. */
function readClass(source: string, className: string, struct: string, table: Map<string, Entry>): Block {
  const block: Block = { attributes: {}, blocks: {} }
  for (const [, name = '', computed, optional, required, code = ''] of bodyOf(source, className).matchAll(
    FIELD,
  )) {
    const flags = {
      computed: computed === 'true',
      optional: optional === 'true',
      required: required === 'true',
    }
    const [, child, isSet] = /= new (\w+)\(this, "[a-z0-9_]+"(?:, (true|false))?\)/.exec(code) ?? []
    if (child === undefined) {
      block.attributes[name] = { type: scalarType(name, code, table), ...flags }
      continue
    }
    const childStruct = child.replace(/(?:OutputReference|List|Map)$/, '')
    const inner = readClass(
      source,
      `${childStruct}OutputReference`,
      childStruct,
      structTable(source, childStruct),
    )
    const kind = table.get(name)?.kind ?? (isSet === 'true' ? 'set' : 'list')
    if (flags.computed) {
      const nesting = kind === 'set' ? 'set' : 'list'
      block.attributes[name] = { type: [nesting, objectOf(inner)], ...flags }
      continue
    }
    block.blocks[name] = {
      block: inner,
      nesting: kind === 'struct' ? 'SINGLE' : kind === 'set' ? 'SET' : 'LIST',
      minItems: flags.required ? 1 : 0,
      maxItems: kind !== 'struct' && child.endsWith('OutputReference') ? 1 : 0,
    }
  }
  if (Object.keys(block.attributes).length + Object.keys(block.blocks).length === 0)
    throw new Error(`${struct}: nothing found in its class`)
  return block
}

function scalarType(name: string, code: string, table: Map<string, Entry>): CtyType {
  const configured = SCALARS[table.get(name)?.holds ?? '']
  const [, isSet, getter = ''] = /return (cdktn\.Fn\.tolist\()?this\.(\w+)\(/.exec(code) ?? []
  const type = configured ?? GETTERS[getter]
  if (type === undefined) throw new Error(`${name}: of no known type: ${code}`)
  if (!Array.isArray(type) || type[0] === 'map') return type
  const set = table.get(name)?.kind === 'set' || isSet !== undefined
  return [set ? 'set' : 'list', type[1] as CtyType]
}

function objectOf({ attributes, blocks }: Block): CtyType {
  const fields: Record<string, CtyType> = {}
  for (const [name, { type }] of Object.entries(attributes)) fields[name] = type
  for (const [name, { block, nesting }] of Object.entries(blocks))
    fields[name] = [nesting === 'SET' ? 'set' : 'list', objectOf(block)]
  return ['object', fields]
}

/** A block from its table alone: all of it can be left out. */
function configured(source: string, table: Map<string, Entry>): Block {
  const block: Block = { attributes: {}, blocks: {} }
  for (const [name, { isBlock, kind, holds }] of table) {
    const type = SCALARS[holds]
    if (!isBlock && type !== undefined) {
      block.attributes[name] = {
        type: kind === 'set' && Array.isArray(type) ? ['set', type[1] as CtyType] : type,
        required: false,
        optional: true,
        computed: false,
      }
      continue
    }
    const child = holds.replace(/List$/, '')
    block.blocks[name] = {
      block: configured(source, structTable(source, child)),
      nesting: kind === 'struct' ? 'SINGLE' : kind === 'set' ? 'SET' : 'LIST',
      minItems: 0,
      maxItems: 0,
    }
  }
  return block
}
