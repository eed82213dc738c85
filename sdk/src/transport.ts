import { decode, encode, type Wire } from './codec.ts'
import { type Answer, type Exchange, exchange, type Outgoing, unlessAborted } from './exchange.ts'
import { GatehouseError, NetworkError } from './gatehouse-error.ts'
import type { ProcedurePath } from './generated/errors.ts'
import { isProblem } from './problem.ts'

/** The platform's own limits are 10 calls a batch and, for a query's address, what proxies let through. */
const MAX_BATCH = 10
const MAX_URL_LENGTH = 2_000

/** One call as it goes over the wire. */
export interface WireCall {
  path: ProcedurePath
  isMutation: boolean
  input: object
  accessToken: string | undefined
  idempotencyKey: string | undefined
  /** Has a request to itself: it sets cookies, or carries a key, which are a request's and not a call's. */
  alone: boolean
  credentials: RequestCredentials | undefined
  signal: AbortSignal
}

/** Sends a call and gives its result, or throws what was answered instead. */
export type Transport = (call: WireCall) => Promise<unknown>

interface Waiting {
  call: WireCall
  resolve(result: unknown): void
  reject(reason: unknown): void
}

/**
 * Speaks tRPC's HTTP protocol (as `httpBatchLink` and `httpLink` do, with superjson): calls made in the same turn of
 * the event loop share a request, except those that must stand alone.
 */
export function createTransport(options: Exchange, endpoint: string): Transport {
  const queues = new Map<string, Waiting[]>()

  function enqueue(call: WireCall): Promise<unknown> {
    // Calls of one request share its method and its token.
    const key = `${call.isMutation} ${call.credentials} ${call.accessToken ?? ''}`
    return new Promise((resolve, reject) => {
      const queue = queues.get(key)
      if (queue) queue.push({ call, resolve, reject })
      else {
        queues.set(key, [{ call, resolve, reject }])
        setTimeout(() => {
          const waiting = queues.get(key)!
          queues.delete(key)
          for (const batch of batchesOf(waiting.filter((one) => !one.call.signal.aborted)))
            void sendBatch(batch)
        })
      }
    })
  }

  async function sendBatch(batch: Waiting[]): Promise<void> {
    const calls = batch.map(({ call }) => call)
    try {
      const { status, body } = await exchange(options, ...requestOf(endpoint, calls))
      batch.forEach(({ call, resolve, reject }, index) => {
        try {
          resolve(resultOf({ status, body: Array.isArray(body) ? body[index] : body }, call))
        } catch (error) {
          reject(error)
        }
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return async (call) => {
    if (!call.alone) return unlessAborted(enqueue(call), call.signal)
    return resultOf(await exchange(options, ...requestOf(endpoint, call)), call)
  }
}

/** Cuts a queue into requests the platform takes. */
function batchesOf(waiting: Waiting[]): Waiting[][] {
  const batches: Waiting[][] = []
  let length = Number.POSITIVE_INFINITY
  for (const one of waiting) {
    const own = one.call.path.length + encodeURIComponent(JSON.stringify(encode(one.call.input))).length + 20
    const last = batches.at(-1)
    const fits = last && last.length < MAX_BATCH && (one.call.isMutation || length + own <= MAX_URL_LENGTH)
    if (fits) last.push(one)
    else batches.push([one])
    length = fits ? length + own : own
  }
  return batches
}

/** The request for one call, or for a batch of them. */
function requestOf(endpoint: string, calls: WireCall | WireCall[]): [url: string, outgoing: Outgoing] {
  const isBatch = Array.isArray(calls)
  const all = isBatch ? calls : [calls]
  const { isMutation, accessToken, idempotencyKey, credentials } = all[0]!
  const inputs = all.map(({ input }) => encode(input))
  const payload = JSON.stringify(isBatch ? { ...inputs } : inputs[0])
  const query = [isBatch && 'batch=1', !isMutation && `input=${encodeURIComponent(payload)}`].filter(Boolean)
  const url = `${endpoint}/${all.map(({ path }) => path).join(',')}${query.length > 0 ? `?${query.join('&')}` : ''}`
  return [
    url,
    {
      method: isMutation ? 'POST' : 'GET',
      headers: {
        accept: 'application/json',
        ...(isMutation && { 'content-type': 'application/json' }),
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      ...(isMutation && { body: payload }),
      credentials,
      signal: isBatch ? whenAllAborted(all.map(({ signal }) => signal)) : all[0]!.signal,
    },
  ]
}

/** A batch goes on as long as one of its callers waits. */
function whenAllAborted(signals: AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  let waiting = signals.length
  for (const signal of signals) {
    signal.addEventListener('abort', () => {
      waiting -= 1
      if (waiting === 0) controller.abort(signal.reason)
    })
  }
  return controller.signal
}

/** @throws {GatehouseError} or, when the body is neither a result nor a problem, {NetworkError} */
function resultOf({ status, body }: Answer, { path }: WireCall): unknown {
  const answer = (body ?? {}) as { result?: { data?: Wire }; error?: Wire }
  if (answer.result) return answer.result.data && decode(answer.result.data)
  const shape = answer.error?.json as { data?: { problem?: unknown } } | undefined
  // What is refused before it reaches tRPC (a foreign origin, a body too large) is a bare problem.
  const problem = shape?.data?.problem ?? body
  throw isProblem(problem)
    ? new GatehouseError(problem, path)
    : new NetworkError('unexpected_answer', { status })
}
