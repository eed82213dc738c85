import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useWorld } from '../harness/index.ts'

// Inside the package, so that the compiler finds what it needs; away again when the tests are over.
const folder = join(import.meta.dirname, '../artifacts/clients')
const generators = join(import.meta.dirname, '../clients/node_modules/.bin')
const compiler = join(import.meta.dirname, '../../node_modules/.bin/tsc')
const run = promisify(execFile)
const OPTIONS = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--target',
  'es2022',
  '--lib',
  'es2022,dom,dom.iterable',
  '--types',
  '',
  '--skipLibCheck',
  'false',
  '--allowImportingTsExtensions',
  '--module',
  'esnext',
  '--moduleResolution',
  'bundler',
]

/** What the compiler says of a file; nothing when it is content. */
async function complaints(file: string): Promise<string> {
  return run(compiler, [...OPTIONS, file], { cwd: folder }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

const USE_OF_TYPES = `
import type { components, paths } from './schema.ts'
type Login = paths['/login']['post']
type Result = Login['responses'][200]['content']['application/json']
type Refusal = Login['responses'][401]['content']['application/problem+json']
export const input: Login['requestBody']['content']['application/json'] = { email: 'a@b.c', password: 'x', delivery: 'cookie' }
export const codeOf = (refusal: Refusal): components['schemas']['ErrorCode'] => refusal.code
export const nameOf = (result: Result): string =>
  result.status === 'signed_in' ? result.user.displayName : result.methods.join()
export const page: NonNullable<paths['/me/sessions']['get']['parameters']['query']> = { limit: 5 }
export const key: NonNullable<paths['/register']['post']['parameters']['header']> = { 'Idempotency-Key': 'k' }
// @ts-expect-error there is no such code
export const made: components['schemas']['ErrorCode'] = 'made.up'
`

const USE_OF_CLIENT = `
import { authLogin, authLogout, sessionsList, sessionsRevoke } from './client'
export async function main(): Promise<unknown> {
  const { data, error } = await authLogin({ body: { email: 'a@b.c', password: 'x' } })
  if (error) return error.code
  if (data.status === 'mfa_required') return data.methods
  const list = await sessionsList({ query: { limit: 5 } })
  await sessionsRevoke({ path: { sessionId: data.sessionId } })
  await authLogout()
  // @ts-expect-error the password is missing
  await authLogin({ body: { email: 'a@b.c' } })
  return list.data?.items.map(({ device }) => device)
}
`

describe('a client generated from the document compiles', () => {
  const world = useWorld()

  beforeAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const document = await (await world.fetch('/api/v1/openapi.json')).text()
    await writeFile(join(folder, 'openapi.json'), document)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('by openapi-typescript', async () => {
    await run(join(generators, 'openapi-typescript'), ['openapi.json', '--output', 'schema.ts'], {
      cwd: folder,
    })
    await writeFile(join(folder, 'use-types.ts'), USE_OF_TYPES)
    expect(await complaints('use-types.ts')).toBe('')
  }, 60_000)

  test('by @hey-api/openapi-ts', async () => {
    const options = ['--input', 'openapi.json', '--output', 'client', '--no-log-file', '--silent']
    await run(join(generators, 'openapi-ts'), options, { cwd: folder })
    await writeFile(join(folder, 'use-client.ts'), USE_OF_CLIENT)
    expect(await complaints('use-client.ts')).toBe('')
  }, 60_000)
})
