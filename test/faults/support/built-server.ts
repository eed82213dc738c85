import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../harness/free-port.ts'

export const root = join(import.meta.dirname, '../../..')

/** Builds what is started here, where it is not as the sources are. */
export async function buildServer(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: root })
}

export interface BuiltServer {
  process: ChildProcess
  url: string
  ended: Promise<[status: number | null, signal: string | null]>
}

const running = new Set<ChildProcess>()

interface Launch {
  port: number
  env: Record<string, string>
  /** The source tree whose build is started. */
  folder?: string
  /** Options for Node itself. */
  nodeOptions?: string[]
  /** Given all it writes. With it, the server has a channel for messages too. */
  onOutput?: (text: string) => void
}

/** Starts the built server of a source tree, as an image runs it, and does not wait for it. */
export function launchServer({ port, env, folder = root, nodeOptions = [], onOutput }: Launch): BuiltServer {
  const child = spawn(process.execPath, [...nodeOptions, join(folder, 'server/dist/main.js')], {
    stdio: onOutput ? ['ignore', 'pipe', 'pipe', 'ipc'] : 'ignore',
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...env },
  })
  running.add(child)
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text))
  const ended = once(child, 'exit') as BuiltServer['ended']
  return { process: child, url: `http://127.0.0.1:${port}`, ended }
}

/** Waits until it says that it is ready. @throws {Error} when it ends before, or does not come to it in a minute. */
export async function untilReady({ process: child, url }: BuiltServer): Promise<void> {
  for (const giveUpAt = Date.now() + 60_000; Date.now() < giveUpAt; ) {
    if (child.exitCode !== null) throw new Error(`the server ended with status ${child.exitCode}`)
    const ready = await fetch(`${url}/ready`).catch(() => undefined)
    if (ready?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the server did not get ready')
}

/** The built server of a source tree, for development; given back once it is ready. */
export async function startServer(
  databaseUrl: string,
  env: Record<string, string> = {},
  folder = root,
): Promise<BuiltServer> {
  const server = launchServer({
    port: await freePort(),
    folder,
    env: {
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'a-secret-of-the-fault-tests-and-of-nothing-else',
      RATE_LIMITS: 'off',
      ...env,
    },
  })
  await untilReady(server)
  return server
}

/** Ends every server that was started here, and waits until they are gone. */
export async function killServers(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  running.clear()
}
