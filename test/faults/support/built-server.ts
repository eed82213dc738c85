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

/** The built server of a source tree, as an image runs it; given back once it is ready. */
export async function startServer(
  databaseUrl: string,
  env: Record<string, string> = {},
  folder = root,
): Promise<BuiltServer> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, 'server/dist/main.js')], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'a-secret-of-the-fault-tests-and-of-nothing-else',
      RATE_LIMITS: 'off',
      ...env,
    },
  })
  running.add(child)
  const ended = once(child, 'exit') as BuiltServer['ended']
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`the server ended with status ${child.exitCode}`)
    const ready = await fetch(`${url}/ready`).catch(() => undefined)
    if (ready?.status === 200) return { process: child, url, ended }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the server did not get ready')
}

/** Ends every server that was started here, and waits until they are gone. */
export async function killServers(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  running.clear()
}
