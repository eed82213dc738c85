import type { Definition } from '../../server/src/http/definitions.ts'
import { describeAccess } from '../../server/src/kit/access.ts'
import { type Contract, HEADER, importTypes } from './contract.ts'
import { type Branch, pascal, treeOf } from './names.ts'
import { docComment } from './type-printer.ts'

/** generated/methods.ts: an interface per namespace, with one documented method per procedure. */
export function printMethods(contract: Contract): string {
  const interfaces: string[] = []
  const printBranch = ({ procedures, namespaces }: Branch, prefix: string, about: string) => {
    const place = interfaces.push('') - 1
    const methods = Object.entries(procedures).map(([name, definition]) =>
      printMethod(contract, name, definition),
    )
    const inner = Object.entries(namespaces).map(([name, branch]) => {
      printBranch(branch, `${prefix}${pascal(name)}`, `The methods under \`${name}\`.`)
      return `readonly ${name}: ${prefix}${pascal(name)}Methods`
    })
    interfaces[place] =
      `${docComment(about)}export interface ${prefix}Methods {\n${[...methods, ...inner].join('\n')}\n}\n`
  }
  printBranch(treeOf(contract.definitions), '', 'Everything the platform can do: one method per procedure.')
  const imports = `import type { CallOptions } from '../call-options.ts'\n${importTypes(contract.signatures.values())}\n`
  return `${HEADER}${imports}${interfaces.join('\n')}`
}

function printMethod(contract: Contract, name: string, definition: Definition): string {
  const { input, inputIsOptional, output } = contract.signatures.get(definition.path)!
  const parameter = inputIsOptional ? `input?: ${input}` : `input: ${input}`
  return `${docComment(documentation(contract, definition))}${name}(${parameter}, options?: CallOptions): Promise<${output}>\n`
}

function documentation(contract: Contract, definition: Definition): string {
  const { summary, description, access, rest, idempotent } = definition.meta
  const paragraphs = [summary]
  if (description) paragraphs.push(description)
  paragraphs.push(`${describeAccess(access)} REST: \`${rest}\`.`)
  if (idempotent) paragraphs.push('Carries an Idempotency-Key, so that a retry has no second effect.')
  const codes = particularCodes(contract, definition).map((code) => `\`${code}\``)
  const or = codes.length > 0 ? `${codes.join(', ')}, or a general code` : 'a general code'
  paragraphs.push(`@throws {GatehouseError} with ${or}.`)
  return paragraphs.join('\n\n')
}

/** The codes worth naming beside a procedure: not those that any call, or any change, can answer. */
export function particularCodes({ codesOf, generalCodes }: Contract, definition: Definition): string[] {
  return codesOf(definition).filter((code) => !generalCodes.includes(code) && !code.startsWith('request.'))
}
