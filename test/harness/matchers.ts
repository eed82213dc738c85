import { expect } from 'vitest'
import type { ErrorCode } from '../../server/src/kit/identity-error.ts'

interface GatehouseMatchers {
  /**
   * The call was refused with this code. Takes the promise of an API call that rejects, the promise of a REST
   * answer that carries a problem, or either of them awaited. Has to be awaited itself.
   */
  toFailWith(code: ErrorCode): Promise<void>
}

declare module 'vitest' {
  // The parameters have to repeat vitest's own, or the two do not merge.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends GatehouseMatchers {}
}

expect.extend({
  async toFailWith(received: unknown, expected: ErrorCode) {
    const outcome = await settle(received)
    const actual = codeOf(outcome.value)
    return {
      pass: actual === expected,
      expected,
      actual: actual ?? outcome.value,
      message: () =>
        actual === undefined
          ? `expected it to fail with ${expected}, but it ${outcome.how}: ${this.utils.printReceived(outcome.value)}`
          : `expected it ${this.isNot ? 'not ' : ''}to fail with ${expected}, and it failed with ${actual}`,
    }
  },
})

async function settle(received: unknown): Promise<{ how: 'succeeded' | 'failed'; value: unknown }> {
  try {
    return { how: 'succeeded', value: await (typeof received === 'function' ? received() : received) }
  } catch (error) {
    return { how: 'failed', value: error }
  }
}

/** The code of an error of the client, of an IdentityError, or of a problem in a REST answer's body. */
function codeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Error)
    return 'code' in value && typeof value.code === 'string' ? value.code : undefined
  const { status, body } = value as { status?: unknown; body?: unknown }
  if (typeof status !== 'number' || status < 400 || typeof body !== 'object' || body === null)
    return undefined
  const { code } = body as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
