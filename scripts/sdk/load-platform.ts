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
  /** How a code is answered: the HTTP status, and tRPC's name and number for it. */
  statusOf(code: ErrorCode): [http: number, name: string, number: number]
  /** The document as a server at its first address would serve it. */
  openApi(version: string): object
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
  const { IdentityError } = await import('../../server/src/kit/identity-error.ts')
  const { problemShape, toProblem } = await import('../../server/src/http/problem.ts')
  const { openApiDocument } = await import('../../server/src/http/openapi.ts')
  const definitions = readDefinitions(appRouter)
  return {
    definitions,
    catalogue: errorCatalogue,
    generalCodes: commonTo(definitions.map(errorCodesOf)),
    codesOf: errorCodesOf,
    statusOf(code) {
      const shape = problemShape(toProblem(new IdentityError(code), ''), undefined)
      return [shape.data.httpStatus, shape.data.code, shape.code]
    },
    openApi: (version) =>
      openApiDocument(definitions, { publicUrl: new URL('http://localhost:8000'), version }),
  }
}

function commonTo([first, ...others]: ErrorCode[][]): ErrorCode[] {
  return (first ?? []).filter((code) => others.every((codes) => codes.includes(code)))
}
