import { type Contract, HEADER, importTypes } from './contract.ts'
import { printTree, treeOf } from './names.ts'

/** generated/router.ts: the router's type for @trpc/client and its integrations, free of the server's own types. */
export function printRouter({ definitions, signatures }: Contract): string {
  const record = printTree(
    treeOf(definitions),
    ({ path, type }) => {
      const { input, output } = signatures.get(path)!
      return `${type === 'query' ? 'Query' : 'Mutation'}<${input}, ${output}>`
    },
    '\n',
  )
  return `${HEADER}import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'
import type { ErrorShape } from '../error-shape.ts'
${importTypes(signatures.values())}
interface RouterTypes {
  ctx: object
  meta: object
  errorShape: ErrorShape
  transformer: true
}

interface Procedure<Input, Output> {
  input: Input
  output: Output
  meta: unknown
  errorShape: ErrorShape
}

type Query<Input, Output> = TRPCQueryProcedure<Procedure<Input, Output>>
type Mutation<Input, Output> = TRPCMutationProcedure<Procedure<Input, Output>>

/** The type of the platform's router, for \`createTRPCClient<AppRouter>()\` and what builds on it. */
export type AppRouter = TRPCBuiltRouter<RouterTypes, ${record}>
`
}
