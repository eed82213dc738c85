import { z } from 'zod'
import { type Contract, HEADER, importTypes } from './contract.ts'
import { quote } from './type-printer.ts'

/** generated/definitions.ts: what the stand-in of `./testing` must know of each procedure to answer as the server would. */
export function printDefinitions(contract: Contract): string {
  const { definitions, signatures, catalogue } = contract
  const types = definitions.map(({ path }) => {
    const { input, output } = signatures.get(path)!
    return `${quote(path)}: { input: ${input}; output: ${output === 'void' ? 'undefined' : output} }`
  })
  const values = definitions.map(({ path, type, meta, input }) => {
    const facts = {
      route: meta.rest,
      success: meta.success,
      access: meta.access,
      isMutation: type === 'mutation',
      takesKey: meta.idempotent === true,
      input: inputSchema(input),
    }
    return `${quote(path)}: ${JSON.stringify(facts)}`
  })
  const statuses = (Object.keys(catalogue) as (keyof typeof catalogue)[]).map((code) => {
    return `${quote(code)}: [${contract.statusOf(code).map(quote).join(', ')}]`
  })
  return `${HEADER}import type { ErrorCode, ProcedurePath } from './errors.ts'
${importTypes(signatures.values())}
/** The part of JSON Schema that inputs are described with. */
export interface InputSchema {
  type?: string
  properties?: Record<string, InputSchema>
  required?: string[]
  additionalProperties?: boolean
  items?: InputSchema
  minItems?: number
  maxItems?: number
  anyOf?: InputSchema[]
  enum?: (string | number | boolean | null)[]
  const?: string | number | boolean | null
  default?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

export interface Definition {
  route: string
  success: number
  access: string
  isMutation: boolean
  takesKey: boolean
  input: InputSchema
}

/** What each procedure takes and gives. */
export interface Procedures {\n${types.join('\n')}\n}

export const definitions: Record<ProcedurePath, Definition> = {\n${values.join(',\n')}\n}

/** The HTTP status of each code, and tRPC's name and number for it. */
export const statuses: Record<ErrorCode, readonly [http: number, name: string, number: number]> = {\n${statuses.join(',\n')}\n}
`
}

/** An input as JSON Schema, without the words; what a refinement says, by the name of the schema it is on. */
function inputSchema(schema: z.ZodType): object {
  const { $schema, ...body } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (z.globalRegistry.get(zodSchema)?.id === 'EmailAddress') jsonSchema.format = 'email'
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
      for (const word of ['id', 'title', 'description', 'example', 'examples'] as const)
        delete jsonSchema[word]
    },
    reused: 'inline',
  })
  return inline(body, body.$defs ?? {}) as object
}

/** Schemas with ids become references: put in place, since no input contains itself. */
function inline(node: unknown, defs: Record<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((item) => inline(item, defs))
  if (typeof node !== 'object' || node === null) return node
  const { $ref, $defs, propertyNames, ...own } = node as Record<string, unknown>
  const target = typeof $ref === 'string' ? inline(defs[$ref.replace('#/$defs/', '')], defs) : {}
  return Object.fromEntries(
    Object.entries({ ...(target as object), ...own }).map(([key, value]) => [
      key,
      // `{}` takes any value, as `true` does.
      key === 'additionalProperties' && typeof value === 'object' ? true : inline(value, defs),
    ]),
  )
}
