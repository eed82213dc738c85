import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

interface LockHolder {
  pid: number
  sinceMs: number
  /** How others on this machine reach it; undefined while that is not known. */
  url: string | undefined
}

/** How long a holder may take to open its socket before it counts as dead although its pid is alive. */
const START_ALLOWANCE_MS = 60_000

/** Another process runs its embedded database in this folder: two at once would destroy it. */
class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse'

  constructor(dataDir: string, pid: number) {
    super(
      `${dataDir} is in use by process ${pid}. Stop that one first, or give this one a folder of its own (DATA_DIR).`,
    )
  }
}

/** Folders this process holds: its own pid in a lock file is otherwise that of a life before, as in a container. */
const held = new Set<string>()

/**
 * Makes this process the only one to use a data folder, and tells others how to reach it. A holder that died
 * without unlocking is noticed: its pid is gone, or lives on as something that does not answer.
 *
 * @returns what gives the folder free again.
 * @throws {DataDirInUse}
 */
export async function lockDataDir(dataDir: string, url: string | undefined): Promise<() => void> {
  const file = join(dataDir, 'pg.lock')
  const mine = JSON.stringify({ pid: process.pid, sinceMs: Date.now(), url } satisfies LockHolder)
  for (let tries = 0; tries < 5; tries++) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
      held.add(file)
      return () => {
        held.delete(file)
        if (readText(file) === mine) rmSync(file, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const seen = readText(file)
    const holder = parseHolder(seen)
    if (holder && (held.has(file) || (await isAlive(holder)))) throw new DataDirInUse(dataDir, holder.pid)
    removeStale(file, seen)
  }
  throw new DataDirInUse(dataDir, parseHolder(readText(file))?.pid ?? 0)
}

/** The address of the embedded database another process runs on this folder; undefined when none does. */
export async function findEmbeddedDatabase(dataDir: string): Promise<string | undefined> {
  const holder = parseHolder(readText(join(dataDir, 'pg.lock')))
  return holder?.url !== undefined && (await answers(holder.url)) ? holder.url : undefined
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function parseHolder(text: string | undefined): LockHolder | undefined {
  try {
    const holder = JSON.parse(text ?? '') as LockHolder
    return Number.isInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

/** Takes a dead holder's file away, and puts it back if it turns out to be a newcomer's. */
function removeStale(file: string, seen: string | undefined): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (readText(aside) === seen) rmSync(aside, { force: true })
    else renameSync(aside, file)
  } catch {
    // Somebody else was faster; the next round shows who.
  }
}

async function isAlive(holder: LockHolder): Promise<boolean> {
  if (holder.pid !== process.pid && !pidExists(holder.pid)) return false
  if (holder.url !== undefined && (await answers(holder.url))) return true
  if (holder.url === undefined) return holder.pid !== process.pid
  return holder.pid !== process.pid && Date.now() - holder.sinceMs < START_ALLOWANCE_MS
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function answers(url: string): Promise<boolean> {
  const socketDir = decodeURIComponent(new URL(url).hostname)
  const socket = connect(join(socketDir, '.s.PGSQL.5432'))
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy()) as Promise<boolean>
}
