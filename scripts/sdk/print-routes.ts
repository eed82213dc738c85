import { z } from 'zod'
import { type Contract, HEADER } from './contract.ts'
import { printTree, treeOf } from './names.ts'
import { propertyName, quote } from './type-printer.ts'

/** generated/routes.ts: what the REST client is told of each procedure at run time. */
export function printRoutes(contract: Contract): string {
  const named = new Map<string, string>()
  const tree = printTree(
    treeOf(contract.definitions),
    ({ meta, output }) => {
      const dates = printDates(output, named)
      const rest: string[] = meta.idempotent ? [dates ?? '0', '1'] : dates ? [dates] : []
      return `[${[quote(meta.rest), ...rest].join(', ')}]`
    },
    ',\n',
  )
  const constants = [...named].map(([name, dates]) => `const ${name} = ${dates} as const\n`)
  return `${HEADER}/** Where an answer has dates: \`{ user: { createdAt: 1 } }\`. A list has them in each of its items. */
export interface Dates {
  readonly [key: string]: 1 | Dates
}

/** \`POST /login\`; where the answer has dates; whether it takes an Idempotency-Key. */
export type Route = readonly [route: string, dates?: Dates | 0, takesKey?: 1]

${constants.join('\n')}
/** The route of each procedure, as a tree by the parts of its path. */
export const routes = ${tree} as const satisfies Routes

interface Routes {
  readonly [name: string]: Route | Routes
}
`
}

/**
 * Where a schema has dates, printed; undefined where it has none. What has an id is printed once, by name.
 *
 * @throws {Error} for dates where the REST client could not find them: in a record, a tuple, or as the whole.
 */
function printDates(schema: z.core.$ZodType, named: Map<string, string>): string | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'date') return '1'
  if (def.type === 'array') return printDates(def.element, named)
  if (def.type === 'record' || def.type === 'tuple') {
    const inner = def.type === 'record' ? [def.valueType] : def.items
    if (inner.some((item) => printDates(item, new Map())))
      throw new Error(`Dates in a ${def.type} are not found over REST`)
    return undefined
  }
  if (def.type === 'union') return join(def.options.map((option) => printDates(option, named)))
  if (def.type === 'object') {
    const fields = Object.entries(def.shape).flatMap(([name, field]) => {
      const dates = printDates(field, named)
      return dates ? [`${propertyName(name)}: ${dates}`] : []
    })
    if (fields.length === 0) return undefined
    const dates = `{ ${fields.join(', ')} }`
    const id = z.globalRegistry.get(schema)?.id
    if (id === undefined) return dates
    named.set(id, dates)
    return id
  }
  return 'innerType' in def ? printDates(def.innerType as z.core.$ZodType, named) : undefined
}

/** The dates of a union: of that branch which has some, or of all of them together. */
function join(branches: (string | undefined)[]): string | undefined {
  const found = [...new Set(branches.filter((dates) => dates !== undefined))]
  return found.length > 1 ? `{ ${found.map((dates) => `...${dates}`).join(', ')} }` : found[0]
}
