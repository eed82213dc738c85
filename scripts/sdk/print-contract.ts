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
    SIGNS_IN: output === 'SignedIn' || output === 'SignInResult',
    GIVES_USER: output === 'User',
    TAKES_DELIVERY: fields.has('delivery'),
    TAKES_DEVICE: fields.has('deviceToken'),
    TAKES_REFRESH_TOKEN: fields.has('refreshToken'),
  }
  return Object.entries(traits).flatMap(([name, holds]) => (holds ? [name] : []))
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
