import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { momentsOf, readBody } from '../../server/src/http/rest-input.ts'
import { readAccess } from '../../server/src/kit/access.ts'
import { appRouter } from '../../server/src/router.ts'
import { type Answer, useWorld } from '../harness/index.ts'
import { cases } from './cases.ts'
import { everythingOn } from './provider.ts'

interface MediaType {
  schema: object
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
interface Response {
  $ref?: string
  content?: Record<string, MediaType>
  headers?: Record<string, unknown>
}
interface Operation {
  operationId: string
  tags: string[]
  summary: string
  security: object[]
  parameters?: { name: string; in: string }[]
  requestBody?: { required: boolean; content: Record<string, MediaType> }
  responses: Record<string, Response>
  'x-error-codes'?: string[]
  'x-rate-limit'?: object[]
}
interface Document {
  openapi: string
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, Response>; schemas: Record<string, object> }
}

const definitions = readDefinitions(appRouter)
const world = useWorld(everythingOn)
let document: Document
let ajv: Ajv2020

beforeAll(async () => {
  const response = await world.fetch('/api/v1/openapi.json')
  document = (await response.json()) as Document
  ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ ...document, $id: 'https://document.test/' })
})

const operations = (): [string, string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, string, Operation] => [
      method.toUpperCase(),
      path,
      operation,
    ]),
  )

/** A schema of the document with its references resolved against the whole of it. */
function validatorOf(schema: object): ValidateFunction {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://document.test/#/')) as object
  return ajv.compile(absolute)
}

const resolved = (response: Response): Response =>
  response.$ref ? document.components.responses[response.$ref.split('/').at(-1)!]! : response

function expectDocumented(operation: Operation, answer: Answer): void {
  const described = operation.responses[answer.status]
  expect(
    described,
    `${operation.operationId} answered ${answer.status}, which the document does not have`,
  ).toBeDefined()
  const { content } = resolved(described!)
  if (!content) {
    expect(answer.text).toBe('')
    return
  }
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';')
  expect(Object.keys(content)).toEqual([type])
  const validate = validatorOf(content[type]!.schema)
  expect(validate(answer.body), JSON.stringify(validate.errors)).toBe(true)
}

describe('the OpenAPI document', () => {
  test('leaves the strictest linter nothing to say', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-document-'))
    try {
      await writeFile(join(folder, 'openapi.json'), JSON.stringify(document))
      const cli = join(createRequire(import.meta.url).resolve('@redocly/cli/package.json'), '../bin/cli.js')
      const env = {
        ...process.env,
        REDOCLY_TELEMETRY: 'off',
        REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
        CI: '1',
      }
      const lint = promisify(execFile)(
        process.execPath,
        [cli, 'lint', 'openapi.json', '--extends', 'recommended-strict', '--format', 'json'],
        { cwd: folder, env },
      ).catch((error: { stdout: string; stderr: string }) => error)
      const { stdout, stderr } = await lint
      const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { totals: object; problems: object[] }
      expect(report.problems, stderr).toEqual([])
      expect(report.totals).toMatchObject({ errors: 0, warnings: 0 })
    } finally {
      await rm(folder, { recursive: true })
    }
  }, 60_000)

  test('has every route of /api/v1, and the server has every route of the document', () => {
    const documented = operations().map(([method, path]) => `${method} ${path}`)
    const isAboutItself = /^GET \/(?:openapi\.json|docs(?:\/[\w.-]+)?)$/
    const served = (world.app as Hono).routes
      .filter(({ path }) => path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method} ${path.slice('/api/v1'.length).replace(/:(\w+)/g, '{$1}')}`)
      .filter((route) => !isAboutItself.test(route))
    expect([...new Set(served)].sort()).toEqual(documented.sort())
  })

  test('names this server, and every operation once', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.servers).toEqual([{ url: 'https://id.gatehouse.test/api/v1' }])
    const ids = operations().map(([, , { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/)
    const described = new Map(document.tags.map(({ name, description }) => [name, description]))
    for (const [, , { tags }] of operations()) for (const tag of tags) expect(described.get(tag)).toBeTruthy()
  })

  test.each(definitions)('tells of $path who may call it, how often, and what it answers', (definition) => {
    const operation = document.paths[definition.restPath]?.[definition.method.toLowerCase()]
    expect(operation).toMatchObject({ operationId: definition.operationId, summary: definition.meta.summary })
    const { who, keyScope } = readAccess(definition.meta.access)
    const credentials = [{ accessToken: [] }, ...(keyScope === null ? [] : [{ apiKey: [] }])]
    expect(operation!.security).toEqual(who === 'public' ? [] : credentials)
    expect(operation!['x-rate-limit']!.length).toBe(1 + (definition.meta.limits?.length ?? 0))
    for (const code of definition.meta.errors ?? []) expect(operation!['x-error-codes']).toContain(code)
    for (const code of ['request.invalid', 'rate_limited', 'internal', 'unavailable']) {
      expect(operation!['x-error-codes']).toContain(code)
    }
    const problems = Object.entries(operation!.responses).filter(([status]) => Number(status) >= 400)
    for (const [status, response] of problems) {
      const { content, headers } = resolved(response)
      expect(Object.keys(content ?? {})).toEqual(['application/problem+json'])
      if (status === '429' || status === '503') expect(headers).toHaveProperty('Retry-After')
    }
    const hasKey = operation!.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false
    expect(hasKey).toBe(definition.meta.idempotent === true)
    if (definition.meta.success === 204) expect(operation!.responses[204]).not.toHaveProperty('content')
  })

  test.each(definitions)('shows of $path an example that its schemas admit', (definition) => {
    const { restPath, method, input } = definition
    const operation = document.paths[restPath]![method.toLowerCase()]!
    const body = operation.requestBody?.content['application/json']
    if (body) {
      const parameters = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? []
      if (parameters.length === 0) {
        const example = readBody(body.example, momentsOf(definition), {})
        expect(input.safeParse(example).error).toBeUndefined()
      }
      expect(validatorOf(body.schema)(body.example)).toBe(true)
    }
    for (const response of Object.values(operation.responses)) {
      for (const { schema, example, examples } of Object.values(resolved(response).content ?? {})) {
        const shown = examples ? Object.values(examples).map(({ value }) => value) : [example]
        const validate = validatorOf(schema)
        for (const value of shown) expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
      }
    }
  })

  test('has schemas that refuse something, or the tests here would prove nothing', () => {
    const validate = validatorOf({ $ref: '#/components/schemas/User' })
    expect(validate({ id: 'no id' })).toBe(false)
  })

  test('is sent again only when it has changed', async () => {
    const first = await world.fetch('/api/v1/openapi.json')
    const etag = first.headers.get('etag')!
    const again = await world.fetch('/api/v1/openapi.json', { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('etag')).toBe(etag)
  })
})

describe.each(definitions)('what $path answers', ({ path, restPath, method }) => {
  test('is what the document says it answers', async () => {
    const operation = document.paths[restPath]![method.toLowerCase()]!
    const { good, bad } = cases[path]!
    const { input, headers } = await good(world, `doc-${path.toLowerCase().replace('.', '-')}`)
    for (const [sent, code] of [[input, undefined] as const, ...bad]) {
      const answer = await world.via('REST', path, sent, headers)
      expectDocumented(operation, answer)
      if (code !== undefined) expect(operation['x-error-codes']).toContain(answer.body.code)
    }
  })
})

test.each(['/health', '/ready'])('what %s answers is what the document says', async (path) => {
  expectDocumented(document.paths[path]!.get!, await world.rest('GET', path))
})
