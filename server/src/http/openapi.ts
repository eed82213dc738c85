import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { describeAccess, readAccess } from '../kit/access.ts'
import { type Definition, errorCodesOf } from './definitions.ts'
import { exampleOf } from './openapi-examples.ts'
import { methodNotAllowed, problemResponses, sharedResponses } from './openapi-problems.ts'
import { REST_PREFIX } from './rest.ts'

/** What each namespace of procedures is about: the tags of the document, in reading order. */
const TAGS: Record<string, string> = {
  auth: 'Signing up, proving an address, signing in, staying signed in and signing out.',
  password: 'Changing a password, and getting back in without it.',
  passwordless: 'Signing in with a link or a code by mail.',
  mfa: 'Second factors: an authenticator app and recovery codes.',
  passkeys: 'Passkeys: adding them, and signing in with one.',
  account: 'The caller’s own account.',
  sessions: 'The devices the caller is signed in on.',
  oauth: 'Signing in at another service, and connecting one.',
  identities: 'The accounts at other services that open the caller’s.',
  organizations: 'Organizations: who belongs to them, and with which role.',
  invitations: 'Asking people into an organization.',
  apiKeys: 'Keys for programs, of people and of organizations.',
  admin: 'What the platform’s staff may see and change.',
  system: 'What the server is, what it offers, and whether it is well.',
}

const ABOUT = `One definition of each procedure serves this REST interface and tRPC at \`/trpc\`.

- **Sign in** with \`POST /login\` and send the access token as \`Authorization: Bearer\`.
- **Errors** are RFC 9457 problems; \`code\` says what happened and is never renamed.
- **Changes** asked for by a browser must come from this server’s own pages or from an allowed origin.
- **Lists** answer \`{ items, nextCursor }\`; pass \`nextCursor\` as \`cursor\` for the next page.
- **X-Request-Id** is taken from the request (8 to 128 of \`A-Z a-z 0-9 . _ -\`) or made, and stands in every answer.`

const GENERAL_LIMIT = { by: 'ip', points: 600, windowSeconds: 60 }

export type OpenApiDocument = ReturnType<typeof createDocument>

/** The OpenAPI 3.1 document of everything under /api/v1, read off the procedures' definitions. */
export function openApiDocument(
  definitions: readonly Definition[],
  { publicUrl, version }: { publicUrl: URL; version: string },
): OpenApiDocument {
  const base = publicUrl.href.replace(/\/$/, '')
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Gatehouse',
        version,
        summary: 'Accounts and sign-in.',
        description: ABOUT,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        contact: { name: 'The operator of this server', url: `${base}/.well-known/security.txt` },
      },
      servers: [{ url: base + REST_PREFIX }],
      tags: tagsOf(definitions),
      security: [{ accessToken: [] }],
      paths: pathsOf(definitions, publicUrl),
      components: {
        securitySchemes: {
          accessToken: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The `accessToken` of a sign-in or a refresh (RFC 9068).',
          },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'X-API-Key',
            description: 'A key of a person or of an organization; `Authorization: Bearer` takes it as well.',
          },
        },
        headers: sharedHeaders,
        responses: sharedResponses(publicUrl),
      },
    },
    { override: datesAreText },
  )
}

const sharedHeaders = {
  'X-Request-Id': { description: 'Names this request in the server’s log.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  'WWW-Authenticate': { description: 'RFC 6750.', schema: { type: 'string', const: 'Bearer' } },
  Allow: { description: 'The methods the address takes.', schema: { type: 'string' } },
} as const

function datesAreText({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
}

/** @throws {Error} when a namespace has no description: the reference page would show a bare word. */
function tagsOf(definitions: readonly Definition[]) {
  const used = new Set(['system', ...definitions.map(tagOf)])
  for (const tag of used)
    if (!(tag in TAGS)) throw new Error(`openapi.ts does not say what "${tag}" is about`)
  return Object.entries(TAGS)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }))
}

const tagOf = ({ path }: Definition): string => path.split('.', 1)[0]!

const named = new WeakMap<z.ZodType, z.ZodType>()

/** The schema under a name of the document: its own, or that of the operation it belongs to. */
function withName(schema: z.ZodType, name: string): z.ZodType {
  if (schema.meta()?.id) return schema
  if (!named.has(schema)) named.set(schema, schema.meta({ ...schema.meta(), id: name }))
  return named.get(schema)!
}

const capitalised = (text: string): string => text.replace(/^\w/, (letter) => letter.toUpperCase())

const bodies = new WeakMap<Definition, z.ZodType | undefined>()

/** The schema of the body: the input without what the path says. Undefined when nothing is left. */
function bodyOf(definition: Definition): z.ZodType | undefined {
  if (!bodies.has(definition)) {
    const body = makeBody(definition)
    bodies.set(definition, body && withName(body, `${capitalised(definition.operationId)}Request`))
  }
  return bodies.get(definition)
}

