import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import type { errorCatalogue } from '../../server/src/errors.ts'
import type { Definition, errorCodesOf } from '../../server/src/http/definitions.ts'
import type { ErrorCode } from '../../server/src/kit/identity-error.ts'

/** What the SDK is generated from. */
export interface Platform {
  /** In the order of the router. */
  definitions: Definition[]
  catalogue: typeof errorCatalogue
  /** Codes that every procedure can answer, whatever it does. */
  generalCodes: ErrorCode[]
  /** All codes of a procedure, general ones too. */
  codesOf: typeof errorCodesOf
}

/**
 * The router as the server itself reads it, from its sources. Node strips their types but knows no JSX, which the mail
 * templates are written in: those alone go through esbuild on their way in.
 */
export async function loadPlatform(): Promise<Platform> {
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.endsWith('.tsx')) return nextLoad(url, context)
      const source = readFileSync(fileURLToPath(url), 'utf8')
      const { code } = transformSync(source, { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact' })
      return { format: 'module', source: code, shortCircuit: true }
    },
  })
  const { appRouter } = await import('../../server/src/router.ts')
  const { errorCatalogue } = await import('../../server/src/errors.ts')
  const { readDefinitions, errorCodesOf } = await import('../../server/src/http/definitions.ts')
  return toPlatform(readDefinitions(appRouter), errorCatalogue, errorCodesOf)
}

export function toPlatform(
  definitions: Definition[],
  catalogue: Platform['catalogue'],
  codesOf: Platform['codesOf'],
): Platform {
  const [first, ...others] = definitions.map((definition) => new Set(codesOf(definition)))
  const generalCodes = [...(first ?? [])].filter((code) => others.every((codes) => codes.has(code)))
  return { definitions, catalogue, generalCodes, codesOf }
}
