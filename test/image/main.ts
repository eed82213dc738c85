// Builds the image, brings the stack of docker-compose.yml up and lives through its day. Run by `bash .ci/image`, which
// brings an engine that speaks Docker's API, and stand-ins where images cannot be had. The checks build on one another.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runbookBlocks } from '../operations/runbook.ts'
import { docker, get, inspect, line, mailedToken, must, post, ready, until } from './stack.ts'

const person = { email: 'ada@example.org', password: 'plum orchard at night' }
const HEALTHY_TIMEOUT_MS = 60_000
const RECOVERY_TIMEOUT_MS = 10_000

let passed = 0
let failed = 0
let refreshToken: unknown

async function check(promise: string, keep: () => Promise<void>): Promise<void> {
  const beganAt = Date.now()
  try {
    await keep()
    passed++
    process.stdout.write(`ok      ${promise} (${Date.now() - beganAt} ms)\n`)
  } catch (error) {
    failed++
    process.stdout.write(
      `FAILED  ${promise}\n${error instanceof Error ? error.message.slice(0, 3_000) : String(error)}\n`,
    )
  }
}

async function succeeds(command: string, folder?: string): Promise<string> {
  const { status, output } = await line(command, folder)
  assert.equal(status, 0, `${command}\n${output.slice(-6_000)}`)
  return output
}

/** Runs a script inside the container of the server, which has no shell, and gives what it printed. */
const inside = (script: string) =>
  must(['compose', 'exec', '-T', 'api', '/usr/local/bin/node', '-e', script]).then((said) => said.trim())

/** Signs in with a request whose second half is sent only after `meanwhile` was begun, and gives the status line. */
async function signInSlowly(meanwhile: () => void): Promise<string> {
  const body = JSON.stringify(person)
  const socket = connect(Number(process.env.API_PORT), '127.0.0.1')
  let answer = ''
  let broke: Error | undefined
  socket.on('data', (part) => (answer += String(part))).on('error', (error) => (broke = error))
  socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')))
  const head = ['POST /api/v1/login HTTP/1.1', 'host: localhost', 'content-type: application/json']
  socket.write(`${[...head, `content-length: ${body.length}`].join('\r\n')}\r\n\r\n${body.slice(0, 10)}`)
  // What is in the socket's buffer when the server is told to stop has not reached it.
  await sleep(500)
  meanwhile()
  await until('it drains', 10_000, async () =>
    (await get('/api/v1/ready')).status !== 200 ? true : undefined,
  )
  socket.write(body.slice(10))
  await until('the answer', 20_000, async () => {
    if (broke) throw broke
    return answer.includes('\r\n') ? true : undefined
  })
  socket.destroy()
  return answer.split('\r\n')[0] ?? ''
}

await check('one command builds everything and brings it up', async () => {
  await succeeds('docker compose up -d --build')
})
// Nothing of the rest could be seen.
if (failed > 0) {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exit(1)
}

await check('the migrations have run before the server started', async () => {
  assert.equal(await inspect('migrate', '{{.State.ExitCode}}'), '0')
  const ended = Date.parse(await inspect('migrate', '{{json .State.FinishedAt}}').then(JSON.parse))
  const started = Date.parse(await inspect('api', '{{json .State.StartedAt}}').then(JSON.parse))
  assert.ok(ended <= started, 'the server waited for the migrations')
})

await check('it is healthy and ready, word for word as the runbook says', async () => {
  assert.equal(await ready(200, HEALTHY_TIMEOUT_MS), '{"status":"ready"}')
  assert.deepEqual(await get('/api/v1/health'), { status: 200, text: '{"status":"ok"}' })
  for (const service of ['api', 'db', 'redis'])
    await until(`${service} is healthy`, HEALTHY_TIMEOUT_MS, async () =>
      (await inspect(service, '{{.State.Health.Status}}')) === 'healthy' ? true : undefined,
    )
})

await check('a person signs up, proves the address with the mail that was caught, and signs in', async () => {
  assert.equal((await post('/register', { ...person, displayName: 'Ada' })).status, 202)
  assert.equal((await post('/verify-email', { token: await mailedToken(person.email) })).status, 200)
  const signedIn = await post('/login', person)
  assert.equal(signedIn.status, 200)
  refreshToken = signedIn.body.refreshToken
})

await check('the pages are served', async () => {
  for (const path of ['/login', '/docs', '/openapi.json']) assert.equal((await get(path)).status, 200, path)
})

await check('the documents’ lines about people and logs give what they say', async () => {
  const query = 'SELECT email,is_verified,created_at FROM users ORDER BY created_at DESC LIMIT 20;'
  const table = await succeeds(`docker compose exec -T db psql -U authuser -d authdb -c "${query}"`)
  assert.match(table, /ada@example\.org\s+\|\s+t\s+\|/)
  assert.match(await succeeds('docker compose exec -T api gatehouse migrate up'), /nothing to do/)
  assert.match(await succeeds('docker compose logs api --tail=200'), /api-1.*"service":"gatehouse"/)
  assert.match(await succeeds('docker compose ps'), /api[\s\S]*db[\s\S]*redis/)
})

/** Runs what the runbook prints for a stack, in its order: each line has to end well. */
async function playThrough(kind: string, folder?: string): Promise<void> {
  for (const { section, line: at, commands } of runbookBlocks().filter((block) => block.kind === kind)) {
    await check(`runbook, ${section}, line ${at}`, async () => {
      for (const command of commands)
        await succeeds(command.replaceAll('localhost:8000', `localhost:${process.env.API_PORT}`), folder)
    })
  }
}

await playThrough('stack')
await ready(200, HEALTHY_TIMEOUT_MS)

