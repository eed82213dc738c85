import { appRouter } from '../../../server/src/router.ts'

/**
 * Whether the server has all of these procedures. The pages of a way to sign in are there before the way is: their tests
 * run from the day it is.
 */
export function hasProcedures(...paths: string[]): boolean {
  const missing = paths.filter((path) => !(path in appRouter._def.procedures))
  if (missing.length > 0)
    process.stderr.write(`\nSKIPPED: the server does not have ${missing.join(', ')}.\n\n`)
  return missing.length === 0
}
