import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { lockDataDir } from './embedded-lock.ts'
import type { EmbeddedWorkerData, EmbeddedWorkerNews } from './embedded-worker.ts'

/** A Postgres inside this process. */
export interface EmbeddedDatabase {
  /** For the driver, and for `psql` on this machine. */
  readonly url: string
  /** Called when it ends without having been asked to. */
  onExit(listener: (error: Error) => void): void
  stop(): Promise<void>
}

/** The longest path a unix socket may have: 104 bytes on macOS, 108 on Linux. */
const SOCKET_PATH_MAX = 100

/** Any port would do: it only names the socket file. */
const SOCKET_NAME = '.s.PGSQL.5432'

/**
 * Starts PGlite in a worker thread behind a socket only this user can open, so that one driver serves embedded and
 * real databases alike. Its files are in `<dataDir>/pg`; without `dataDir` it lives in memory.
 *
 * It is one backend: connections take turns, a transaction makes the others wait, and no statement is timed out.
 * Its files are not flushed to the disk on commit: it survives the end of the process, not that of the machine.
 *
 * @throws {DataDirInUse} when another process runs on the same folder.
 */
export async function startEmbeddedDatabase(options: { dataDir?: string } = {}): Promise<EmbeddedDatabase> {
  const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir)
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const socketDir = makeSocketDir(dataDir)
  const url = socketDir && `postgres://postgres@${encodeURIComponent(socketDir.path)}/postgres`
  const unlock = dataDir === undefined ? () => {} : await lockDataDir(dataDir, url)
  const cleanUp = () => {
    unlock()
    if (socketDir?.isTemporary) rmSync(socketDir.path, { recursive: true, force: true })
  }
  const socketPath = socketDir && join(socketDir.path, SOCKET_NAME)
  if (socketPath) rmSync(socketPath, { force: true })
  try {
    const worker = await startWorker({
      clusterDir: dataDir && makePrivateDir(join(dataDir, 'pg')),
      socketPath,
    })
    return new RunningWorker(
      worker.thread,
      url ?? `postgres://postgres@127.0.0.1:${worker.port}/postgres`,
      cleanUp,
    )
  } catch (error) {
    cleanUp()
    throw error
  }
}

/** A folder of mode 0700 for the socket; undefined on Windows, which has no such sockets. */
function makeSocketDir(dataDir: string | undefined): { path: string; isTemporary: boolean } | undefined {
  if (process.platform === 'win32') return undefined
  const path = dataDir && join(dataDir, 'run')
  if (path === undefined || Buffer.byteLength(join(path, SOCKET_NAME)) > SOCKET_PATH_MAX) {
    return { path: mkdtempSync(join(tmpdir(), 'gatehouse-')), isTemporary: true }
  }
  return { path: makePrivateDir(path), isTemporary: false }
}

/** PGlite makes files that everyone may write, so its folder must keep everyone out. */
function makePrivateDir(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  return path
}

function startWorker(workerData: EmbeddedWorkerData): Promise<{ thread: Worker; port: number }> {
  // Bundled, this file is JavaScript, and the worker lies beside it.
  const file = import.meta.url.endsWith('.ts') ? './embedded-worker.ts' : './embedded-worker.js'
  const thread = new Worker(new URL(file, import.meta.url), { workerData, execArgv: [] })
  return new Promise((resolve, reject) => {
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`the embedded database ended at its start (${code})`)))
    thread.once('message', (news: EmbeddedWorkerNews) => {
      thread.removeAllListeners()
      if (news.kind === 'ready') resolve({ thread, port: news.port })
    })
  })
}

class RunningWorker implements EmbeddedDatabase {
  readonly url: string
  readonly #thread: Worker
  readonly #listeners: Array<(error: Error) => void> = []
  readonly #whenGone: Promise<void>
  #isStopping = false

  constructor(thread: Worker, url: string, cleanUp: () => void) {
    this.#thread = thread
    this.url = url
    let failure = new Error('the embedded database ended')
    thread.on('error', (error: Error) => {
      failure = error
    })
    this.#whenGone = new Promise((resolve) => {
      thread.once('exit', () => {
        cleanUp()
        resolve()
        if (!this.#isStopping) for (const listener of this.#listeners) listener(failure)
      })
    })
  }

  onExit(listener: (error: Error) => void): void {
    this.#listeners.push(listener)
  }

  async stop(): Promise<void> {
    if (!this.#isStopping) {
      this.#isStopping = true
      this.#thread.once('message', () => void this.#thread.terminate())
      this.#thread.postMessage('stop')
    }
    await this.#whenGone
  }
}