await check('the server is nobody, and can write nothing but its own folders', async () => {
  assert.equal(await inside('console.log(process.getuid(), process.getgid())'), '10001 10001')
  const attempt = (path: string) =>
    inside(`try{fs.writeFileSync('${path}','');console.log('written')}catch(e){console.log(e.code)}`)
  assert.equal(await attempt('/app/server/dist/main.js'), 'EROFS')
  assert.equal(await attempt('/etc/passwd'), 'EROFS')
  assert.equal(await attempt('/tmp/probe'), 'written')
  const status = await inside("console.log(fs.readFileSync('/proc/1/status','utf8'))")
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd'])
    assert.match(status, new RegExp(`${set}:\\s+0+\\n`))
  assert.match(status, /NoNewPrivs:\s+1/)
})

await check('it needs no shell, and carries no secret and nothing that only builds', async () => {
  assert.notEqual((await docker(['compose', 'exec', '-T', 'api', 'sh', '-c', 'true'])).status, 0)
  const packages = await inside("console.log(fs.readdirSync('/app/node_modules/.pnpm').join(' '))")
  assert.match(packages, /postgres@/)
  assert.doesNotMatch(packages, /(?:^| )(?:typescript|vite|esbuild|vitest|drizzle-kit)@/)
  const found = await inside("console.log(fs.globSync('/app/{,server/,web/}{.env*,.git,src}').join(' '))")
  assert.equal(found, '')
})

await check('every port is bound to this machine alone', async () => {
  for (const service of ['api', 'db', 'redis', 'mail']) {
    const ports = await inspect(service, '{{json .HostConfig.PortBindings}}')
    const hosts = Object.values(JSON.parse(ports) as Record<string, { HostIp: string }[] | null>).flatMap(
      (bound) => bound ?? [],
    )
    assert.ok(hosts.length > 0)
    for (const { HostIp } of hosts) assert.equal(HostIp, '127.0.0.1', service)
  }
})

await check(
  'without its database it lives on, says what it lacks, and recovers without a restart',
  async () => {
    const before = await inspect('api', '{{.State.StartedAt}}')
    await must(['compose', 'stop', 'db'])
    assert.equal(JSON.parse(await ready(503, RECOVERY_TIMEOUT_MS)).checks.database, 'failed')
    assert.equal((await get('/api/v1/health')).status, 200)
    await must(['compose', 'start', 'db'])
    await ready(200, RECOVERY_TIMEOUT_MS)
    assert.equal((await post('/login', person)).status, 200)
    assert.equal(await inspect('api', '{{.State.StartedAt}}'), before)
  },
)

await check('told to stop, it answers the request under way and exits with 0', async () => {
  let stopping: Promise<string> | undefined
  const answer = await signInSlowly(() => {
    stopping = must(['compose', 'stop', 'api'])
  })
  await stopping
  assert.equal(answer, 'HTTP/1.1 200 OK')
  assert.equal(await inspect('api', '{{.State.ExitCode}}'), '0')
})

await check('taken down and brought up again, people and their sessions are still there', async () => {
  await succeeds('docker compose down')
  await succeeds('docker compose up -d')
  await ready(200, HEALTHY_TIMEOUT_MS)
  assert.equal((await post('/refresh', { refreshToken })).status, 200)
  await must(['compose', 'down', '--volumes'])
})

const files = ['-f', 'docker-compose.yml', '-f', 'docker-compose.production.yml']
const production = {
  COMPOSE_PROJECT_NAME: `${process.env.COMPOSE_PROJECT_NAME}-production`,
  PUBLIC_URL: 'https://id.gatehouse.test',
  DB_PASSWORD: 'b7c1f0d2'.repeat(4),
  REDIS_PASSWORD: '09ad33e1'.repeat(4),
  SECRET_KEY: 'Qm0vZ9xT4kLw2RsY7uHcE1pNaD6gJfB3iV8oXq5K',
  SMTP_URL: 'smtp://mail:1025',
  MAIL_FROM: 'no-reply@gatehouse.test',
}

await check('production starts nothing while a secret is missing, and names it', async () => {
  for (const name of ['PUBLIC_URL', 'DB_PASSWORD', 'REDIS_PASSWORD', 'SECRET_KEY', 'SMTP_URL', 'MAIL_FROM']) {
    const { status, output } = await docker(['compose', ...files, 'config'], { ...production, [name]: '' })
    assert.notEqual(status, 0, name)
    assert.match(output, new RegExp(name))
  }
})

// As an operator has it: the two files, and an .env that says the rest.
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-production-'))
for (const name of ['docker-compose.yml', 'docker-compose.production.yml']) cpSync(name, join(folder, name))
const settings = { COMPOSE_FILE: 'docker-compose.yml:docker-compose.production.yml', ...production }
writeFileSync(
  join(folder, '.env'),
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''),
)
const { COMPOSE_PROJECT_NAME: _, ...withoutProject } = process.env
process.env = withoutProject

await check('production starts with all of them, and with no catcher', async () => {
  await succeeds('docker compose up -d', folder)
  await ready(200, HEALTHY_TIMEOUT_MS)
  assert.doesNotMatch(await succeeds('docker compose ps --services', folder), /mail/)
  await succeeds('docker compose exec -T redis redis-cli ping', folder)
})
await playThrough('production', folder)
await check(
  'after all that was rotated, production is ready, and sealed with the newest key alone',
  async () => {
    await ready(200, HEALTHY_TIMEOUT_MS)
    assert.match(await succeeds('docker compose exec -T api gatehouse doctor', folder), /secret/i)
  },
)

if (failed > 0) process.stdout.write((await line('docker compose logs --tail=60', folder)).output)
await line('docker compose down --volumes', folder)
rmSync(folder, { recursive: true })
if (failed > 0) process.stdout.write((await docker(['compose', 'logs', '--tail=60'])).output)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
