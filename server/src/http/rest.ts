import { answer, answerJson, answerProblem } from './answer.ts'
import { readJsonText } from './body.ts'
import { bodyLimitOf } from './body-limit.ts'
import type { Definition } from './definitions.ts'
import type { Face, Mount } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { coercionsOf, momentsOf, readBody, readQuery, refuseQuery } from './rest-input.ts'
import { parseStrictJson } from './strict-json.ts'

export const REST_PREFIX = '/api/v1'

/** REST: plain JSON, statuses, RFC 9457 problems. */
export const restFace: Face = { fail: answerProblem, isShared: true }

/**
 * Serves every procedure at its REST address. Whatever a route needs is worked out here, once, so that a request
 * only reads its input, calls the procedure and writes what it gave.
 */
export function mountRest(mount: Mount, definitions: readonly Definition[]): void {
  for (const definition of definitions) {
    const readInput = inputReader(definition)
    const { path, type, call } = definition
    const { success, produces } = definition.meta
    const handler = async (exchange: Exchange): Promise<Response> => {
      const input = await readInput(exchange)
      const output = await call({
        ctx: exchange.toContext(),
        path,
        type,
        getRawInput: () => Promise.resolve(input),
        signal: undefined,
        batchIndex: 0,
      })
      if (success === 204) return answer(exchange, { status: 204 })
      if (produces)
        return answer(exchange, { status: success, body: output as string, contentType: produces })
      return answerJson(exchange, success, output)
    }
    const pattern = REST_PREFIX + definition.restPath.replace(/\{(\w+)\}/g, ':$1')
    mount.on(definition.method, pattern, restFace, handler)
  }
}

function inputReader(definition: Definition): (exchange: Exchange) => Promise<unknown> {
  const { method, pathParameters } = definition
  const coercions = coercionsOf(definition)
  const moments = momentsOf(definition)
  const isBodyAlone = pathParameters.length === 0 && moments.size === 0
  const ofPath = (exchange: Exchange) => {
    const input: Record<string, unknown> = {}
    for (const name of pathParameters) {
      const text = exchange.param(name)
      input[name] = coercions.get(name)?.(text) ?? text
    }
    return input
  }
  if (method === 'GET') {
    return async (exchange) => {
      const input = ofPath(exchange)
      if (exchange.query) readQuery(exchange.query, coercions, input)
      return input
    }
  }
  return async (exchange) => {
    if (exchange.query) refuseQuery(exchange.query)
    const most = definition.meta.maxBodyBytes && (await bodyLimitOf(exchange, definition))
    const text = await readJsonText(exchange.request, exchange.incoming, most)
    if (text === '') return ofPath(exchange)
    const body = parseStrictJson(text)
    return isBodyAlone ? body : readBody(body, moments, ofPath(exchange))
  }
}
