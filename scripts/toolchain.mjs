// The only file that must run on an old Node: it finds (or installs, once, into .toolchain/) the Node and pnpm
// the project is built with, installs the packages a task needs, and hands over to scripts/tasks.ts.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [task = 'help', ...taskArguments] = process.argv.slice(2)
const NODE_MAJOR = 26
const PNPM_MAJOR = 12
/** What `npm start` needs; everything else is installed for tests and checks only. */
const RUN_FILTERS = [
  '--filter',
  'gatehouse-workspace',
  '--filter',
  '@gatehouse/server',
  '--filter',
  '@gatehouse/web...',
]

const say = (line) => process.stderr.write(`${line}\n`)

function versionOf(command) {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', cwd: '/' })
  return status === 0 ? Number.parseInt(stdout.trim().replace(/^v/, ''), 10) : 0
}

function run(command, commandArguments, options = {}) {
  const { status, signal, error } = spawnSync(command, commandArguments, {
    cwd: root,
    // Standard output belongs to the task: an installer's chatter goes to standard error.
    stdio: ['ignore', 2, 2],
    ...options,
  })
  if (error) throw error
  if (signal || status !== 0) process.exit(status ?? 1)
}

/** Puts a Node >= 24 and a pnpm 12 first on PATH, fetching both from the npm registry when they are missing. */
function findToolchain() {
  const ownBin = join(root, '.toolchain', 'node_modules', '.bin')
  const nodeIsNewEnough = Number.parseInt(process.versions.node, 10) >= 24
  if (nodeIsNewEnough && versionOf('pnpm') >= PNPM_MAJOR) return process.env.PATH
  const ownPath = `${ownBin}${delimiter}${process.env.PATH}`
  if (existsSync(join(ownBin, 'node')) && existsSync(join(ownBin, 'pnpm'))) return ownPath
  say(`Installing Node ${NODE_MAJOR} and pnpm ${PNPM_MAJOR} into .toolchain/ (once)…`)
  mkdirSync(join(root, '.toolchain'), { recursive: true })
  writeFileSync(join(root, '.toolchain', 'package.json'), '{ "private": true }\n')
  run('npm', [
    'install',
    '--prefix',
    join(root, '.toolchain'),
    '--no-audit',
    '--no-fund',
    '--loglevel',
    'error',
    `node@${NODE_MAJOR}`,
    `pnpm@${PNPM_MAJOR}`,
  ])
  return ownPath
}

/** What each task needs installed, from the least to the most: a later one has all of an earlier one. */
const LEVELS = [
  {
    name: 'run',
    tasks: [
      ...['start', 'gatehouse', 'build', 'test-login', 'setup-oauth'],
      ...['release', 'rollback', 'watch', 'restore-drill', 'rotate-secret'],
      ...['incident-snapshot', 'security-report', 'drift'],
    ],
    filters: RUN_FILTERS,
  },
  {
    name: 'test',
    tasks: ['test', 'faults'],
    filters: ['--filter', '!@gatehouse/bench', '--filter', '!@gatehouse/iac-proof'],
  },
  { name: 'all', tasks: [], filters: [] },
]

/** Installs exactly what the lockfile names, and only when it has changed or the task needs more than the last one. */
function installPackages(env) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
  const stampFile = join(root, 'node_modules', '.gatehouse-installed')
  const [foundLock, foundName] = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').split(' ') : []
  const found = foundLock === lock ? LEVELS.findIndex(({ name }) => name === foundName) : -1
  const own = LEVELS.findIndex(({ tasks }) => tasks.includes(task))
  const needed = own === -1 ? LEVELS.length - 1 : own
  if (found >= needed) return
  say('Installing packages…')
  const { name, filters } = LEVELS[needed]
  run(
    'pnpm',
    ['install', '--frozen-lockfile', '--reporter', 'append-only', '--loglevel', 'error', ...filters],
    { env },
  )
  writeFileSync(stampFile, `${lock} ${name}`)
}

const env = { ...process.env, PATH: findToolchain() }
installPackages(env)

// Signals are passed on and waited for: the child finishes in order, and we end as it ended. Ctrl-C reaches the whole
// process group as well, so the child may hear it twice.
const child = spawn('node', [join(root, 'scripts', 'tasks.ts'), task, ...taskArguments], {
  env,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  say(error.message)
  process.exit(1)
})
child.on('exit', (status, signal) => process.exit(status ?? (signal ? 1 : 0)))
