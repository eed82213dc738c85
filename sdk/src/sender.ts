import { deadline } from './exchange.ts'
import type { ProcedurePath } from './generated/errors.ts'
import type { DeliveryMode } from './session.ts'
import { MUTATION, SETS_COOKIES } from './traits.ts'
import type { Transport } from './transport.ts'

/** What one attempt of a call goes with. */
export interface Attempt {
  input: object
  accessToken?: string | undefined
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
  timeoutMs?: number | undefined
}

/** Sends one attempt of a procedure, and gives it up when its time is over. */
export type Send = (path: ProcedurePath, traits: number, attempt: Attempt) => Promise<unknown>

export function createSend(transport: Transport, delivery: DeliveryMode, defaultTimeoutMs: number): Send {
  return async (path, traits, { input, accessToken, idempotencyKey, ...attempt }) => {
    const { signal, clear } = deadline(attempt.timeoutMs ?? defaultTimeoutMs, attempt.signal)
    try {
      return await transport({
        path,
        isMutation: (traits & MUTATION) !== 0,
        input,
        accessToken,
        idempotencyKey,
        alone: (traits & SETS_COOKIES) !== 0 || idempotencyKey !== undefined,
        credentials: credentialsFor(delivery, traits),
        signal,
      })
    } finally {
      clear()
    }
  }
}

/** Cookies go where they are needed, and in `body` mode nowhere: one of an earlier life must not act in this one. */
function credentialsFor(delivery: DeliveryMode, traits: number): RequestCredentials | undefined {
  if (delivery === 'cookie') return traits & SETS_COOKIES ? 'include' : 'same-origin'
  return isBrowser() ? 'omit' : undefined
}

export const isBrowser = (): boolean => typeof document === 'object'
