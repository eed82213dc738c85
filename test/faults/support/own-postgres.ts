import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../../harness/databases.ts'
import { freePort } from '../../harness/free-port.ts'

/** The newest Postgres that is installed as Debian has it; undefined where there is none. */
const bin = globSync('/usr/lib/postgresql/*/bin')
  .filter((folder) => existsSync(join(folder, 'initdb')))
  .sort((left, right) => Number(left.split('/')[4]) - Number(right.split('/')[4]))
  .at(-1)

/** Postgres refuses to run as root. */
const isRoot = process.getuid?.() === 0
const others = ['--reuid=postgres', '--regid=postgres', '--clear-groups']

export const canStartPostgres = bin !== undefined

/** How to run a program of Postgres: as somebody who may. */
export function asPostgres(program: string, words: readonly string[]): [command: string, words: string[]] {
  const file = join(bin ?? '', program)
  return isRoot ? ['setpriv', [...others, file, ...words]] : [file, [...words]]
}

export const runPostgres = (program: string, words: readonly string[]): void => {
  execFileSync(...asPostgres(program, words), { stdio: 'pipe' })
}

/** A folder that the server may write to. */
export function folderOfPostgres(folder: string): string {
  mkdirSync(folder, { mode: 0o700 })
  if (isRoot) execFileSync('chown', ['postgres:postgres', folder])
  return folder
}

/** The files of a cluster, in a folder that this makes. */
export function makeCluster(folder: string, password?: string): void {
  const words = ['-D', folderOfPostgres(folder), '-U', 'postgres', '--no-sync']
  if (password === undefined) {
    runPostgres('initdb', [...words, '-A', 'trust'])
    return
  }
  const file = `${folder}.password`
  writeFileSync(file, password, { mode: 0o644 })
  runPostgres('initdb', [...words, '-A', 'scram-sha-256', `--pwfile=${file}`])
}

export interface OwnPostgres {
  /** As its superuser. */
  url: string
  process: ChildProcess
}

/**
 * A cluster of one's own, which can be killed; its options as the command line of `postgres` takes them. With a password
 * for the superuser everybody is asked for theirs, without one nobody is.
 */
export async function startPostgres(
  root: string,
  options: Record<string, string>,
  password?: string,
): Promise<OwnPostgres> {
  chmodSync(root, 0o755)
  const data = join(root, 'primary')
  makeCluster(data, password)
  const port = await freePort()
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: data, ...options }
  const settings = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(...asPostgres('postgres', ['-D', data, ...settings]), { stdio: 'ignore' })
  const user = password === undefined ? 'postgres' : `postgres:${password}`
  const url = `postgres://${user}@127.0.0.1:${port}/postgres`
  await untilItAnswers(url, child)
  return { url, process: child }
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`postgres ended with status ${child.exitCode}`)
    const sql = connect(url)
    const answered = await sql`SELECT 1`.then(
      () => true,
      () => false,
    )
    await sql.end({ timeout: 1 })
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('postgres does not answer')
}

/** Ends it as a machine does that loses its power. */
export async function killPostgres({ process: child }: OwnPostgres): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  // An immediate shutdown: no checkpoint, nothing is written any more, and no child is left behind.
  child.kill('SIGQUIT')
  await gone
}