function makeBody({ method, input, fields, pathParameters }: Definition): z.ZodType | undefined {
  if (method === 'GET' || fields.size === pathParameters.length) return undefined
  if (pathParameters.length === 0) return input
  if (!(input instanceof z.ZodObject))
    throw new Error('a union beside path parameters has no body schema yet')
  return z.strictObject(Object.fromEntries([...fields].filter(([name]) => !pathParameters.includes(name))))
}

function pathsOf(definitions: readonly Definition[], publicUrl: URL): ZodOpenApiPathsObject {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = { ...probes }
  for (const definition of definitions) {
    all[definition.restPath] = {
      ...all[definition.restPath],
      [definition.method.toLowerCase()]: operationOf(definition, publicUrl),
    }
  }
  return all
}

function operationOf(definition: Definition, publicUrl: URL): ZodOpenApiOperationObject {
  const { meta, operationId } = definition
  const codes = errorCodesOf(definition)
  const body = bodyOf(definition)
  const isOptional = body?.safeParse({}).success ?? true
  return {
    operationId,
    tags: [tagOf(definition)],
    summary: meta.summary,
    description: describe(definition),
    security: securityOf(definition),
    requestParams: parametersOf(definition),
    ...(body && {
      requestBody: {
        required: !isOptional,
        content: { 'application/json': { schema: body, example: exampleOf(body) } },
      },
    }),
    responses: { [String(meta.success)]: successOf(definition), ...problemResponses(codes, publicUrl) },
    'x-error-codes': codes,
    'x-rate-limit': [
      GENERAL_LIMIT,
      ...(meta.limits ?? []).map(({ by, points, windowMs }) => ({
        by,
        points,
        windowSeconds: windowMs / 1000,
      })),
    ],
    'x-trpc': definition.path,
  } as ZodOpenApiOperationObject
}

function describe({ meta, path }: Definition): string {
  const body =
    meta.maxBodyBytes &&
    `Its body may have up to ${meta.maxBodyBytes / 1_024} KiB; without an access token of ours, 64.`
  return [meta.description, body, describeAccess(meta.access), `Over tRPC: \`${path}\`.`]
    .filter((part) => part !== undefined)
    .join('\n\n')
}

/** Either credential, where API keys are admitted. */
function securityOf({ meta }: Definition): Record<string, string[]>[] {
  const { who, keyScope } = readAccess(meta.access)
  if (who === 'public') return []
  return keyScope === null ? [{ accessToken: [] }] : [{ accessToken: [] }, { apiKey: [] }]
}

function parametersOf({ method, fields, pathParameters, meta }: Definition) {
  const pick = (keep: (name: string) => boolean) =>
    z.object(Object.fromEntries([...fields].filter(([name]) => keep(name))))
  const isInPath = (name: string) => pathParameters.includes(name)
  return {
    ...(pathParameters.length > 0 && { path: pick(isInPath) }),
    ...(method === 'GET' && { query: pick((name) => !isInPath(name)) }),
    ...(meta.idempotent && { header: z.object({ 'Idempotency-Key': IdempotencyKey }) }),
  }
}

const IdempotencyKey = z.string().min(1).max(255).optional().meta({
  description:
    'A new value per change. Repeated with the same body within 24 hours, the change happens once and the answer is the same.',
  example: '8d1f6c52-0f5b-4d7e-9a3c-51b7e2c4a690',
})

function successOf({ meta, output, operationId }: Definition) {
  const headers = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } }
  if (meta.success === 204) return { description: 'Done; there is nothing to say.', headers }
  const description = { 200: 'Done.', 201: 'Created.', 202: 'Accepted; mail may be on its way.' }[
    meta.success
  ]
  const schema = withName(output, `${capitalised(operationId)}Response`)
  const type = meta.produces ?? 'application/json'
  return { description, headers, content: { [type]: { schema, example: exampleOf(output) } } }
}

const status = (value: string) => z.object({ status: z.literal(value) })

/** What answers without a procedure. */
const probes = {
  '/health': {
    get: {
      operationId: 'health',
      tags: ['system'],
      summary: 'Whether the process lives.',
      description: 'Touches nothing else: a database that is away does not make it fail.',
      security: [],
      responses: {
        200: {
          description: 'It lives.',
          content: { 'application/json': { schema: status('ok'), example: { status: 'ok' } } },
        },
        405: methodNotAllowed,
      },
    },
  },
  '/ready': {
    get: {
      operationId: 'ready',
      tags: ['system'],
      summary: 'Whether traffic may be sent here.',
      security: [],
      responses: {
        200: {
          description: 'It may.',
          content: { 'application/json': { schema: status('ready'), example: { status: 'ready' } } },
        },
        405: methodNotAllowed,
        503: {
          description: 'It may not; the checks say why.',
          headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
          content: {
            'application/json': {
              schema: status('not_ready').extend({ checks: z.record(z.string(), z.enum(['ok', 'failed'])) }),
              example: { status: 'not_ready', checks: { database: 'failed', signing_keys: 'ok' } },
            },
          },
        },
      },
    },
  },
} satisfies Record<string, Record<string, ZodOpenApiOperationObject>>
