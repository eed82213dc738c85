// What `npm start`, `npm test`, … do, once scripts/toolchain.mjs has found a Node that runs this file and installed
// the packages.
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll, buildIfStale, root } from './build.ts'

type Task = (taskArguments: string[]) => Promise<number>

const bin = (name: string, folder = '') => join(root, folder, 'node_modules/.bin', name)
const script = (name: string) => join(root, 'scripts', name)

/** Each is a file of its own: `npm run NAME`, or scripts/NAME.ps1. */
const OPERATOR_SCRIPTS = [
  'test-login',
  'setup-oauth',
  'release',
  'rollback',
  'watch',
  'rotate-secret',
  'incident-snapshot',
  'security-report',
  'drift',
]

const runs =
  (name: string): Task =>
  (more) =>
    hand(process.execPath, [script(`${name}.ts`), ...more])

const tasks: Record<string, Task> = {
  start: async (more) => {
    await buildIfStale()
    return hand(process.execPath, [...NODE_OPTIONS, join(root, 'server/dist/main.js'), ...more])
  },
  gatehouse,
  'restore-drill': (more) => gatehouse(['restore-drill', ...more]),
  build: async () => {
    await buildAll()
    return 0
  },
  test: (more) => hand(bin('vitest', 'server'), ['run', ...more]),
  generate: async (more) => {
    for (const file of generators()) {
      const status = await hand(process.execPath, [script(file), ...more])
      if (status !== 0) return status
    }
    return 0
  },
  ...Object.fromEntries(OPERATOR_SCRIPTS.map((name) => [name, runs(name)])),
  bench: (more) => hand(process.execPath, [join(root, 'test/bench/main.ts'), ...more]),
  faults: (more) => hand(bin('vitest', 'server'), ['run', '--project', 'faults', ...faultOptions(more)]),
  check,
}

/** `--long` and `--seed N` are for the faults themselves, told through the environment; the rest is for vitest. */
function faultOptions(taskArguments: string[]): string[] {
  const { values, tokens } = parseArgs({
    args: taskArguments,
    options: { long: { type: 'boolean' }, seed: { type: 'string' } },
    ...{ strict: false, tokens: true },
  })
  process.env.FAULTS_ALL = '1'
  if (values.long) process.env.FAULTS_LONG = '1'
  if (typeof values.seed === 'string') process.env.FAULTS_SEED = values.seed
  const own = new Set(
    (tokens ?? []).flatMap((token) => {
      const isOwn = token.kind === 'option' && (token.name === 'long' || token.name === 'seed')
      if (!isOwn) return []
      return token.value !== undefined && !token.inlineValue ? [token.index, token.index + 1] : [token.index]
    }),
  )
  return taskArguments.filter((_, index) => !own.has(index))
}

async function gatehouse(words: string[]): Promise<number> {
  await buildIfStale()
  return hand(process.execPath, [...NODE_OPTIONS, join(root, 'server/dist/cli.js'), ...words])
}

/** Stack traces of the bundle name the lines of the sources. */
const NODE_OPTIONS = ['--enable-source-maps']

const generators = () => globSync('generate-*.ts', { cwd: join(root, 'scripts') }).sort()

/** Everything CI asks of the sources. Runs all of it, so that one run names all there is to mend. */
async function check(): Promise<number> {
  const steps: Array<[name: string, command: string, commandArguments: string[]]> = [
    ['format and lint', bin('biome'), ['check', '--error-on-warnings']],
    ['types', bin('tsc'), ['-p', '.']],
    ['unused code', bin('knip'), []],
    ...generators().map((file): [string, string, string[]] => [
      `drift: ${file}`,
      process.execPath,
      [script(file), '--check'],
    ]),
  ]
  const failed: string[] = []
  for (const [name, command, commandArguments] of steps) {
    process.stderr.write(`\n── ${name}\n`)
    if ((await hand(command, commandArguments)) !== 0) failed.push(name)
  }
  process.stderr.write(failed.length > 0 ? `\nFailed: ${failed.join(', ')}\n` : '\nAll is well.\n')
  return failed.length > 0 ? 1 : 0
}

/** Hands over to another process, passes signals on to it, and answers with its status. */
function hand(command: string, commandArguments: string[]): Promise<number> {
  const child = spawn(command, commandArguments, { cwd: root, stdio: 'inherit' })
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, passOn)
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (status, signal) => resolve(status ?? (signal ? 1 : 0)))
  }).finally(() => {
    for (const signal of signals) process.off(signal, passOn)
  })
}

const [name = '', ...taskArguments] = process.argv.slice(2)
const task = tasks[name]
if (!task || !existsSync(join(root, 'node_modules'))) {
  process.stderr.write(`There is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.\n`)
  process.exit(64)
}
try {
  process.exitCode = await task(taskArguments)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
