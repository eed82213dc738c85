import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { useWorld } from '../../../test/harness/index.ts'
import { addAdmin } from './admin.ts'
import { addAudit } from './audit.ts'
import { addUsers } from './users.ts'
import { wordsOf } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'))
const file = (name: string) => join(folder, name)
const PBKDF2 = '$pbkdf2-sha256$i=29000$yMnKy8zNzs/Q0dLT1NXW1w$9sbr7EhnxB0x6Z1Jmo9ZR9JetpB24IZAu67m76DvrEU'

afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  process.exitCode = undefined
})

describe('the command line', () => {
  const world = useWorld()

  /** Runs a command on the world's platform, and gives what it wrote and what it exits with. */
  async function run(...words: string[]) {
    const said: string[] = []
    const warned: string[] = []
    let poured = ''
    const tools = {
      say: (line: string) => void said.push(line),
      warn: (line: string) => void warned.push(line),
      pour: async (text: string) => {
        poured += text
        return true
      },
      withPlatform: async (work: (platform: typeof world.platform) => Promise<void>) => work(world.platform),
    }
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
    addAdmin(program, tools)
    addUsers(program, tools)
    addAudit(program, tools)
    const failed = await program.parseAsync(words, { from: 'user' }).then(() => undefined, wordsOf)
    const status = failed === undefined ? (process.exitCode ?? 0) : 1
    process.exitCode = undefined
    return { status, said: said.join('\n'), warned, poured, failed }
  }
  const linkIn = (text: string) => /https?:\S+\/reset-password#?\S*token=(rst_[\w-]+)/.exec(text)?.[1]

  test('A1 the first administrator comes of one line, whose link works once', async () => {
    const { status, said } = await run('admin', 'create', '--email', 'Root@Example.org')
    expect(status).toBe(0)
    const token = linkIn(said)
    const reset = { token, newPassword: 'plum orchard at night' }
    expect((await world.rest('POST', '/password-reset/confirm', reset)).status).toBe(204)
    expect((await world.rest('POST', '/password-reset/confirm', reset)).status).toBe(400)
    const signedIn = await world.rest('POST', '/login', {
      email: 'root@example.org',
      password: 'plum orchard at night',
    })
    expect(signedIn.body).toMatchObject({ user: { platformRole: 'admin', email: 'Root@Example.org' } })
    const mails = await world.mailbox.list('Root@Example.org')
    expect(mails.filter(({ text }) => text.includes('rst_'))).toEqual([])
  })

  test('A1 somebody who is there becomes one, and keeps the account', async () => {
    const { userId, email, password } = await world.people.signedIn('ada')
    expect((await run('admin', 'create', '--email', email)).said).toContain('is an administrator')
    const { body } = await world.rest('POST', '/login', { email, password })
    expect(body).toMatchObject({ user: { id: userId, platformRole: 'admin' } })
  })

  test('A1 says what is wrong', async () => {
    expect(await run('admin', 'create', '--email', 'nonsense')).toMatchObject({
      status: 1,
      failed: expect.stringContaining('Not an email address'),
    })
    expect((await run('admin', 'create')).status).toBe(1)
    expect(await run('admin', 'unlock', '--email', 'nobody@example.org')).toMatchObject({
      status: 1,
      failed: 'There is no such thing.',
    })
  })

  test('unlocks whoever failed too often', async () => {
    const { email, password } = await world.people.verified('bea')
    await world.sql`UPDATE credentials SET lockout_until = now() + interval '1 hour', failed_login_attempts = 10
      WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    expect((await world.rest('POST', '/login', { email, password })).status).toBe(429)
    expect((await run('admin', 'unlock', '--email', email)).status).toBe(0)
    expect((await world.rest('POST', '/login', { email, password })).status).toBe(200)
  })

  test('takes second factors away, and tells the person', async () => {
    const { email, password, headers } = await world.people.withTotp('cal')
    expect((await run('admin', 'reset-mfa', '--email', email)).status).toBe(0)
    expect((await world.rest('GET', '/me', undefined, headers)).status).toBe(401)
    expect((await world.rest('POST', '/login', { email, password })).body).toMatchObject({
      status: 'signed_in',
    })
    expect(await world.mailbox.list(email)).not.toEqual([])
  })

  const person = (name: string, more: object = {}) =>
    JSON.stringify({ email: `${name}@example.net`, displayName: name, isVerified: true, ...more })

  test('brings people along from a file of any length, and reports each line', async () => {
    const rows = Array.from({ length: 2_300 }, (_, index) => person(`p${index}`))
    rows[1_500] = person('p7', { displayName: 'Twice' })
    rows[2_200] = 'no json'
    writeFileSync(file('in.ndjson'), `${rows.join('\n')}\n`)
    const dry = await run('users', 'import', file('in.ndjson'), '--dry-run')
    expect(dry).toMatchObject({ status: 1, said: '2298 would be created, 0 exist already, 2 bad lines.' })
    expect(await world.sql`SELECT FROM users WHERE email LIKE 'p%@example.net'`).toEqual([])
    const done = await run('users', 'import', file('in.ndjson'), '--report', file('report.ndjson'))
    expect(done).toMatchObject({ status: 1, said: '2298 created, 0 exist already, 2 bad lines.' })
    expect(done.warned).toEqual([
      'line 1501: The address stands on line 8 already. (row.duplicate)',
      'line 2201: The line is no JSON. (row.not_json)',
    ])
    const report = readFileSync(file('report.ndjson'), 'utf8').trim().split('\n')
    expect(report.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(
      rows.map((_, index) => index + 1),
    )
    expect(await world.sql`SELECT FROM users WHERE email LIKE 'p%@example.net'`).toHaveLength(2_298)
    writeFileSync(file('good.ndjson'), person('p1'))
    expect(await run('users', 'import', file('good.ndjson'))).toMatchObject({
      status: 0,
      said: '0 created, 1 exist already, 0 bad lines.',
    })
    expect((await run('users', 'import', file('missing.ndjson'))).failed).toContain('ENOENT')
  })

  test('of many bad lines shows twenty', async () => {
    writeFileSync(file('bad.ndjson'), 'x\n'.repeat(1_050))
    const { warned, status } = await run('users', 'import', file('bad.ndjson'))
    expect(status).toBe(1)
    expect(warned).toHaveLength(21)
    expect(warned.at(-1)).toBe('and 1030 more; --report <file> has them all.')
  })

  test('writes people into a file that the import reads, hashes only when told', async () => {
    writeFileSync(file('some.ndjson'), person('q1', { passwordHash: PBKDF2, locale: 'de' }))
    await run('users', 'import', file('some.ndjson'))
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = 'p5@example.net'`
    const { said, status } = await run('users', 'export', file('out.ndjson'))
    expect(status).toBe(0)
    expect(said).toMatch(/^\d+ people written to .*; 1 who are disabled or being closed are left out\.$/)
    expect(statSync(file('out.ndjson')).mode & 0o077).toBe(0)
    const text = readFileSync(file('out.ndjson'), 'utf8')
    expect(text).toContain('q1@example.net')
    expect(text).not.toMatch(/\$pbkdf2|\$argon2|p5@example.net/)
    expect((await run('users', 'export', file('out.ndjson'))).failed).toContain('EEXIST')

    await run('users', 'export', file('hashes.ndjson'), '--with-hashes')
    const withHashes = readFileSync(file('hashes.ndjson'), 'utf8')
    expect(withHashes).toContain(PBKDF2)
    await world.sql`DELETE FROM users WHERE email = 'q1@example.net'`
    const again = await run('users', 'import', file('hashes.ndjson'))
    expect(again).toMatchObject({
      status: 0,
      said: expect.stringMatching(/^1 created, \d+ exist already, 0 bad/),
    })
    expect(
      (await world.rest('POST', '/login', { email: 'q1@example.net', password: 'plüm orchard' })).status,
    ).toBe(200)
    const events = await world.sql`SELECT actor_type, details FROM audit_events
      WHERE action = 'admin.users_exported' ORDER BY at`
    expect(events).toMatchObject([
      { actor_type: 'system', details: { withHashes: false } },
      { actor_type: 'system', details: { withHashes: true } },
    ])
  })

  test('counts what an operator looks at each day, and names nobody', async () => {
    const { email } = await world.people.verified('zoe')
    await world.api.auth.login({ email, password: 'not-the-right-one' }).catch(() => {})
    const { said, status } = await run('audit', 'summary', '--days', '2')
    expect(status).toBe(0)
    const { now, before } = JSON.parse(said)
    expect(now.signIns.failed).toBeGreaterThanOrEqual(1)
    expect(now.failures).toContainEqual({ reason: expect.any(String), count: expect.any(Number) })
    expect(now.adminActs).toContainEqual(expect.objectContaining({ action: 'admin.user_unlocked' }))
    expect(before.signIns).toEqual({ succeeded: 0, failed: 0, paused: 0, failedFor: 0 })
    expect(said).not.toContain(email)
    expect((await run('audit', 'summary', '--days', 'many')).failed).toContain('--days')
  })

  test('writes the audit log out, and that it did so', async () => {
    const { poured, status } = await run('audit', 'export')
    expect(status).toBe(0)
    const lines = (text: string) => text.trim().split('\n')
    const events = lines(poured)
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { action: string; at: string })
    const [counted] = await world.sql`SELECT count(*)::int AS count FROM audit_events`
    expect(events).toHaveLength(counted?.count as number)
    expect(events[0]?.action).toBe('admin.audit_exported')
    expect(events.length).toBeGreaterThan(1_000)
    const ofNobody = await run('audit', 'export', '--organization', crypto.randomUUID())
    expect(JSON.parse(ofNobody.poured)).toEqual({ nextCursor: null, anchors: { heads: [] } })
    expect(lines((await run('audit', 'export', '--to', '2001-01-01')).poured)).toHaveLength(1)
    expect((await run('audit', 'export', '--from', '2001-01-01')).poured.length).toBeGreaterThan(
      poured.length,
    )
    expect((await run('audit', 'export', '--from', 'yesterday')).failed).toContain('is no moment')
    expect((await run('audit', 'export', '--organization', 'acme')).failed).toContain('is no id')
    expect((await run('audit', 'verify')).said).toMatch(/all whole\.$/)
  })
})
