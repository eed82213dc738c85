import { readTraceParent } from '../platform/tracing.ts'
import { routeOf } from './counting.ts'
import type { Exchange } from './exchange.ts'

const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/

/** Carries a request out in a span of its own, in the trace that its caller has named, and tells the log which that is. */
export function traceRequest(exchange: Exchange, carryOut: () => Promise<Response>): Promise<Response> {
  const { tracing } = exchange.edge.platform
  const traceparent = exchange.request.headers.get('traceparent')
  if (!tracing.isOn) {
    if (traceparent !== null) exchange.traceId = readTraceParent(traceparent)?.traceId
    return carryOut()
  }
  const method = METHOD.test(exchange.method) ? exchange.method : 'OTHER'
  return tracing.serve(
    { kind: 'request', name: method, attributes: { 'http.request.method': method }, traceparent },
    (traceId) => {
      exchange.traceId = traceId
      return carryOut()
    },
    ({ status }) => {
      const route = routeOf(exchange) || 'unmatched'
      return {
        name: `${method} ${route}`,
        failed: status >= 500,
        attributes: {
          'http.route': route,
          'http.response.status_code': status,
          ...(exchange.errorCode !== undefined && { 'error.type': exchange.errorCode }),
        },
      }
    },
  )
}
