import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrillReport } from '../../server/src/drill/drill.ts'
import { connect } from '../harness/databases.ts'
import { freePort } from '../harness/free-port.ts'
import { buildServer, killServers, root, startServer } from './support/built-server.ts'
import {
  asPostgres,
  canStartPostgres,
  folderOfPostgres,
  killPostgres,
  type OwnPostgres,
  runPostgres,
  startPostgres,
} from './support/own-postgres.ts'

if (!canStartPostgres)
  console.warn('\n  SKIPPED: restoring to a point in time needs a Postgres to start (package postgresql).\n')

const SECRET_KEY = 'a-secret-of-the-fault-tests-and-of-nothing-else'
const password = 'plum orchard at night'

describe.skipIf(!canStartPostgres)('a restore to a point in time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pitr-'))
  const inFolder = (name: string) => join(folder, name)
  let primary: OwnPostgres
  let maker = ''
  let publicUrl = ''

  beforeAll(async () => {
    await buildServer()
    publicUrl = `http://127.0.0.1:${await freePort()}`
    const archive = folderOfPostgresIn('archive')
    primary = await startPostgres(folder, {
      wal_level: 'replica',
      archive_mode: 'on',
      archive_command: `cp %p ${archive}/%f`,
      fsync: 'on',
    })
    maker = writeProgram(archive)
  })
  afterAll(async () => {
    await killServers()
    if (primary) await killPostgres(primary)
    for (const name of ['copy.pid'])
      try {
        process.kill(Number(readFileSync(inFolder(name), 'utf8')), 'SIGQUIT')
      } catch {
        // It was not started, or has ended.
      }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  function folderOfPostgresIn(name: string): string {
    chmodSync(folder, 0o755)
    return folderOfPostgres(inFolder(name))
  }

  /** What RESTORE_DRILLS.md asks of a program: base backup and archive to a new server that stops at the moment. */
  function writeProgram(archive: string): string {
    const copy = inFolder('copy')
    const quoted = ([command, words]: [string, string[]]) =>
      [command, ...words].map((word) => `'${word}'`).join(' ')
    const file = inFolder('restore-copy')
    writeFileSync(
      file,
      `#!/bin/sh
set -e
if [ "$1" = remove ]; then kill -QUIT "$(cat '${inFolder('copy.pid')}')"; exit; fi
cp -a '${inFolder('base')}' '${copy}'
cat >> '${copy}/postgresql.auto.conf' <<END
restore_command = 'cp ${archive}/%f %p'
recovery_target_time = '$(echo "$2" | sed 's/Z$/+00/')'
recovery_target_action = 'promote'
END
cp '${copy}/backup_label' '${copy}/recovery.signal'
chown --reference='${copy}/PG_VERSION' '${copy}/recovery.signal'
${quoted(asPostgres('postgres', ['-D', copy, '-c', 'archive_mode=off', '-c', 'listen_addresses=127.0.0.1']))} \\
  -c "port=$COPY_PORT" -c 'unix_socket_directories=${copy}' >'${inFolder('copy.log')}' 2>&1 &
echo $! > '${inFolder('copy.pid')}'
for _ in $(seq 600); do
  kill -0 "$(cat '${inFolder('copy.pid')}')" || break
  in_recovery=$(${quoted(asPostgres('psql', ['-h', '127.0.0.1', '-U', 'postgres', '-Atc', 'SELECT pg_is_in_recovery()']))} -p "$COPY_PORT" 2>/dev/null || true)
  if [ "$in_recovery" = f ]; then echo "postgres://postgres@127.0.0.1:$COPY_PORT/postgres"; exit; fi
  sleep 0.1
done
cat '${inFolder('copy.log')}' >&2
exit 1
`,
    )
    chmodSync(file, 0o755)
    return file
  }

  interface Session {
    accessToken: string
    refreshToken: string
  }

  async function call(url: string, words: string, body?: object, token?: string) {
    const [method = '', path = ''] = words.split(' ')
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
    }
  }

  async function signedIn(url: string, name: string): Promise<Session> {
    const email = `${name}@example.org`
    expect((await call(url, 'POST /register', { email, password, displayName: name })).status).toBe(202)
    let token: string | undefined
    await expect
      .poll(
        async () => {
          const mails = (await (await fetch(`${url}/dev/mailbox.json`)).json()) as {
            to: string
            text: string
          }[]
          token = /verify-email\?token=([\w-]+)/.exec(mails.find(({ to }) => to === email)?.text ?? '')?.[1]
          return token
        },
        { timeout: 30_000 },
      )
      .toBeDefined()
    expect((await call(url, 'POST /verify-email', { token })).status).toBe(200)
    return signInAgain(url, name)
  }

  async function signInAgain(url: string, name: string): Promise<Session> {
    const { status, body } = await call(url, 'POST /login', { email: `${name}@example.org`, password })
    expect(status).toBe(200)
    return body as unknown as Session
  }

  /** A command, as an operator types it. */
  function gatehouse(words: string[], env: Record<string, string>) {
    return new Promise<{ status: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        [join(root, 'server/dist/cli.js'), ...words],
        {
          env: {
            PATH: process.env.PATH ?? '',
            SECRET_KEY,
            DATA_DIR: inFolder('none'),
            PUBLIC_URL: publicUrl,
            ...env,
          },
        },
        (error, out, err) => resolve({ status: error ? Number(error.code) : 0, out, err }),
      )
    })
  }

  test('F15 has what was there at that moment, and nothing of what came after: no account, no session', {
    timeout: 300_000,
  }, async () => {
    const server = await startServer(primary.url, { SECRET_KEY, PUBLIC_URL: publicUrl })
    const before = await signedIn(server.url, 'before')
    runPostgres('pg_basebackup', [
      '-d',
      primary.url,
      '-D',
      folderOfPostgres(inFolder('base')),
      '-X',
      'none',
      '-c',
      'fast',
      '--no-sync',
    ])
    // Behind the base backup: only the archive has it.
    const between = await signedIn(server.url, 'between')
    const sql = connect(primary.url)
    const [moment] =
      await sql`SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`
    await expect
      .poll(
        async () =>
          (await sql`SELECT clock_timestamp() > ${moment!.at}::timestamptz + interval '10 ms' AS is_later`)[0]
            ?.is_later,
      )
      .toBe(true)
    const after = await signedIn(server.url, 'after')
    const later = await signInAgain(server.url, 'before')
    const [{ wal } = {}] = await sql`SELECT pg_walfile_name(pg_switch_wal()) AS wal`
    await expect
      .poll(
        async () =>
          (await sql`SELECT last_archived_wal >= ${wal} AS is_there FROM pg_stat_archiver`)[0]?.is_there,
        { timeout: 30_000 },
      )
      .toBe(true)
    await sql.end()
    await killPostgres(primary)
    await killServers()

    const port = String(await freePort())
    writeFileSync(inFolder('password'), `${password}\n`)
    const probe = ['--probe-email', 'between@example.org', '--probe-password-file', inFolder('password')]
    const { status, out, err } = await gatehouse(
      [
        'restore-drill',
        '--program',
        maker,
        '--to',
        moment!.at,
        '--keep',
        '--report',
        inFolder('drills.md'),
        ...probe,
      ],
      { COPY_PORT: port },
    )
    expect(status, err + out).toBe(0)
    const report = JSON.parse(out) as DrillReport
    expect(report).toMatchObject({ ok: true, source: 'program', askedFor: moment!.at })
    expect(report.checks.find(({ check }) => check === 'sign-in')?.says).toContain(
      'between@example.org signed in',
    )
    expect(new Date(report.restoredTo!).getTime()).toBeLessThanOrEqual(new Date(report.askedFor).getTime())
    expect(report.rpoSeconds).toBeGreaterThanOrEqual(0)
    expect(report.rtoSeconds).toBeGreaterThan(0)
    expect(readFileSync(inFolder('drills.md'), 'utf8')).toContain(`| RPO | ${report.rpoSeconds} s |`)
    console.info(
      `  RPO ${report.rpoSeconds} s, RTO ${report.rtoSeconds} s (restore ${report.restoreSeconds} s)`,
    )

    const copyUrl = `postgres://postgres@127.0.0.1:${port}/postgres`
    const copy = connect(copyUrl)
    const people = await copy`SELECT email FROM users WHERE email NOT LIKE 'drill-%' ORDER BY email`
    expect(people.map(({ email }) => email as string)).toEqual(['before@example.org', 'between@example.org'])
    await copy.end()
    expect((await gatehouse(['settle'], { DATABASE_URL: copyUrl })).status).toBe(0)
    const { url } = await startServer(copyUrl, { SECRET_KEY, PUBLIC_URL: publicUrl })
    const me = async (session: Session) => (await call(url, 'GET /me', undefined, session.accessToken)).status
    const refreshed = async ({ refreshToken }: Session) =>
      (await call(url, 'POST /refresh', { refreshToken })).status
    for (const session of [before, between])
      expect([await me(session), await refreshed(session)]).toEqual([200, 200])
    for (const session of [after, later])
      expect([await me(session), await refreshed(session)]).toEqual([401, 401])
    await killServers()
    execFileSync(maker, ['remove', copyUrl])
  })
})
