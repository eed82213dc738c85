import { useEnvironment } from '../environment.ts'
import type { Failure } from '../failure.ts'

/** What the server refused before the script was there: the page then begins with that. */
export function useServedFailure(): Failure | undefined {
  const { alert } = useEnvironment().served
  if (!alert) return undefined
  const { code, requestId, retryAfterSeconds } = alert
  return {
    code,
    requestId,
    fields: {},
    ...(retryAfterSeconds !== undefined && { retryAfterMs: retryAfterSeconds * 1_000 }),
  }
}
