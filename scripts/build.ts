// Makes what `npm start` runs: the server bundle and the web pages; and the SDK's package when it can be made.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** Everything the outcome depends on. A change in one of them makes the next start build again. */
const SOURCES = [
  '{server,sdk,web}/src/**/*.{ts,tsx,css,svg,html}',
  'web/*.{ts,html}',
  'web/public/**/*',
  'drizzle/migrations/**/*.{sql,json}',
  '{.,server,sdk,web}/package.json',
  'scripts/build*.ts',
  'pnpm-lock.yaml',
  'tsconfig.json',
]

const STAMP = join(root, 'server/dist/.stamp')

/** Builds server and pages unless they are as the sources are. */
export async function buildIfStale(): Promise<void> {
  const stamp = sourceHash()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  process.stderr.write('Building…\n')
  rmSync(STAMP, { force: true })
  await buildServer()
  await buildWeb()
  writeFileSync(STAMP, stamp)
}

/** Builds everything, whatever was built before. */
export async function buildAll(): Promise<void> {
  rmSync(STAMP, { force: true })
  await buildServer()
  await buildWeb()
  const sdkBuild = join(root, 'scripts/build-sdk.ts')
  if (existsSync(sdkBuild)) await run(process.execPath, [sdkBuild], root)
  writeFileSync(STAMP, sourceHash())
}

function sourceHash(): string {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()
  for (const file of files) {
    if (/\.test\.tsx?$/.test(file)) continue
    hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/**
 * Packages that go into the bundle, where what nobody uses of them falls away: drizzle-orm alone otherwise takes
 * 120 MB and more than a second of every start. All others stay outside: native, WebAssembly, workers, CommonJS; and
 * the database driver, whose place in a stack trace tells its errors from ours.
 */
const BUNDLED = [
  '@hono/node-server',
  '@trpc/server',
  'drizzle-orm',
  'hono',
  'jose',
  'preact',
  'preact-render-to-string',
  'superjson',
  'zod',
  'zod-openapi',
]

function externalPackages(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.keys(dependencies).filter((name) => !BUNDLED.includes(name))
}

/**
 * One module per entry and shared chunks. Made aside and put in place at once, so that a server that is starting never
 * finds half of it.
 */
async function buildServer(): Promise<void> {
  const { build, stop } = await import('esbuild')
  const dist = join(root, 'server/dist')
  const outdir = `${dist}.${process.pid}`
  await build({
    entryPoints: ['main.ts', 'cli.ts', 'platform/embedded-worker.ts'].map((file) =>
      join(root, 'server/src', file),
    ),
    outdir,
    entryNames: '[name]',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: externalPackages(),
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    tsconfig: join(root, 'tsconfig.json'),
  })
  // Or its helper process would stay as long as the server runs.
  await stop()
  cpSync(join(root, 'drizzle/migrations'), join(outdir, 'migrations'), { recursive: true })
  writeFileSync(join(outdir, 'build.json'), `${JSON.stringify({ commit: commitOf() })}\n`)
  const former = `${outdir}.former`
  if (existsSync(dist)) renameSync(dist, former)
  renameSync(outdir, dist)
  rmSync(former, { recursive: true, force: true })
}

/** The commit this is built from; a build from an archive has none, unless told by GIT_COMMIT. */
function commitOf(): string {
  if (process.env.GIT_COMMIT) return process.env.GIT_COMMIT
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}

/** The pages, in a process of their own: what it loads goes when it ends. */
const buildWeb = () => run(process.execPath, [join(root, 'web/build.ts')], root)

/** Runs a command to its end. Its chatter goes to standard error: standard output belongs to the task. */
export function run(command: string, commandArguments: string[], cwd: string): Promise<void> {
  const child: ChildProcess = spawn(command, commandArguments, {
    cwd,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: process.platform === 'win32',
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (status) =>
      status === 0 ? resolve() : reject(new Error(`${command} ended with ${status}`)),
    )
  })
}
