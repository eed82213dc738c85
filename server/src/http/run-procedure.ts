import { getTRPCErrorFromUnknown, type TRPCError } from '@trpc/server'
import type { Context } from '../context.ts'
import type { Meta } from '../procedure.ts'

/** What a face gives to call a procedure. */
export interface CallOptions {
  ctx: Context
  path: string
  type: 'query' | 'mutation'
  getRawInput: () => Promise<unknown>
  signal: undefined
  batchIndex: number
}

/** How a face calls a procedure: past tRPC's HTTP handling, through its middlewares. @throws {TRPCError} */
export type Call = (options: CallOptions) => Promise<unknown>

interface Step extends CallOptions {
  meta: Meta | undefined
  input: unknown
  next(changes?: Changes): Promise<Outcome>
}
interface Changes {
  ctx?: Partial<Context>
  input?: unknown
  getRawInput?: () => Promise<unknown>
}
type Outcome = { ok: true; data: unknown } | { ok: false; error: TRPCError }
type Middleware = (step: Step) => Promise<Outcome>

/** What a procedure is made of, as far as running it goes. */
export interface Runnable {
  middlewares?: unknown
  meta?: Meta
}

/**
 * Runs a procedure's middlewares one inside the other, as tRPC's own runner does (`callRecursive`). That one, as
 * published, copies every object property by property through descriptors, which took 25 of the 30 µs of a call; these
 * copies take under one. The parity test holds both to the same behaviour, since tRPC's face keeps its own.
 *
 * @param procedure is called itself, should a version of tRPC keep its middlewares elsewhere.
 */
export function callerOf(procedure: Call & { _def: Runnable }): Call {
  const { middlewares, meta } = procedure._def
  if (!Array.isArray(middlewares)) return procedure
  return async (options) => {
    const outcome = await runFrom(0, middlewares as Middleware[], { ...options, meta, input: undefined })
    if (!outcome.ok) throw outcome.error
    return outcome.data
  }
}

async function runFrom(index: number, middlewares: Middleware[], step: Omit<Step, 'next'>): Promise<Outcome> {
  const next = (changes?: Changes): Promise<Outcome> => {
    if (!changes) return runFrom(index + 1, middlewares, step)
    return runFrom(index + 1, middlewares, {
      ...step,
      ctx: changes.ctx ? { ...step.ctx, ...changes.ctx } : step.ctx,
      input: 'input' in changes ? changes.input : step.input,
      getRawInput: changes.getRawInput ?? step.getRawInput,
    })
  }
  try {
    return await middlewares[index]!({ ...step, next })
  } catch (error) {
    return { ok: false, error: getTRPCErrorFromUnknown(error) }
  }
}
