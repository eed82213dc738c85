import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const root = here('../../..')

/** As `npm start` sets it: a thread for every core's password hash, and some for everything else. */
const UV_THREADPOOL_SIZE = String(availableParallelism() + 4)

/** A server under measurement, in a process of its own. */
export interface Contender {
  name: string
  url: string
  process: ChildProcess
  stop(): Promise<void>
}

/** Bundles a contender of this folder beside its sources, so that TSX and workspace imports are gone when it starts. */
export async function bundle(name: string): Promise<string> {
  // What imports the server finds the server's packages only from its folder.
  const outfile =
    name === 'face-gatehouse' ? join(root, 'server/dist', `${name}.mjs`) : here(`../dist/${name}.mjs`)
  await build({
    entryPoints: [here(`../contenders/${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  })
  return outfile
}

/** Starts a script that prints `ready <port>` on standard output once it listens. */
export async function start(name: string, script: string, env: Record<string, string>): Promise<Contender> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', UV_THREADPOOL_SIZE, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const ready = /^ready (\d+)$/m.exec(chunk.toString())
      if (ready) resolve(ready[1]!)
    })
    child.on('exit', (status) => reject(new Error(`${name} ended with status ${status} before it listened`)))
  })
  return running(name, `http://127.0.0.1:${port}`, child)
}

/** Starts our own server as it ships, and waits until it is ready. */
export async function startGatehouse(
  port: number,
  env: Record<string, string>,
): Promise<Contender & { readyMs: number }> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(root, 'server/dist/main.js')], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      UV_THREADPOOL_SIZE,
      DATA_DIR: mkdtempSync(join(tmpdir(), 'gatehouse-bench-')),
      RATE_LIMITS: 'off',
      // The same at each start: the keys in the database are sealed with it.
      SECRET_KEY: 'only-for-measuring-0123456789-abcdefghijklmnop',
      LOG_FORMAT: 'json',
      ...env,
    },
    // One log line per request is part of what we do, and its reader is not: it goes to the void.
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 3_000; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`gatehouse ended with status ${child.exitCode}`)
    const answer = await fetch(`${url}/api/v1/ready`).catch(() => undefined)
    if (answer?.status === 200) break
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { ...running('gatehouse', url, child), readyMs: performance.now() - startedAt }
}

function running(name: string, url: string, child: ChildProcess): Contender {
  const stop = async () => {
    if (child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  return { name, url, process: child, stop }
}
