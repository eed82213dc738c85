import type { AnyRouter } from '@trpc/server'
import { z } from 'zod'
import { errorCatalogue } from '../errors.ts'
import { readAccess } from '../kit/access.ts'
import type { ErrorCode } from '../kit/identity-error.ts'
import type { Meta } from '../procedure.ts'
import { type Call, callerOf, type Runnable } from './run-procedure.ts'

type RestMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** One procedure, as both faces, the document and the SDK read it off the router. */
export interface Definition {
  /** Its tRPC path: `auth.login`. */
  path: string
  type: 'query' | 'mutation'
  call: Call
  meta: Meta & Required<Pick<Meta, 'access' | 'success' | 'summary'>>
  method: RestMethod
  /** Below /api/v1, with `{parameters}`. */
  restPath: string
  pathParameters: string[]
  input: z.ZodType
  /** Every field the input can have, over all branches of a union. */
  fields: ReadonlyMap<string, z.ZodType>
  output: z.ZodType
  /** `authLogin`. */
  operationId: string
}

interface ProcedureDef extends Runnable {
  type: string
  inputs?: unknown[]
  output?: unknown
}

/**
 * Every procedure of a router.
 *
 * @throws {Error} naming every definition that is incomplete or collides with another: a server with one does not start.
 */
export function readDefinitions(router: AnyRouter): Definition[] {
  const faults: string[] = []
  const definitions: Definition[] = []
  for (const [path, procedure] of Object.entries(
    router._def.procedures as Record<string, Call & { _def: ProcedureDef }>,
  )) {
    const found = faultsOf(procedure._def)
    if (found.length > 0) faults.push(...found.map((fault) => `${path}: ${fault}`))
    else definitions.push(toDefinition(path, procedure))
  }
  faults.push(...collisions(definitions))
  if (faults.length > 0) throw new Error(`Procedures that cannot be served:\n  ${faults.join('\n  ')}`)
  return definitions
}

function toDefinition(path: string, procedure: Call & { _def: ProcedureDef }): Definition {
  const def = procedure._def
  const meta = def.meta as Definition['meta']
  const [method = '', restPath = ''] = meta.rest!.split(' ')
  return {
    path,
    type: def.type as Definition['type'],
    call: callerOf(procedure),
    meta,
    method: method as RestMethod,
    restPath,
    pathParameters: parametersOf(restPath),
    input: def.inputs![0] as z.ZodType,
    fields: fieldsOf(def.inputs![0] as z.ZodType)!,
    output: def.output as z.ZodType,
    operationId: path.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()),
  }
}

const parametersOf = (restPath: string): string[] =>
  [...restPath.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

const REST = /^(GET|POST|PATCH|PUT|DELETE) (\/[a-z0-9{}/_.-]*[a-z0-9}])$/i

/** Everything a definition lacks. */
function faultsOf(def: ProcedureDef): string[] {
  const faults: string[] = []
  const { meta, inputs = [], output } = def
  if (!meta?.access) faults.push('nobody said who may call it (access)')
  if (!meta?.summary?.endsWith('.')) faults.push('no summary, or one that is no sentence')
  if (!meta?.success) faults.push('no status of success')
  if (!meta?.rest || !REST.test(meta.rest)) faults.push('no REST method and path')
  for (const code of meta?.errors ?? [])
    if (!(code in errorCatalogue)) faults.push(`unknown error code ${code}`)
  if (!(output instanceof z.ZodType)) faults.push('no output schema')
  else if (output instanceof z.ZodVoid !== (meta?.success === 204))
    faults.push('204 and z.void() go together')
  if (meta?.produces && !(output instanceof z.ZodString)) faults.push('what is not JSON is a text')
  if (def.type === 'subscription') faults.push('subscriptions have no REST face')
  if (meta?.rest && (def.type === 'query') !== meta.rest.startsWith('GET '))
    faults.push('GET and query go together')
  const input = inputs[0]
  if (inputs.length !== 1 || !(input instanceof z.ZodType))
    return [...faults, 'it must have exactly one input schema']
  const fields = fieldsOf(input)
  if (!fields) return [...faults, 'its input is not z.strictObject, or a union of such']
  for (const name of parametersOf(meta?.rest ?? '')) {
    if (!fields.has(name)) faults.push(`its path names {${name}}, its input does not`)
  }
  return faults
}

/** Fields of a strict object or of a union of them; undefined for any other schema. */
function fieldsOf(schema: z.ZodType): Map<string, z.ZodType> | undefined {
  if (schema instanceof z.ZodObject) {
    return schema.def.catchall instanceof z.ZodNever
      ? new Map(Object.entries(schema.shape as object))
      : undefined
  }
  if (!(schema instanceof z.ZodUnion)) return undefined
  const all = new Map<string, z.ZodType>()
  for (const option of schema.options) {
    const fields = fieldsOf(option as z.ZodType)
    if (!fields) return undefined
    for (const [name, field] of fields) all.set(name, field)
  }
  return all
}

function collisions(definitions: readonly Definition[]): string[] {
  const faults: string[] = []
  const seen = new Map<string, string>()
  for (const { path, method, restPath, operationId } of definitions) {
    // Two names for the parameter of one place are one route, of which Hono would only ever serve the first.
    for (const key of [`${method} ${restPath.replace(/\{\w+\}/g, '{}')}`, operationId]) {
      if (seen.has(key)) faults.push(`${path}: ${key} is ${seen.get(key)}'s already`)
      seen.set(key, path)
    }
  }
  return faults
}

/** Codes every operation may answer, and those its policy adds. */
export function errorCodesOf({ meta, pathParameters, method, type }: Definition): ErrorCode[] {
  const codes = new Set<ErrorCode>([
    'request.invalid',
    'request.host_unknown',
    'not_found',
    'method_not_allowed',
    'rate_limited',
    'internal',
    'unavailable',
  ])
  if (method !== 'GET') {
    for (const code of [
      'request.cross_site',
      'request.too_large',
      'request.unsupported_media_type',
    ] as const) {
      codes.add(code)
    }
  }
  for (const code of admissionCodes(meta, type)) codes.add(code)
  if (meta.idempotent) {
    for (const code of [
      'idempotency.key_reused',
      'idempotency.in_progress',
      'idempotency.already_completed',
    ] as const) {
      codes.add(code)
    }
  }
  if (pathParameters.length > 0) codes.add('not_found')
  for (const limit of meta.limits ?? []) if (limit.code) codes.add(limit.code)
  for (const code of meta.errors ?? []) codes.add(code)
  return [...codes]
}

/** What `admitCaller` may answer for a procedure. */
function admissionCodes(meta: Definition['meta'], type: Definition['type']): ErrorCode[] {
  const rule = readAccess(meta.access)
  if (rule.who === 'public') return []
  const codes: ErrorCode[] = ['auth.unauthenticated']
  if (rule.fresh) codes.push('auth.reauthentication_required')
  const isForPersonOnly = rule.fresh || (type === 'mutation' && !meta.whileImpersonating)
  if (rule.who !== 'platform' && isForPersonOnly) codes.push('impersonation.not_allowed')
  if (rule.keyScope !== null) codes.push('api_key.scope_missing')
  if (rule.who !== 'org') return codes
  if (rule.permission !== 'member') codes.push('org.forbidden')
  if (!meta.withoutMfa) codes.push('org.mfa_required')
  return codes
}
