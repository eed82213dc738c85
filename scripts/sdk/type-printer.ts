import { z } from 'zod'

/** What a schema takes, or what it gives: they differ where there are defaults. */
export type Side = 'input' | 'output'

export interface Declaration {
  name: string
  description: string | undefined
  text: string
}

export interface TypePrinter {
  /** A schema's type as TypeScript source. Schemas with an `id` become declarations and are printed by name. */
  print(schema: z.core.$ZodType, side: Side): string
  /** Everything printed by name so far, in order of name. */
  declarations(): Declaration[]
}

type Def = z.core.$ZodTypes['_zod']['def']

/**
 * Prints zod 4 schemas as TypeScript, without a trace of zod in the result. Types that do not travel over both faces
 * (everything beyond JSON and dates) are refused, so that no procedure can promise what its callers would not get.
 */
export function createTypePrinter(): TypePrinter {
  const declared = new Map<string, Declaration>()

  function print(schema: z.core.$ZodType, side: Side): string {
    const meta = metaOf(schema)
    const body = meta?.id === undefined ? schema : unwrapAll(schema)
    if (meta?.id === undefined || isPlain(body)) return printBody(schema, side)
    const name = declare({ id: meta.id, description: meta.description, body }, side)
    return mayBeAbsent(schema, side) ? `${name} | undefined` : name
  }

  function declare(
    named: { id: string; description: string | undefined; body: z.core.$ZodType },
    side: Side,
  ) {
    const differs = printUnnamed(named.body, 'input') !== printUnnamed(named.body, 'output')
    const name = differs && side === 'input' ? `${named.id}Input` : named.id
    const declaration = { name, description: named.description, text: printBody(named.body, side) }
    const earlier = declared.get(name)
    if (earlier && earlier.text !== declaration.text) throw new Error(`Two schemas have the id ${name}`)
    declared.set(name, earlier ?? declaration)
    return name
  }

  /** For comparison only: named parts are compared by their contents, and declared nowhere. */
  function printUnnamed(schema: z.core.$ZodType, side: Side): string {
    return createBodyPrinter((part, partSide) => printUnnamed(part, partSide))(schema, side)
  }

  const printBody = createBodyPrinter(print)
  return {
    print,
    declarations: () => [...declared.values()].sort((left, right) => (left.name < right.name ? -1 : 1)),
  }
}

type Print = (schema: z.core.$ZodType, side: Side) => string

function createBodyPrinter(print: Print): Print {
  return (schema, side) => {
    const { def } = (schema as z.core.$ZodTypes)._zod
    switch (def.type) {
      case 'string':
      case 'template_literal':
        return 'string'
      case 'number':
        return 'number'
      case 'boolean':
        return 'boolean'
      case 'date':
        return 'Date'
      case 'null':
        return 'null'
      case 'undefined':
        return 'undefined'
      case 'void':
        return 'void'
      case 'unknown':
        return 'unknown'
      case 'never':
        return 'never'
      case 'literal':
        return def.values.map((value) => quote(value)).join(' | ')
      case 'enum':
        return [...new Set(Object.values(def.entries))].map((value) => quote(value)).join(' | ')
      default:
        return printComposite(def, side, print)
    }
  }
}

function printComposite(def: Def, side: Side, print: Print): string {
  switch (def.type) {
    case 'object':
      return printObject(def, side, print)
    case 'array':
      return `(${print(def.element, side)})[]`
    case 'tuple': {
      const items = def.items.map((item) => print(item, side))
      return `[${[...items, ...(def.rest ? [`...(${print(def.rest, side)})[]`] : [])].join(', ')}]`
    }
    case 'union':
      return def.options.map((option) => print(option, side)).join(' | ')
    case 'intersection':
      return `(${print(def.left, side)}) & (${print(def.right, side)})`
    case 'record':
      return `Record<${print(def.keyType, side)}, ${print(def.valueType, side)}>`
    case 'optional':
      return `${print(def.innerType, side)} | undefined`
    case 'nullable':
      return `${print(def.innerType, side)} | null`
    case 'default':
    case 'prefault':
      return side === 'input' ? `${print(def.innerType, side)} | undefined` : print(def.innerType, side)
    case 'readonly':
      return print(def.innerType, side)
    case 'pipe':
      return print(side === 'input' ? def.in : def.out, side)
    case 'lazy':
      return print(def.getter(), side)
    default:
      throw new Error(`The SDK has no type for z.${def.type}(): it does not travel over both faces`)
  }
}

function printObject(def: z.core.$ZodObjectDef, side: Side, print: Print): string {
  const fields = Object.entries(def.shape)
  const isClosed = def.catchall === undefined || def.catchall._zod.def.type === 'never'
  if (fields.length === 0 && isClosed) return 'Record<string, never>'
  const lines = fields.map(([key, field]) => {
    const mark = mayBeAbsent(field, side) ? '?' : ''
    return `${docComment(describe(field))}${propertyName(key)}${mark}: ${print(field, side)}`
  })
  if (!isClosed) lines.push(`[key: string]: ${print(def.catchall!, side)}`)
  return `{\n${lines.join('\n')}\n}`
}

/** A schema's description: its own, or that of what it wraps. */
export function describe(schema: z.core.$ZodType): string | undefined {
  const own = metaOf(schema)?.description
  const inner = innerOf(schema)
  return own ?? (inner && describe(inner))
}

/** A JSDoc block on lines of its own; empty without text. Only what would end the comment is altered. */
export function docComment(text: string | undefined): string {
  if (!text) return ''
  const lines = text.replaceAll('*/', '*\u200b/').split('\n')
  if (lines.length === 1) return `/** ${lines[0]} */\n`
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

export const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key))

export const quote = (value: unknown): string =>
  typeof value === 'string'
    ? `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`
    : String(value)

const metaOf = (schema: z.core.$ZodType) => z.globalRegistry.get(schema)

/** What a wrapper that changes neither name nor meaning holds. */
function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod
  const isWrapper =
    def.type === 'optional' || def.type === 'nullable' || def.type === 'default' || def.type === 'prefault'
  return isWrapper || def.type === 'readonly' ? def.innerType : undefined
}

function unwrapAll(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = innerOf(schema)
  if (inner && (schema as z.core.$ZodTypes)._zod.def.type === 'nullable') {
    throw new Error('Give the id to the schema inside .nullable(), not to the nullable one')
  }
  return inner ? unwrapAll(inner) : schema
}

const mayBeAbsent = ({ _zod }: z.core.$ZodType, side: Side): boolean =>
  (side === 'input' ? _zod.optin : _zod.optout) !== undefined

/** A name for a bare string would tell a reader less than `string` does. */
const isPlain = (schema: z.core.$ZodType): boolean =>
  ['string', 'number', 'boolean', 'template_literal', 'date'].includes(
    (schema as z.core.$ZodTypes)._zod.def.type,
  )
