import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type EmptyDatabase, emptyDatabase } from '../../../test/harness/empty-database.ts'
import { useWorld } from '../../../test/harness/index.ts'
import { backUpTo } from '../cli/backup.ts'
import { addRestoreDrill } from '../cli/restore-drill.ts'
import type { Setting } from '../cli/setting.ts'
import type { DrillReport } from './drill.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-drills-'))
const fileOf = (name: string) => join(folder, name)

/** A program of a test: what it was called with is kept, a line for each call. */
function program(name: string, script: string): string {
  const file = fileOf(name)
  writeFileSync(file, `#!/bin/sh\necho "$@" >> '${file}.calls'\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

const callsOf = (file: string) => readFileSync(`${file}.calls`, 'utf8').trim().split('\n')

describe('a restore drill', () => {
  const world = useWorld()
  const made: EmptyDatabase[] = []
  const backup = fileOf('drill.backup')
  let setting: Setting
  /** A restored database, for programs that pretend to have made it. */
  let restored = ''

  async function target(): Promise<string> {
    const database = await emptyDatabase()
    made.push(database)
    return database.url
  }

  async function run(words: string[], more: Partial<Setting> = {}) {
    const [said, warned] = [[] as string[], [] as string[]]
    const used = { ...setting, ...more }
    const command = new Command().exitOverride().configureOutput({ writeErr: () => {} })
    addRestoreDrill(command, {
      say: (line) => void said.push(line),
      warn: (line) => void warned.push(line),
      withUrl: (work) => work(world.databaseUrl, used),
      readSetting: async () => used,
    })
    const failed = await command.parseAsync(['restore-drill', ...words], { from: 'user' }).then(
      () => undefined,
      (error: Error) => error.message,
    )
    const status = process.exitCode ?? 0
    process.exitCode = undefined
    const report = (said[0] === undefined ? {} : JSON.parse(said[0])) as DrillReport
    return { status, report, failed, text: [...said, ...warned].join('\n') }
  }
  const failures = ({ checks }: DrillReport) => checks.filter(({ ok }) => !ok).map(({ check }) => check)

  beforeAll(async () => {
    const { config, log } = world.platform
    const { secretKeys } = (await import('../../../test/harness/config.ts')).testSecrets({})
    setting = {
      config,
      log,
      secrets: {
        databaseUrl: world.databaseUrl,
        migrationDatabaseUrl: undefined,
        redisUrl: undefined,
        smtpUrl: undefined,
        metricsToken: undefined,
        telemetryConnectionString: undefined,
        providerSecrets: {},
        secretKeys,
      },
    }
    await world.people.signedIn('ada')
    // Waits in the outbox: a server on the copy would send it.
    await world.people.signedUp('bea')
    await backUpTo(backup, world.databaseUrl, setting)
    restored = await target()
  })
  afterEach(() => {
    process.exitCode = undefined
  })
  afterAll(async () => {
    for (const database of made) await database.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  test('F15 restores a backup, finds it whole, signs in, sends nobody anything, and measures', async () => {
    const sentBefore = world.mailer.taken.length
    const entries = fileOf('entries.md')
    const { status, report, text } = await run([
      '--backup',
      backup,
      '--target',
      restored,
      '--keep',
      '--report',
      entries,
      '--record',
    ])
    expect(failures(report), text).toEqual([])
    expect({ status, ok: report.ok, source: report.source }).toEqual({
      status: 0,
      ok: true,
      source: 'backup',
    })
    const names = report.checks.map(({ check }) => check)
    for (const name of [
      'schema.migrations',
      'schema.columns',
      'schema.walls',
      'secrets.seals',
      'tables',
      'audit',
      'sign-in',
    ])
      expect(names).toContain(name)
    expect(text).toContain('1 queued mails were dropped from the copy')
    expect(world.mailer.taken).toHaveLength(sentBefore)
    expect(report.rpoSeconds).toBeGreaterThan(0)
    expect(report.rtoSeconds).toBeCloseTo(report.restoreSeconds + report.signInSeconds, 1)
    const entry = readFileSync(entries, 'utf8')
    expect(entry).toContain(`## ${report.startedAt} passed`)
    expect(entry).toContain(`| RPO | ${report.rpoSeconds} s |`)
    const [row] =
      await world.sql`SELECT outcome, details FROM audit_events WHERE action = 'platform.restore_drilled'`
    expect(row).toMatchObject({ outcome: 'success', details: { rtoSeconds: report.rtoSeconds } })
  })

  test('F15 fails where the target has anything in it, and leaves that alone', async () => {
    const people = await world.sql`SELECT count(*) FROM users`
    const { status, report } = await run(['--backup', backup, '--target', world.databaseUrl])
    expect({ status, failed: failures(report) }).toEqual({ status: 1, failed: ['restore'] })
    expect(report.rtoSeconds).toBeNull()
    expect(await world.sql`SELECT count(*) FROM users`).toEqual(people)
  })

  test('F15 fails where the copy opens with no known key, and says so in an entry and in the log', async () => {
    const secrets = { ...setting.secrets, secretKeys: ['another-secret-that-has-sealed-nothing-here'] }
    const maker = program('other-key', `[ "$1" = restore ] && echo '${restored}' || true`)
    const { status, report } = await run(['--program', maker, '--record'], { secrets })
    expect(status).toBe(1)
    expect(failures(report)).toContain('secrets.seals')
    const rows =
      await world.sql`SELECT outcome FROM audit_events WHERE action = 'platform.restore_drilled' AND outcome = 'failure'`
    expect(rows).toHaveLength(1)
  })

  test('F15 fails where the log of the copy was changed', async () => {
    const { connect } = await import('../../../test/harness/databases.ts')
    const sql = connect(restored)
    const edit = (to: string) =>
      sql.unsafe(`BEGIN; ALTER TABLE audit_events DISABLE TRIGGER USER; UPDATE audit_events SET request_id = '${to}'
        WHERE chain = (SELECT min(chain) FROM audit_events) AND position = 1;
        ALTER TABLE audit_events ENABLE TRIGGER audit_link; ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only; COMMIT`)
    const [{ request_id: before } = {}] =
      await sql`SELECT request_id FROM audit_events WHERE chain = (SELECT min(chain) FROM audit_events) AND position = 1`
    await edit('somebody-elses')
    const maker = program('changed', `[ "$1" = restore ] && echo '${restored}' || true`)
    const { status, report } = await run(['--program', maker])
    expect({ status, failed: failures(report) }).toEqual({ status: 1, failed: ['audit'] })
    await edit(String(before))
    await sql.end()
  })

  test('calls a program for the moment, and again to be rid of the copy', async () => {
    const maker = program('maker', `[ "$1" = restore ] && { echo restoring; echo '${restored}'; } || true`)
    const moment = new Date(Date.now() + 1_000).toISOString()
    const { report, text } = await run(['--program', maker, '--to', moment])
    expect(failures(report), text).toEqual([])
    expect(callsOf(maker)).toEqual([`restore ${moment}`, `remove ${restored}`])
    const past = await run(['--program', maker, '--to', '2026-01-01T00:00:00Z', '--keep'])
    expect(failures(past.report)).toEqual(['moment'])
    expect(callsOf(maker)).toHaveLength(3)
    const silent = program('silent', 'true')
    expect(failures((await run(['--program', silent])).report)).toEqual(['restore'])
    expect(failures((await run(['--program', program('broken', 'exit 3')])).report)).toEqual(['restore'])
  })

  test.each([
    [['--backup', 'a', '--program', 'b'], 'one source'],
    [['--azure', 'a'], '--resource-group'],
    [['--program', 'a', '--target', 'postgres://x'], '--target goes with a backup'],
    [['--backup', 'a', '--to', '2026-11-24'], 'A backup is of one moment'],
    [['--probe-email', 'a@example.org'], 'go together'],
  ])('refuses what contradicts itself: %s', async (words, why) => {
    expect((await run(words)).failed).toContain(why)
  })

  describe('from Azure', () => {
    const path = process.env.PATH
    const azure = ['--azure', 'gatehouse-db', '--resource-group', 'gatehouse-rg']
    afterEach(() => {
      process.env.PATH = path
    })

    /** An `az` whose restored server is the database at hand; `failing` ends the call with that word. */
    function fakeAz(name: string, failing = 'nothing'): string {
      const bin = mkdtempSync(join(folder, `${name}-`))
      const calls = join(bin, 'calls')
      writeFileSync(
        join(bin, 'az'),
        `#!/bin/sh
echo "$@" >> '${calls}'
case "$*" in
  *' ${failing} '*) echo 'ERROR: refused' >&2; exit 1;;
  *'show '*earliest*) exit 9;;
  *' show '*fullyQualifiedDomainName*) echo '${new URL(restored).hostname}';;
  *' show '*) echo '{"backup":{"earliestRestoreDate":"2026-01-01T00:00:00+00:00"}}';;
esac
`,
      )
      chmodSync(join(bin, 'az'), 0o755)
      process.env.PATH = `${bin}${delimiter}${path}`
      return calls
    }
    const read = (calls: string) => readFileSync(calls, 'utf8').trim().split('\n')
    const own = () => ({ secrets: { ...setting.secrets, migrationDatabaseUrl: restored } })

    test('makes a server of its own name, looks at it, and deletes that one once told to', async () => {
      const calls = fakeAz('all')
      const { report, text } = await run([...azure, '--yes', '--subnet', 'a-subnet'], own())
      expect(failures(report), text).toEqual([])
      const said = read(calls)
      expect(said).toHaveLength(4)
      expect(said[1]).toMatch(
        /^postgres flexible-server restore --resource-group gatehouse-rg --name gatehouse-db-drill-\d{8}-\d{4} --source-server gatehouse-db --restore-time \S+Z --subnet a-subnet --yes/,
      )
      expect(said[3]).toMatch(
        /^postgres flexible-server delete --resource-group gatehouse-rg --name gatehouse-db-drill-/,
      )
    })

    test.each([
      ['with nobody to ask', [] as string[]],
      ['when it is to be kept', ['--keep', '--yes']],
    ])('deletes nothing %s', async (_, words) => {
      const calls = fakeAz('kept')
      const { report } = await run([...azure, ...words], own())
      expect(report.checks.at(-1)).toMatchObject({
        ok: true,
        says: expect.stringContaining('the copy stays at'),
      })
      expect(read(calls).join('\n')).not.toContain(' delete ')
    })

    test.each(['show', 'restore', 'delete'])(
      'fails when %s is refused, and deletes no other server',
      async (verb) => {
        const calls = fakeAz(verb, verb)
        const { status, report } = await run([...azure, '--yes'], own())
        expect(status).toBe(1)
        expect(failures(report)).toEqual([verb === 'delete' ? 'removal' : 'restore'])
        for (const call of read(calls)) if (call.includes(' delete ')) expect(call).toContain('-drill-')
      },
    )

    test('asks for no moment that is not kept any more', async () => {
      const calls = fakeAz('early')
      const { report } = await run([...azure, '--to', '2025-12-31'], own())
      expect(failures(report)).toEqual(['restore'])
      expect(read(calls)).toHaveLength(1)
    })
  })
})
