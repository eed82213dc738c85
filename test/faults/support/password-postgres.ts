import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../harness/databases.ts'
import { freePort } from '../../harness/free-port.ts'

/** A Postgres of a test's own that asks everybody for a password, unlike the one that tests share. */
export interface PasswordPostgres {
  urlFor(role: string, password: string): string
  stop(): Promise<void>
}

export const initdb = globSync('/usr/lib/postgresql/*/bin/initdb').sort().at(-1)

/** @param password of the superuser `postgres`. */
export async function startPasswordPostgres(password: string): Promise<PasswordPostgres> {
  if (initdb === undefined) throw new Error('needs initdb of Debian’s package postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  const as: string[] = []
  if (process.getuid?.() === 0) {
    // Postgres refuses to run as root.
    const [uid = 0, gid = 0] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'])))
    chmodSync(folder, 0o755)
    for (const path of [folder, passwordFile]) chownSync(path, uid, gid)
    as.push('setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups')
  }
  const run = (program: string, ...options: string[]): [string, string[]] => {
    const [command = '', ...rest] = [...as, join(dirname(initdb!), program), ...options]
    return [command, rest]
  }
  const files = join(folder, 'files')
  const making = [
    '-D',
    files,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
  ]
  execFileSync(...run('initdb', ...making), { stdio: 'ignore' })
  const port = await freePort()
  const child = spawn(...run('postgres', '-D', files, '-h', '127.0.0.1', '-p', String(port), '-k', folder), {
    stdio: 'ignore',
  })
  const urlFor = (role: string, word: string) => `postgres://${role}:${word}@127.0.0.1:${port}/postgres`
  for (let tries = 0; ; tries += 1) {
    const sql = connect(urlFor('postgres', password))
    const answers = await sql`SELECT 1`.then(
      () => true,
      () => false,
    )
    await sql.end({ timeout: 1 })
    if (answers) break
    if (tries > 300) throw new Error('the test’s own Postgres does not answer')
    await sleep(200)
  }
  return {
    urlFor,
    async stop() {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
