import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ListeningWorld, startListeningWorld } from './listening-world.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const examples = ['node-rest', 'hono', 'react']

/** The examples as somebody who copied them has them, with the SDK's sources in the place of its package. */
const copy = mkdtempSync(join(tmpdir(), 'gatehouse-examples-'))

beforeAll(() => {
  cpSync(join(root, 'docs/examples'), copy, { recursive: true })
  for (const name of [
    'hono',
    '@hono/node-server',
    'react',
    'react-dom',
    '@types/react',
    '@types/react-dom',
  ]) {
    link(name, join(root, 'test/node_modules', name))
  }
  link('@types/node', join(root, 'node_modules/@types/node'))
  link('@gatehouse/sdk', join(root, 'sdk'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

function link(name: string, target: string): void {
  const place = join(copy, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(target, place)
}

const CONDITION = 'gatehouse-source'

test('the examples are the ones looked at here, and compile strictly', async () => {
  const folders = readdirSync(join(root, 'docs/examples'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(folders.map(({ name }) => name).sort()).toEqual([...examples].sort())
  const config = {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable'],
      module: 'nodenext',
      customConditions: [CONDITION],
      jsx: 'react-jsx',
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: ['node'],
    },
    include: examples,
  }
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config))
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', copy]).catch(
    (failure: { stdout: string }) => failure,
  )
  expect(stdout).toBe('')
})

describe('against a platform that listens', () => {
  let world: ListeningWorld
  const children: ChildProcess[] = []
  beforeAll(async () => {
    world = await startListeningWorld()
  })
  afterAll(async () => {
    for (const child of children) child.kill()
    await world?.close()
  })

  const environment = (more: Record<string, string>) => ({
    env: { ...process.env, NODE_OPTIONS: `--conditions=${CONDITION}`, GATEHOUSE_URL: world.url, ...more },
    cwd: copy,
  })

  test('node-rest lists the devices of whoever signs in', async () => {
    const { email, password } = await world.people.verified('rest-example')
    const file = join(copy, 'node-rest/main.ts')
    const options = environment({ EMAIL: email, PASSWORD: password })
    const { stdout, stderr } = await run(process.execPath, [file], options)
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}\S.*\n$/)
    expect(stderr).toBe('')
    const [left] = await world.sql`
      SELECT count(*)::int AS count FROM sessions WHERE ended_at IS NULL`
    expect(left).toEqual({ count: 0 })
  })

  test('hono takes the platform’s tokens, and tells others to sign in', async () => {
    const child = spawn(process.execPath, [join(copy, 'hono/main.ts')], {
      ...environment({ PORT: '0' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string]
    const { headers } = await world.people.signedIn('hono-example')
    const call = (method: string, init: RequestInit = {}) => fetch(`${line}/notes`, { method, ...init })
    const refused = await call('GET')
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ code: 'auth.unauthenticated' })
    expect((await call('POST', { headers, body: 'a note' })).status).toBe(201)
    expect(await (await call('GET', { headers })).json()).toEqual({ items: ['a note'] })
    const other = await world.people.signedIn('hono-other')
    expect(await (await call('GET', { headers: other.headers })).json()).toEqual({ items: [] })
    expect((await call('DELETE', { headers })).status).toBe(204)
  })
})

test('react renders the same page for everybody, and the browser’s part bundles', async () => {
  expect(await bundle('main.tsx', 'browser')).toContain('hydrateRoot')
  const file = join(copy, 'react/server.cjs')
  writeFileSync(file, await bundle('server.tsx', 'node'))
  const { renderPage } = (await import(file)) as { renderPage(): string }
  expect(renderPage()).toContain('<div id="root"><p>One moment…</p></div>')
  expect(renderPage()).toBe(renderPage())
})

async function bundle(entry: string, platform: 'node' | 'browser'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(copy, 'react', entry)],
    bundle: true,
    format: platform === 'node' ? 'cjs' : 'esm',
    platform,
    jsx: 'automatic',
    conditions: [CONDITION],
    write: false,
  })
  return outputFiles[0]!.text
}
