import type { Definition } from '../../server/src/http/definitions.ts'

/** `auth.login` as the start of a type's name: `AuthLogin`. */
export const pascal = (path: string): string =>
  path
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

/** The procedures as a tree by the parts of their paths: leaves are procedures, branches are namespaces. */
export interface Branch {
  namespaces: Record<string, Branch>
  procedures: Record<string, Definition>
}

export function treeOf(definitions: readonly Definition[]): Branch {
  const root: Branch = { namespaces: {}, procedures: {} }
  for (const definition of definitions) {
    const parts = definition.path.split('.')
    const name = parts.pop()!
    let branch = root
    for (const part of parts) {
      branch.namespaces[part] ??= { namespaces: {}, procedures: {} }
      branch = branch.namespaces[part]
    }
    branch.procedures[name] = definition
  }
  return root
}

/** Prints a tree as a nested object, or as the type of one. */
export function printTree(
  branch: Branch,
  printLeaf: (definition: Definition) => string,
  separator: string,
): string {
  const members = [
    ...Object.entries(branch.procedures).map(([name, definition]) => `${name}: ${printLeaf(definition)}`),
    ...Object.entries(branch.namespaces).map(
      ([name, inner]) => `${name}: ${printTree(inner, printLeaf, separator)}`,
    ),
  ]
  return `{\n${members.join(separator)}\n}`
}
