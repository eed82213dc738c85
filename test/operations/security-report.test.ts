import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CommandAnswer, runCommand } from '../../scripts/operator/commands.ts'
import { committedSecrets, secretsIn } from '../../scripts/operator/committed-secrets.ts'
import * as checks from '../../scripts/operator/security-checks.ts'

const options: checks.SecurityOptions = {
  ...{
    root: '/',
    days: 1,
    gatehouse: ['gatehouse'],
    known: new Set(),
    resourceGroup: 'group',
    instance: 'dev',
  },
}
const answering = (answer: Partial<CommandAnswer>) => async () => ({ status: 0, out: '', err: '', ...answer })

/** Put together here, so that this file holds none itself. */
const planted = {
  'a refresh token': `rt_${'Ab1_'.repeat(10)}xyz`,
  'an API key': `gk_${'Zz9-'.repeat(10)}xyz`,
  'a private key as JWK': `{"kty":"EC","d":"${'Qw3_'.repeat(11)}"}`,
  'a signed token': ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3OCJ9', 'c2lnbmF0dXJl'.repeat(6)].join('.'),
  'a secret key in a setting': `SECRET_KEY=${'k3Y/'.repeat(12)}`,
  'a private key as PEM': generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  'a token of GitHub': `ghp_${'aB3dE6gH9j'.repeat(3)}aB3dE6`,
}

describe('secrets in git', () => {
  test.each(Object.entries(planted))('%s is found, and its value is not told', async (_, value) => {
    const found = await secretsIn('config/production.ts', `first line\nconst a = '${value}'\n`)
    expect(found.length).toBeGreaterThan(0)
    expect(found[0]).toMatchObject({
      place: 'config/production.ts',
      line: 2,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
    expect(JSON.stringify(found)).not.toContain(value.slice(4, 30))
  })

  test.each(["const rt_short = 'rt_abc'", 'SECRET_KEY=$SECRET_KEY', 'SECRET_KEY=', 'the eyJ of a token'])(
    '%j is none',
    async (text) => expect(await secretsIn('a.ts', text)).toEqual([]),
  )

  test('are found in the tree, and in what was added and taken away again, on any branch', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'gatehouse-git-'))
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
    const git = (...words: string[]) =>
      execFileSync(
        'git',
        ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...words],
        { cwd, stdio: 'pipe' },
      )
    const commit = (file: string, text: string) => {
      writeFileSync(join(cwd, file), text)
      git('add', '.')
      git('commit', '-qm', file)
    }
    git('init', '-q', '-b', 'main')
    commit('readme.md', 'nothing here\n')
    const look = (known: string[] = []) =>
      committedSecrets(runCommand, { cwd, days: 1, known: new Set(known) })
    expect((await look()).found).toEqual([])
    git('checkout', '-qb', 'side')
    commit('side.ts', `${planted['an API key']}\n`)
    commit('side.ts', 'taken away\n')
    git('checkout', '-q', 'main')
    commit('here.ts', `a\n${planted['a refresh token']}\n`)
    const { found } = await look()
    expect(found.map(({ place, rule }) => [place.replace(/^[0-9a-f]{12}:/, 'commit:'), rule])).toEqual([
      ['here.ts', 'gatehouse-token'],
      ['commit:side.ts', 'gatehouse-token'],
    ])
    expect((await look(found.map(({ fingerprint }) => fingerprint))).found).toEqual([])
  })

  test('are not said to be absent where git cannot be asked', async () => {
    expect(
      (await checks.secretsCheck(answering({ status: 128, err: 'not a git repository' }), options)).status,
    ).toBe('not run')
  })
})

describe('the checks of a security report', () => {
  const span = (changes: object = {}) => ({
    signIns: { succeeded: 100, failed: 10, paused: 0, failedFor: 5 },
    failures: [{ reason: 'wrong_password', count: 10 }],
    limited: [{ limiter: 'auth.login:ip', count: 5 }],
    adminActs: [{ action: 'admin.user_disabled', count: 2, byHowMany: 1 }],
    refreshesReused: 0,
    ...changes,
  })
  const statuses = async (now: object, before: object) => {
    const found = await checks.auditChecks(answering({ out: JSON.stringify({ now, before }) }), options)
    return found.filter(({ status }) => status !== 'ok').map(({ check, status }) => `${check}: ${status}`)
  }

  test.each<[string, object, string[]]>([
    ['nothing new', {}, []],
    [
      'more failed sign-ins',
      { signIns: { succeeded: 1, failed: 30, paused: 0, failedFor: 5 } },
      ['failed sign-ins: attention'],
    ],
    [
      'many pauses',
      { signIns: { succeeded: 1, failed: 10, paused: 25, failedFor: 5 } },
      ['lockouts: attention'],
    ],
    [
      'a limit reached more often',
      { limited: [{ limiter: 'auth.login:ip', count: 50 }] },
      ['rate limits: attention'],
    ],
    ['a limit that is new', { limited: [{ limiter: 'other', count: 50 }] }, ['rate limits: attention']],
    [
      'a burst of acts',
      { adminActs: [{ action: 'admin.user_deleted', count: 90, byHowMany: 1 }] },
      ['admin acts: attention'],
    ],
    ['a token that came back', { refreshesReused: 1 }, ['refresh reuse: attention']],
  ])('tell of %s', async (_, now, expected) => {
    expect(await statuses(span(now), span())).toEqual(expected)
  })

  test.each<[string, Partial<CommandAnswer>]>([
    ['does not run', { status: null, err: 'spawn ENOENT' }],
    ['fails', { status: 1, err: 'connection refused' }],
    ['answers nonsense', { out: '<html>' }],
    ['answers nothing', {}],
  ])('say "not run" where what they ask %s, and never that all is well', async (_, answer) => {
    const run = answering(answer)
    const found = [
      ...(await checks.auditChecks(run, options)),
      await checks.dependencyCheck(run, options),
      await checks.roleCheck(run, options),
      ...(answer.status === undefined ? [] : [await checks.driftCheck(run, options)]),
    ]
    expect(found.map(({ status }) => status)).toEqual(found.map(() => 'not run'))
    expect(found.length).toBeGreaterThan(6)
  })

  test('do not take an empty database for a quiet one', async () => {
    const empty = span({
      signIns: { succeeded: 0, failed: 0, paused: 0, failedFor: 0 },
      ...{ failures: [], limited: [], adminActs: [] },
    })
    expect(await statuses(empty, empty)).toContain('failed sign-ins: not run')
    expect(await statuses(empty, span())).toEqual([])
  })

  test('tell of vulnerabilities, drift, and roles that may change everything', async () => {
    const report = (high: number) => JSON.stringify({ metadata: { vulnerabilities: { low: 0, high } } })
    const dependencies = (high: number) =>
      checks.dependencyCheck(answering({ status: high ? 1 : 0, out: report(high) }), options)
    expect([(await dependencies(0)).status, (await dependencies(2)).status]).toEqual(['ok', 'attention'])
    const drift = async (status: number) =>
      (await checks.driftCheck(answering({ status, out: '  # a will be updated' }), options)).status
    expect([await drift(0), await drift(2), await drift(1)]).toEqual(['ok', 'attention', 'not run'])
    const roles = async (role: string) => {
      const out = JSON.stringify([
        { principalName: 'x', principalType: 'User', roleDefinitionName: role, scope: '/' },
      ])
      return (await checks.roleCheck(answering({ out }), options)).status
    }
    expect([await roles('AcrPull'), await roles('Owner')]).toEqual(['ok', 'attention'])
  })
})
