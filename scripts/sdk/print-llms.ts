import type { Contract } from './contract.ts'
import { particularCodes } from './print-methods.ts'

/** llms.txt: the package for those who read it as text, in one file. @param readme sdk/README.md */
export function printLlms(contract: Contract, readme: string): string {
  const methods = contract.definitions.map((definition) => {
    const { input, inputIsOptional, output } = contract.signatures.get(definition.path)!
    const { summary, rest, access } = definition.meta
    const codes = particularCodes(contract, definition)
    const lines = [
      `### client.${definition.path}(input${inputIsOptional ? '?' : ''}: ${input}): Promise<${output}>`,
      summary,
      `REST: ${rest}. Access: ${access}.${codes.length > 0 ? ` Errors: ${codes.join(', ')}.` : ''}`,
    ]
    return lines.join('\n')
  })
  const types = contract.types.slice(contract.types.indexOf('\n\n') + 2)
  return `${readme.trim()}

## Every method

Errors that any call can answer: ${contract.generalCodes.join(', ')}.

${methods.join('\n\n')}

## Every type

\`\`\`ts
${types.trim()}
\`\`\`
`
}
