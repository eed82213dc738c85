import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { requestsIn } from '../../scripts/operator/blast-radius.ts'
import { azurePieces, knownSecrets, redact, takeSnapshot } from '../../scripts/operator/snapshot.ts'

const root = join(import.meta.dirname, '../..')
/** None of them may get into a snapshot, whatever it is found in. */
const planted = {
  token: `rt_${'q'.repeat(43)}`,
  jwt: `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.${'s'.repeat(64)}`,
  password: 'planted-Passw0rd-of-tests',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$cGxhbnRlZHNhbHQ$cGxhbnRlZGhhc2g',
  inUrl: 'planted-database-password',
  secretKey: 'planted+secret/key+that+only+the+environment+knows=',
}
const line = (more: object) =>
  JSON.stringify({
    level: 'info',
    msg: 'request',
    method: 'POST',
    route: '/api/v1/login',
    status: 200,
    requestId: 'req-1',
    ...more,
  })
const logs = [
  line({ status: 500, requestId: 'req-broken', userId: 'u1', orgId: 'o1', errorCode: 'internal' }),
  line({ status: 401, requestId: 'req-refused' }),
  line({ method: 'GET', route: '/api/v1/me', status: 503, requestId: 'req-reading', userId: 'u2' }),
  line({
    reason: `token ${planted.token} of ${planted.jwt}`,
    newPassword: planted.password,
    hash: planted.hash,
  }),
  `connecting to postgres://authuser:${planted.inUrl}@db:5432/authdb`,
  `SECRET_KEY is ${planted.secretKey}`,
].join('\n')

describe('an incident snapshot', () => {
  let folder = ''
  let url = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-snapshot-'))
    const server = createServer((request, response) => {
      const isReady = request.url !== '/ready'
      response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(isReady ? { status: 'ok' } : { status: 'not_ready', checks: { database: 'failed' } }),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return () => {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
  const read = (from: string) =>
    readdirSync(from)
      .map((name) => readFileSync(join(from, name), 'utf8'))
      .join('\n')
  const expectNoSecret = (text: string) => {
    for (const [name, value] of Object.entries(planted)) expect(text, name).not.toContain(value)
  }

  test('of compose is one command, and holds what there is and no secret', async () => {
    writeFileSync(join(folder, 'logs'), logs)
    const docker = join(folder, 'docker')
    writeFileSync(
      docker,
      `#!/bin/sh\ncase "$*" in\n*" logs "*) cat '${join(folder, 'logs')}' ;;\n*redis*) echo 'no such service: redis' >&2; exit 1 ;;\n*) echo "ran $*" ;;\nesac\n`,
    )
    chmodSync(docker, 0o755)
    const into = join(folder, 'taken')
    const env = { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`, SECRET_KEY: planted.secretKey }
    const words = [join(root, 'scripts/incident-snapshot.ts'), '--base-url', url, '--into', into]
    const said = await new Promise<string>((resolve, reject) =>
      execFile(process.execPath, words, { env }, (error, out) => (error ? reject(error) : resolve(out))),
    )
    const summary = readFileSync(join(into, 'summary.md'), 'utf8')
    expect(said).toContain(summary)
    expectNoSecret(read(into) + said)
    expect(summary).toContain('| health | ok |')
    expect(summary).toMatch(/\| ready \| \*\*FAILED\*\* \|.*503/)
    expect(summary).toContain('| redis | **FAILED** |')
    expect(summary).toContain('4 requests: 2 failed (5xx), 1 refused (401, 429)')
    expect(summary).toContain('failed for 2 people in 1 organizations')
    expect(summary).toContain('with a password: 1 of 3 failed; with a provider: 0 of 0')
    expect(summary).toContain('reading: 1 of 1 failed; writing: 1 of 3')
    expect(summary).toContain('POST /api/v1/login 500 internal, as request req-broken')
    for (const name of ['containers', 'images', 'metrics', 'doctor', 'database'])
      expect(readdirSync(into)).toContain(`${name}.txt`)
    expect(statSync(into).mode & 0o777).toBe(0o700)
    expect(statSync(`${into}.tgz`).size).toBeGreaterThan(100)
  })

  test('of Azure asks only what changes nothing, and is written when nothing answers', async () => {
    const asked: string[] = []
    const run = async (words: readonly string[]) => {
      asked.push(words.join(' '))
      return { status: null, out: '', err: `az: ${planted.token}` }
    }
    const pieces = azurePieces(
      { baseUrl: 'http://127.0.0.1:9', run },
      { resourceGroup: 'group', app: 'api', job: 'migrate' },
    )
    const into = join(folder, 'azure')
    const summary = await takeSnapshot(pieces, {
      folder: into,
      secrets: [],
      now: new Date(0),
      onPiece: () => {},
    })
    expectNoSecret(read(into))
    expect(summary.match(/\*\*FAILED\*\*/g)).toHaveLength(pieces.length)
    for (const words of asked) expect(words).toMatch(/ (?:show|list|exec) /)
  })

  test('redacts what the environment and its file name as secrets', () => {
    const file = join(folder, 'env')
    writeFileSync(
      file,
      `# mine\nexport SMTP_URL='smtp://me:${planted.inUrl}@mail'\nMETRICS_TOKEN="${planted.password}"\nPORT=8000\n`,
    )
    const secrets = knownSecrets({ SECRET_KEY: planted.secretKey, HOME: '/home/somebody' }, file)
    expect(secrets.toSorted()).toEqual(
      [planted.secretKey, planted.inUrl, planted.inUrl, planted.password].toSorted(),
    )
    expectNoSecret(redact(`a ${planted.secretKey} b ${planted.inUrl} c ${planted.password}`, secrets))
  })

  test('finds the lines of the server behind what a log command puts before them', () => {
    expect(requestsIn(`2026-11-24T10:00:00Z api-1 | ${line({ status: 502 })}\nnot json {\n`)).toHaveLength(1)
  })
})
