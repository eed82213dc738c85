import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect as connectTo } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../harness/free-port.ts'
import { asPostgres, canStartPostgres, makeCluster } from './own-postgres.ts'

/** A server of the run's own, which may be killed. */
export interface OwnServer {
  port: number
  start(): Promise<void>
  /** As power loss ends a process: no goodbye, nothing flushed. */
  kill(): Promise<void>
  /** Every process of it stands still: connections stay, and nothing answers. */
  pause(): void
  resume(): void
}

const hasRedis = (process.env.PATH ?? '')
  .split(':')
  .some((folder) => existsSync(join(folder, 'redis-server')))

/** What is missing to start servers of our own; undefined when nothing is. */
export const missingServers = canStartPostgres ? (hasRedis ? undefined : 'redis-server') : 'Postgres (initdb)'

const POSTGRES_SETTINGS = [
  'max_connections=40',
  'superuser_reserved_connections=6',
  'log_min_messages=fatal',
  'fsync=on',
  'synchronous_commit=on',
]

/** A Postgres in `folder`, its superuser `postgres` without a password, everybody else with one. */
export async function ownPostgres(folder: string): Promise<OwnServer> {
  chmodSync(dirname(folder), 0o755)
  makeCluster(folder)
  const port = await freePort()
  const settings = POSTGRES_SETTINGS.flatMap((setting) => ['-c', setting])
  const start = ['-D', folder, '-h', '127.0.0.1', '-p', String(port), '-k', folder, ...settings]
  // It listens before it takes anybody: after a crash it first goes through its log.
  const takes = () =>
    promisify(execFile)(...asPostgres('pg_isready', ['-q', '-h', '127.0.0.1', '-p', String(port)])).then(
      () => true,
      () => false,
    )
  const [command, words] = asPostgres('postgres', start)
  return childServer(port, [command, ...words], takes)
}

/** A Redis that keeps nothing on disk. */
export async function ownRedis(password: string): Promise<OwnServer> {
  const port = await freePort()
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--requirepass', password]
  return childServer(port, ['redis-server', ...options], () => isListening(port))
}

function childServer(
  port: number,
  [command = '', ...options]: string[],
  takes: () => Promise<boolean>,
): OwnServer {
  let child: ChildProcess | undefined
  const signal = (name: NodeJS.Signals) => {
    for (const pid of child?.pid === undefined ? [] : familyOf(child.pid)) sendTo(pid, name)
  }
  return {
    port,
    async start() {
      child = spawn(command, options, { stdio: 'ignore' })
      for (const giveUpAt = Date.now() + 60_000; !(await takes()); ) {
        if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`${command} did not start`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      signal('SIGKILL')
      await gone
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
  }
}

/** A process and its children, as they are now; the parent first, so that it starts no other meanwhile. */
function familyOf(parent: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === parent)
  return [parent, ...children.map(Number)]
}

function parentOf(pid: string): number | undefined {
  try {
    // The name, in parentheses, may hold anything.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)
    return Number(afterName?.split(' ')[1])
  } catch {
    return undefined
  }
}

function sendTo(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended in between.
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
