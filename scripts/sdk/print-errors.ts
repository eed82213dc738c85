import { type Contract, HEADER } from './contract.ts'
import { quote } from './type-printer.ts'

/** generated/errors.ts: every code with its title, and which codes each procedure can answer. */
export function printErrors({ definitions, catalogue, generalCodes, codesOf }: Contract): string {
  const titles = Object.entries(catalogue).map(([code, { title }]) => `${quote(code)}: ${quote(title)}`)
  const perPath = definitions.map((definition) => {
    const own = codesOf(definition).filter((code) => !generalCodes.includes(code))
    return `${quote(definition.path)}: ${[...own.map(quote), 'GeneralErrorCode'].join(' | ')}`
  })
  return `${HEADER}/** Every code the platform answers, with its English title. A code is a promise: it is never renamed. */
export const errorTitles = {\n${titles.join(',\n')}\n} as const

/** Every code the platform answers. */
export type ErrorCode = keyof typeof errorTitles

/** Codes that every call can answer, whatever it does. */
export type GeneralErrorCode = ${generalCodes.map(quote).join(' | ')}

/** The codes that each procedure can answer, by its path. */
export interface ErrorCodesOf {\n${perPath.join('\n')}\n}

/** A procedure by its path: \`'auth.login'\`. */
export type ProcedurePath = keyof ErrorCodesOf
`
}
