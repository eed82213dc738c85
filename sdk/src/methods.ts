import type { CallOptions } from './call-options.ts'
import type { ProcedurePath } from './generated/errors.ts'

/** A tree of what is known of each procedure, by the parts of its path. */
export interface Tree<Leaf> {
  readonly [name: string]: Leaf | Tree<Leaf>
}

type Call<Leaf> = (path: ProcedurePath, leaf: Leaf, input?: object, options?: CallOptions) => Promise<unknown>

/** The tree with a method in the place of each leaf. Plain objects: nothing that a proxy would have to pretend. */
export function methodsOf<Leaf extends number | readonly unknown[]>(
  tree: Tree<Leaf>,
  call: Call<Leaf>,
  prefix = '',
): object {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      const path = prefix + name
      if (typeof node === 'object' && !Array.isArray(node)) {
        return [name, methodsOf(node as Tree<Leaf>, call, `${path}.`)]
      }
      const method = (input?: object, options?: CallOptions) =>
        call(path as ProcedurePath, node as Leaf, input, options)
      return [name, method]
    }),
  )
}
