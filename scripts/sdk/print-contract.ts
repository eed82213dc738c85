import { z } from 'zod'
import { type Contract, HEADER } from './contract.ts'
import { printTree, treeOf } from './names.ts'

/** What the client must know of a procedure to call it: the names are those of sdk/src/traits.ts. */
function traitsOf({ signatures }: Contract, path: string): string[] {
  const { definition, output } = signatures.get(path)!
  const { meta, type, fields } = definition
  const traits = {
    MUTATION: type === 'mutation',
    SETS_COOKIES: meta.setsCookies,
    TAKES_KEY: meta.idempotent,
    NEEDS_SESSION: meta.access !== 'public',
    // A session that staff begin in somebody's name does not take the place of their own.
    SIGNS_IN: signsIn(definition.output) && !definition.meta.access.startsWith('platform:'),
    GIVES_USER: output === 'User',
    TAKES_DELIVERY: fields.has('delivery'),
    TAKES_DEVICE: fields.has('deviceToken'),
    TAKES_REFRESH_TOKEN: fields.has('refreshToken'),
  }
  return Object.entries(traits).flatMap(([name, holds]) => (holds ? [name] : []))
}

/**
 * Whether an answer can be a session: `SignedIn` itself, one with further fields, or a union that has one among its
 * branches. Told by its shape and not by its name, so that no way to sign in is forgotten.
 */
export function signsIn(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'union') return def.options.some(signsIn)
  if (def.type === 'intersection') return signsIn(def.left) || signsIn(def.right)
  if (def.type === 'object') {
    const { status, accessToken } = def.shape as Record<string, z.core.$ZodType | undefined>
    return status !== undefined && accessToken !== undefined && z.safeParse(status, 'signed_in').success
  }
  return 'innerType' in def && signsIn(def.innerType as z.core.$ZodType)
}

/** generated/contract.ts: what the tRPC client is told of each procedure at run time, a number each. */
export function printContract(contract: Contract): string {
  const used = new Set<string>()
  const tree = printTree(
    treeOf(contract.definitions),
    ({ path }) => {
      const traits = traitsOf(contract, path)
      for (const trait of traits) used.add(trait)
      return traits.length > 0 ? traits.join(' | ') : '0'
    },
    ',\n',
  )
  return `${HEADER}import { ${[...used].sort().join(', ')} } from '../traits.ts'

/** The traits of each procedure, as a tree by the parts of its path. */
export const contract = ${tree}
`
}
