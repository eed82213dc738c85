import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { serve } from '@hono/node-server'
import { build } from 'esbuild'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { useWorld } from '../harness/index.ts'

const run = promisify(execFile)
// Compilers and packers, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })
const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** A project of somebody else's: the packed SDK in its node_modules, and beside it what its package.json asks for. */
const consumer = mkdtempSync(join(tmpdir(), 'gatehouse-consumer-'))
const installed = join(consumer, 'node_modules/@gatehouse/sdk')
let tarball: Buffer

beforeAll(async () => {
  await run(process.execPath, [join(root, 'scripts/build-sdk.ts')])
  await run('pnpm', ['pack', '--pack-destination', consumer], { cwd: join(root, 'sdk') })
  const file = readdirSync(consumer).find((name) => name.endsWith('.tgz'))!
  tarball = readFileSync(join(consumer, file))
  mkdirSync(installed, { recursive: true })
  await run('tar', ['-xzf', join(consumer, file), '--strip-components', '1', '-C', installed])
  link('jose', 'sdk')
  cpSync(join(root, 'test/sdk/consumer'), consumer, { recursive: true })
})

afterAll(() => rmSync(consumer, { recursive: true, force: true }))

/** Installs a package that is already there, without a network. */
function link(name: string, from: 'sdk' | 'test' | '.'): void {
  const place = join(consumer, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(join(root, from, 'node_modules', name), place)
}

const resolutions = { NodeNext: 'nodenext', Bundler: 'esnext' }

async function compile(files: string[], moduleResolution: keyof typeof resolutions): Promise<string> {
  const config = {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable'],
      module: resolutions[moduleResolution],
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      jsx: 'react-jsx',
      verbatimModuleSyntax: true,
      skipLibCheck: false,
      declaration: true,
      composite: true,
      types: ['node'],
      outDir: `out-${moduleResolution}`,
    },
    files,
  }
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', consumer]).catch(
    (failure: { stdout: string }) => failure,
  )
  return stdout
}

describe('a project that uses the package', () => {
  beforeAll(() => link('@types/node', '.'))

  test.each(['NodeNext', 'Bundler'] as const)(
    'compiles under %s, strictly, and finds no any',
    async (resolution) => {
      expect(await compile(['client.ts'], resolution)).toBe('')
      const declarations = readFileSync(join(consumer, `out-${resolution}/client.d.ts`), 'utf8')
      expect(declarations).toContain('Promise<AccessToken | null>')
      expect(declarations).not.toMatch(/zod|drizzle|\.\.\/server|Context/)
    },
  )

  test('needs no other package for the client', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    expect(Object.keys(manifest.dependencies)).toEqual(['jose'])
    for (const peer of Object.keys(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta[peer], peer).toEqual({ optional: true })
    }
  })

  test.each(['NodeNext', 'Bundler'] as const)(
    'with @trpc/client and msw compiles under %s too',
    async (resolution) => {
      for (const peer of ['@trpc/client', '@trpc/server', 'superjson', 'msw']) {
        rmSync(join(consumer, 'node_modules', peer), { force: true })
        link(peer, 'test')
      }
      expect(await compile(['integrations.ts'], resolution)).toBe('')
    },
  )

  test.each([
    ['hono', 'hono.ts', 'NodeNext'],
    ['hono', 'hono.ts', 'Bundler'],
    ['@types/react', 'react.tsx', 'NodeNext'],
    ['@types/react', 'react.tsx', 'Bundler'],
  ] as const)('with %s alone compiles %s under %s', async (peer, file, resolution) => {
    for (const other of ['@trpc', 'superjson', 'msw', 'hono', '@types/react']) {
      rmSync(join(consumer, 'node_modules', other), { recursive: true, force: true })
    }
    link(peer, 'test')
    expect(await compile([file], resolution)).toBe('')
  })
})

describe('the quickstart of the README', () => {
  const world = useWorld()

  test('greets a person, and says what is wrong when it is', async () => {
    const readme = readFileSync(join(installed, 'README.md'), 'utf8')
    const [, code = ''] = /```ts\n(import \{ createClient[\s\S]*?)```/.exec(readme)!
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(10)
    const { email, password } = await world.people.verified('quick')
    const app = world.app as unknown as { fetch(request: Request, env: object): Promise<Response> }
    const server = serve({ fetch: (request, env) => app.fetch(request, env), port: 0, hostname: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const runWith = async (secret: string) => {
      const file = join(consumer, 'quickstart.ts')
      const text = code
        .replace('http://localhost:8000', `http://127.0.0.1:${port}`)
        .replace('ada@example.org', email)
        .replace('a long phrase you remember', secret)
      writeFileSync(file, text)
      const { stdout, stderr } = await run(process.execPath, [file], { cwd: consumer })
      return stdout + stderr
    }
    try {
      expect(await runWith(password)).toBe('Hello quick\n')
      expect(await runWith('something else')).toBe('The email address or the password is wrong.\n')
    } finally {
      server.close()
    }
  })
})

describe('the package', () => {
  test('is one that publint finds nothing in', async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true })
    expect(messages).toEqual([])
  })

  test('has types that resolve as its code does', async () => {
    const { problems } = (await checkPackage(createPackageFromTarballData(tarball))) as { problems: object[] }
    // An ESM package is for those who import; `require` of it is Node's business since Node 22.
    const real = problems.filter(
      (problem) => !('kind' in problem && problem.kind === 'CJSResolvesToESM') && !isNode10(problem),
    )
    expect(real).toEqual([])
  })

  test('holds what it is made of, and no tests', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    expect(files).toEqual(
      expect.arrayContaining(['openapi.json', 'llms.txt', 'README.md', 'dist/index.js', 'src/index.ts']),
    )
    expect(files.filter((file) => file.includes('.test.'))).toEqual([])
  })

  test.each([
    ['index', 14],
    ['rest', 4],
    ['errors', 2],
    ['react', 2],
  ])('%s stays under %i KB', async (entry, limitKb) => {
    const { outputFiles } = await build({
      entryPoints: [join(installed, `dist/${entry}.js`)],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      external: ['react'],
      write: false,
    })
    expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(limitKb * 1_024)
  })

  test('imports without a window, and loads nothing of its peers for the client', async () => {
    const script = `for (const entry of ['', '/errors', '/rest', '/server']) await import('@gatehouse/sdk' + entry)`
    const bare = mkdtempSync(join(tmpdir(), 'gatehouse-bare-'))
    mkdirSync(join(bare, 'node_modules/@gatehouse'), { recursive: true })
    cpSync(installed, join(bare, 'node_modules/@gatehouse/sdk'), { recursive: true })
    symlinkSync(join(root, 'sdk/node_modules/jose'), join(bare, 'node_modules/jose'))
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: bare,
    })
    rmSync(bare, { recursive: true })
    expect(stdout + stderr).toBe('')
  })
})

/** The resolution of Node 10, which knew no `exports`: nobody on it can load an ESM package anyway. */
const isNode10 = (problem: object) => 'resolutionKind' in problem && problem.resolutionKind === 'node10'
