import type { Definition } from '../../server/src/http/definitions.ts'
import type { Platform } from './load-platform.ts'
import { pascal } from './names.ts'
import { createTypePrinter, describe, docComment } from './type-printer.ts'

export const HEADER =
  '// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.\n\n'

/** What a procedure's input and output are called in the SDK. */
export interface Signature {
  definition: Definition
  input: string
  /** Every field may be left out, so the whole input may. */
  inputIsOptional: boolean
  output: string
}

export interface Contract extends Platform {
  signatures: ReadonlyMap<string, Signature>
  /** The text of generated/types.ts. */
  types: string
}

/** Names and prints every type of the contract. Anonymous ones are called after their procedure. */
export function readContract(platform: Platform): Contract {
  const printer = createTypePrinter()
  const anonymous: string[] = []
  const nameOf = (definition: Definition, side: 'input' | 'output') => {
    const printed = printer.print(definition[side], side)
    if (/^[\w<>, ]+$/.test(printed)) return printed
    const name = `${pascal(definition.path)}${side === 'input' ? 'Input' : 'Output'}`
    const fallback = `What \`${definition.path}\` ${side === 'input' ? 'takes' : 'answers'}.`
    anonymous.push(`${docComment(describe(definition[side]) ?? fallback)}export type ${name} = ${printed}\n`)
    return name
  }
  const signatures = new Map<string, Signature>()
  for (const definition of platform.definitions) {
    signatures.set(definition.path, {
      definition,
      input: nameOf(definition, 'input'),
      inputIsOptional: definition.input.safeParse({}).success,
      output: nameOf(definition, 'output'),
    })
  }
  const named = printer
    .declarations()
    .map(({ name, description, text }) => `${docComment(description)}export type ${name} = ${text}\n`)
  return { ...platform, signatures, types: `${HEADER}${[...named, ...anonymous].join('\n')}` }
}

/** The import line of the types that signatures name. */
export function importTypes(signatures: Iterable<Signature>): string {
  const names = new Set<string>()
  for (const { input, output } of signatures) {
    for (const type of [input, output]) if (/^[A-Z]\w*$/.test(type)) names.add(type)
  }
  return `import type { ${[...names].sort().join(', ')} } from './types.ts'\n`
}
