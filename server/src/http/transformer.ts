import superjson, { type SuperJSONResult } from 'superjson'
import { IdentityError } from '../kit/identity-error.ts'

/** The types beyond JSON that an input may hold. What else superjson knows has no place in any schema here. */
const ADMITTED_TYPES = new Set(['Date', 'undefined'])

/** How values travel over tRPC: superjson, of which the way in takes only what an input can need. */
export const transformer = {
  input: { serialize: superjson.serialize, deserialize: deserializeInput },
  output: { serialize: superjson.serialize, deserialize: superjson.deserialize },
}

/**
 * An input as superjson wrote it. References to one and the same object are left as the copies they also are, so
 * that no input is cyclic; no input at all is an empty object, as on the REST face.
 *
 * @throws {IdentityError} `request.invalid`
 */
function deserializeInput(wire: unknown): unknown {
  if (!isRecord(wire) || !('json' in wire)) throw notSuperjson()
  for (const key of Object.keys(wire)) if (key !== 'json' && key !== 'meta') throw notSuperjson()
  const { json, meta } = wire
  if (meta === undefined) return json
  if (!isRecord(meta)) throw notSuperjson()
  if (meta.values !== undefined && !isAdmitted(meta.values)) throw notSuperjson()
  const { v, values } = meta
  try {
    return superjson.deserialize({ json, meta: { v, values } } as SuperJSONResult) ?? {}
  } catch (cause) {
    throw new IdentityError('request.invalid', { detail: 'The input is not what superjson writes.', cause })
  }
}

/** Whether every annotation names an admitted type. A tree: `['Date']`, `{ path: tree }`, or `[type, { path: tree }]`. */
function isAdmitted(tree: unknown): boolean {
  if (Array.isArray(tree)) {
    return tree.length === 1 && typeof tree[0] === 'string' && ADMITTED_TYPES.has(tree[0])
  }
  return isRecord(tree) && Object.values(tree).every(isAdmitted)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const notSuperjson = () =>
  new IdentityError('request.invalid', {
    detail:
      'Inputs of tRPC calls are superjson: {"json": …}, with "meta" for dates. Plain JSON is for /api/v1.',
  })
