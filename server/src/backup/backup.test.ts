import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createCaller } from '../../../test/harness/callers.ts'
import { testConfig, testSecrets } from '../../../test/harness/config.ts'
import { connect } from '../../../test/harness/databases.ts'
import { type EmptyDatabase, emptyDatabase } from '../../../test/harness/empty-database.ts'
import { type SignedInPerson, useWorld } from '../../../test/harness/index.ts'
import { createCapturingMailer } from '../../../test/harness/mailbox.ts'
import { createApp } from '../app.ts'
import { addBackup } from '../cli/backup.ts'
import { guardCheck } from '../doctor/schema.ts'
import { createPlatform } from '../platform.ts'
import { verifyAuditChain } from '../rooms/audit/index.ts'
import { queueMail } from '../rooms/mail/index.ts'
import type { Manifest } from './format.ts'
import { verifyBackup } from './read.ts'
import { inSnapshot, openForLongWork, readRows, readTables, tallyTables } from './snapshot.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-backup-'))
const fileOf = (name: string) => join(folder, name)
const NAME = 'Ada \u2028 Löwe "☃" \\N'

// Starting an embedded database takes long on a busy machine.
describe('a backup', { timeout: 300_000 }, () => {
  const world = useWorld()
  const made: EmptyDatabase[] = []
  const file = fileOf('whole.backup')
  const secrets = (databaseUrl: string) => testSecrets({ databaseUrl })
  let ada: SignedInPerson
  let manifest: Manifest

  /** The commands, on a database. */
  async function run(databaseUrl: string, ...words: string[]) {
    const said: string[] = []
    const setting = { config: world.platform.config, secrets: secrets(databaseUrl), log: world.platform.log }
    const program = new Command().exitOverride()
    addBackup(program, {
      say: (line) => void said.push(line),
      warn: (line) => void said.push(line),
      withUrl: (work) => work(databaseUrl, setting),
    })
    const failed = await program.parseAsync(words, { from: 'user' }).then(
      () => undefined,
      (error: Error) => error.message,
    )
    return { said: said.join('\n'), failed }
  }

  async function target(): Promise<string> {
    const database = await emptyDatabase()
    made.push(database)
    return database.url
  }

  /** One database for everything that is refused, and leaves nothing there. */
  let spareUrl: string | undefined
  const spare = async () => (spareUrl ??= await target())

  beforeAll(async () => {
    ada = await world.people.signedIn('ada')
    await world.sql`UPDATE users SET display_name = ${NAME} WHERE id = ${ada.userId}`
    await world.people.withTotp('bea')
    const owner = await world.people.withOrganization('Acme')
    await world.people.joined(owner.organizationId, 'cal', 'member')
    await world.rest('POST', '/me/api-keys', { name: 'mine', scopes: [] }, ada.headers)
    for (const hours of [0, 2])
      await queueMail(
        { ...world.platform, db: world.platform.database.db, effects: { mailQueued: false, audited: [] } },
        {
          to: `waits-${hours}@example.org`,
          template: 'test',
          content: { subject: 'A subject', text: 'A text', html: '' },
        },
      )
    await world.sql`UPDATE mail_messages SET created_at = now() - interval '2 hours' WHERE recipient = 'waits-2@example.org'`
    const done = await run(world.databaseUrl, 'backup', file)
    expect(done.failed).toBeUndefined()
    expect(done.said).toContain('keep that key, and keep it elsewhere')
    manifest = await verifyBackup(file)
  })
  afterAll(async () => {
    for (const database of made) await database.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is read by its owner only, holds every table, and no secret that is sealed or hashed elsewhere', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const tables =
      await world.sql`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`
    expect(Object.keys(manifest.tables).sort()).toEqual(tables.map(({ relname }) => relname as string).sort())
    for (const name of ['users', 'memberships', 'api_keys', 'audit_events', 'mail_messages', 'sessions'])
      expect({ name, rows: manifest.tables[name]?.rows }).not.toMatchObject({ rows: 0 })
    const text = gunzipSync(readFileSync(file)).toString()
    for (const secret of [...secrets('').secretKeys, ada.password, ada.refreshToken, ada.accessToken])
      expect(text).not.toContain(secret)
    expect(await world.sql`SELECT FROM audit_events WHERE action = 'platform.backed_up'`).toHaveLength(1)
  })

  test('is restored row by row, with its guards, into a database on which people go on', async () => {
    const url = await target()
    const restored = await run(url, 'restore', file)
    expect(restored.failed).toBeUndefined()
    expect(restored.said).toContain('1 mails that had waited for an hour or longer are dropped')
    const database = openForLongWork(url, world.platform)
    const totals = await tallyTables(database)
    const changed = ['mail_messages', 'audit_events', 'audit_chains', 'audit_personal']
    for (const [name, expected] of Object.entries(manifest.tables))
      if (!changed.includes(name)) expect({ name, ...totals[name] }).toEqual({ name, ...expected })
    const { breaks } = await verifyAuditChain(database, { anchors: manifest.auditHeads })
    expect(breaks).toEqual([])
    const keysOf = (sql: typeof world.sql) =>
      sql`SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'f' ORDER BY 1`
    const triggersOf = (sql: typeof world.sql) =>
      sql`SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`
    const sql = connect(url)
    expect([...(await keysOf(sql))]).toEqual([...(await keysOf(world.sql))])
    expect([...(await triggersOf(sql))]).toEqual([...(await triggersOf(world.sql))])
    expect(await guardCheck[1]({ ...world.platform, database, secrets: secrets(url) })).toMatchObject([
      { level: 'ok' },
    ])
    await sql.end()
    await database.close()

    const mailer = createCapturingMailer()
    const platform = await createPlatform(testConfig(), secrets(url), { mailer, log: world.platform.log })
    const caller = createCaller({ app: createApp(platform), origin: world.origin, ip: () => '10.9.8.7' })
    try {
      const me = await caller.rest('GET', '/me', undefined, ada.headers)
      expect(me.body).toMatchObject({ email: ada.email, displayName: NAME })
      const { status } = await caller.rest('POST', '/login', { email: ada.email, password: ada.password })
      expect(status).toBe(200)
      expect((await caller.rest('POST', '/refresh', { refreshToken: ada.refreshToken })).status).toBe(200)
      await platform.outbox.drain()
      expect(mailer.taken.map(({ to }) => to)).toContain('waits-0@example.org')
      expect(mailer.taken.map(({ to }) => to)).not.toContain('waits-2@example.org')
    } finally {
      await platform.stop()
    }
  })

  // The embedded database has one backend: there, others wait.
  test.skipIf(inject('databaseSource').kind !== 'postgres')(
    'is one state, whatever is written meanwhile',
    async () => {
      const database = openForLongWork(world.databaseUrl, world.platform)
      const read = await inSnapshot(database, async (tx) => {
        const tables = await readTables(tx)
        await world.sql`INSERT INTO users (id, email, email_canonical, display_name)
        VALUES (gen_random_uuid(), 'late@example.org', 'late@example.org', 'Late')`
        const lines: string[] = []
        for (const table of tables) for await (const batch of readRows(tx, table)) lines.push(...batch)
        return lines
      })
      await database.close()
      expect(read.join('\n')).toContain('ada@example.org')
      expect(read.join('\n')).not.toContain('late@example.org')
      await world.sql`DELETE FROM users WHERE email = 'late@example.org'`
    },
  )

  test('is never written over another file, nor restored over anything', async () => {
    const before = readFileSync(file)
    expect((await run(world.databaseUrl, 'backup', file)).failed).toContain('EEXIST')
    expect(readFileSync(file).equals(before)).toBe(true)
    const people = await world.sql`SELECT count(*) FROM users`
    expect((await run(world.databaseUrl, 'restore', file)).failed).toContain('The target is not empty')
    expect(await world.sql`SELECT count(*) FROM users`).toEqual(people)
    const url = await spare()
    const sql = connect(url)
    await sql`CREATE TABLE somebody_elses (id int)`
    expect((await run(url, 'restore', file)).failed).toContain('somebody_elses is there')
    await sql`DROP TABLE somebody_elses`
    await sql.end()
  })

  test.skipIf(inject('databaseSource').kind !== 'postgres')(
    'is whole when it is made, and restored, by an owner whom row-level security holds',
    async () => {
      const role = `gh_test_owner_${randomBytes(4).toString('hex')}`
      const [from, to] = [await target(), await target()]
      const asOwner = (url: string) => Object.assign(new URL(url), { username: role, password: 'x' }).href
      const nameOf = (url: string) => new URL(url).pathname.slice(1)
      await world.sql.unsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
      for (const url of [from, to]) {
        const sql = connect(url)
        await sql.unsafe(`ALTER SCHEMA public OWNER TO ${role}`)
        await sql.unsafe(`ALTER DATABASE ${nameOf(url)} OWNER TO ${role}`)
        await sql.end()
      }
      expect((await run(asOwner(from), 'restore', file)).failed).toBeUndefined()
      const again = fileOf('of-an-owner.backup')
      expect((await run(asOwner(from), 'backup', again)).failed).toBeUndefined()
      const { tables } = await verifyBackup(again)
      for (const name of ['organizations', 'memberships', 'api_keys'])
        expect({ name, ...tables[name] }).toEqual({ name, ...manifest.tables[name] })
      expect((await run(asOwner(to), 'restore', again)).failed).toBeUndefined()
      const sql = connect(to)
      expect(await sql`SELECT FROM api_keys`).toHaveLength(manifest.tables.api_keys!.rows)
      await sql.unsafe('ALTER TABLE totp_factors ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')
      await sql.end()
      const hidden = await run(asOwner(to), 'backup', fileOf('hidden.backup'))
      expect(hidden.failed).toBe('This role may not see all rows of totp_factors.')
      expect(existsSync(fileOf('hidden.backup'))).toBe(false)
      // Dropping the databases now would make Postgres write everything to disk.
      for (const url of [from, to]) {
        const inIt = connect(url)
        await inIt.unsafe(`ALTER DATABASE ${nameOf(url)} OWNER TO CURRENT_USER`)
        await inIt.unsafe(`DROP OWNED BY ${role} CASCADE`)
        await inIt.end()
      }
      await world.sql.unsafe(`REVOKE SET ON PARAMETER "gatehouse.scope" FROM ${role}`)
      await world.sql.unsafe(`DROP ROLE ${role}`)
    },
  )

  const lines = () => gunzipSync(readFileSync(file)).toString().split('\n')
  const rewritten = (change: (all: string[]) => string[]) => gzipSync(change(lines()).join('\n'))
  test.each<[string, () => Buffer, string]>([
    ['cut off', () => readFileSync(file).subarray(0, -200), 'cut off or damaged'],
    ['without its end', () => rewritten((all) => [...all.slice(0, -2), '']), 'no manifest at its end'],
    [
      'short of a row',
      () => rewritten((all) => all.filter((line) => !line.includes('waits-0'))),
      'rows instead of',
    ],
    [
      'with a row twice',
      () => rewritten((all) => all.flatMap((line) => (line.includes('waits-0') ? [line, line] : line))),
      'rows instead of',
    ],
    [
      'with another value',
      () => rewritten((all) => all.map((line) => line.replace('waits-0@', 'waits-1@'))),
      'other rows than',
    ],
    [
      'of another format',
      () => rewritten(([, ...rest]) => ['{"gatehouse":"backup","format":2}', ...rest]),
      'of a later format',
    ],
    ['of something else', () => Buffer.from('-- PostgreSQL database dump'), 'cut off or damaged'],
    [
      'with more behind its end',
      () => rewritten((all) => [...all.slice(0, -1), '["x"]', '']),
      'behind the manifest',
    ],
  ])('%s is found out, and nothing of it is restored', async (name, make, why) => {
    const broken = fileOf(`${name}.backup`)
    writeFileSync(broken, make())
    expect((await run('', 'backup', '--verify', broken)).failed).toContain(why)
    expect((await run('postgres://nobody@127.0.0.1:9/none', 'restore', broken)).failed).toContain(why)
  })

  test('of a newer version is left to that version', async () => {
    const newer = fileOf('newer.backup')
    const change = (line: string) => line.replace(/"migrations":\[/, '"migrations":["9999_of_tomorrow",')
    writeFileSync(
      newer,
      rewritten((all) => all.map(change)),
    )
    const url = await spare()
    expect((await run(url, 'restore', newer)).failed).toContain('newer version')
    const sql = connect(url)
    expect(await sql`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`).toHaveLength(0)
    await sql.end()
  })
})
