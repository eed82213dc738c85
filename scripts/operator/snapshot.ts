// What the first ten minutes of an incident ask for, in one folder; see the runbook, section 5. Nothing that is written
// holds a secret: each line goes through what redacts the server's log, and through what this machine knows of them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redactLine } from '../../server/src/platform/log-redaction.ts'
import { blastRadius } from './blast-radius.ts'
import type { RunCommand } from './commands.ts'

export interface Piece {
  /** Of the file it goes into. */
  name: string
  what: string
  collect(): Promise<{ ok: boolean; text: string }>
}

export interface SnapshotOptions {
  baseUrl: string
  run: RunCommand
}

const LOG_LINES = '500'

async function ask(url: string): Promise<{ ok: boolean; text: string }> {
  const began = performance.now()
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: 'manual' })
    const body = await response.text()
    return {
      ok: response.ok,
      text: `${response.status} in ${Math.round(performance.now() - began)} ms\n${body}`,
    }
  } catch (error) {
    const reason =
      error instanceof Error
        ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`
        : String(error)
    return { ok: false, text: `no answer: ${reason}` }
  }
}

/** What is asked of any installation: by its address. */
const probes = (baseUrl: string): Piece[] => [
  { name: 'health.txt', what: 'health', collect: () => ask(`${baseUrl}/health`) },
  { name: 'ready.txt', what: 'ready', collect: () => ask(`${baseUrl}/ready`) },
]

const commandPiece =
  (run: RunCommand, prefix: readonly [string, ...string[]]) =>
  (name: string, what: string, ...words: string[]): Piece => ({
    name,
    what,
    async collect() {
      const { status, out, err } = await run([...prefix, ...words], { timeoutMs: 60_000 })
      return {
        ok: status === 0,
        text:
          status === 0
            ? out
            : `${out}${err}\nended with ${status ?? 'nothing: it took too long or is not there'}`,
      }
    },
  })

export function composePieces({ baseUrl, run }: SnapshotOptions): Piece[] {
  const compose = commandPiece(run, ['docker', 'compose'])
  const metrics =
    "fetch('http://127.0.0.1:'+(process.env.METRICS_PORT||9464)+'/metrics').then(r=>r.text()).then(t=>process.stdout.write(t))"
  return [
    ...probes(baseUrl),
    compose('containers.txt', 'containers', 'ps', '--all'),
    compose('images.txt', 'versions', 'images'),
    compose('logs.txt', 'logs', 'logs', 'api', `--tail=${LOG_LINES}`, '--no-color', '--no-log-prefix'),
    compose(
      'database.txt',
      'database',
      'exec',
      '-T',
      'db',
      'pg_isready',
      '--username',
      'authuser',
      '--dbname',
      'authdb',
    ),
    compose('redis.txt', 'redis', 'exec', '-T', 'redis', 'redis-cli', 'ping'),
    compose('metrics.txt', 'metrics', 'exec', '-T', 'api', 'node', '-e', metrics),
    compose('doctor.txt', 'doctor', 'exec', '-T', 'api', 'gatehouse', 'doctor'),
    compose(
      'events.json',
      'events of the last hour',
      'exec',
      '-T',
      'api',
      'gatehouse',
      'audit',
      'summary',
      '--days',
      String(1 / 24),
    ),
  ]
}

export interface AzureNames {
  resourceGroup: string
  app: string
  job: string | undefined
}

export function azurePieces(
  { baseUrl, run }: SnapshotOptions,
  { resourceGroup, app, job }: AzureNames,
): Piece[] {
  const az = commandPiece(run, ['az'])
  const named = ['--name', app, '--resource-group', resourceGroup]
  const executed = (command: string) => [...named, '--command', command]
  const image =
    '[].{name:name,active:properties.active,weight:properties.trafficWeight,health:properties.healthState,state:properties.runningState,replicas:properties.replicas,created:properties.createdTime,image:properties.template.containers[0].image}'
  return [
    ...probes(baseUrl),
    az(
      'revisions.txt',
      'revisions and versions',
      'containerapp',
      'revision',
      'list',
      ...named,
      '--all',
      '--query',
      image,
      '--output',
      'table',
    ),
    az('traffic.txt', 'traffic', 'containerapp', 'ingress', 'traffic', 'show', ...named, '--output', 'table'),
    az('logs.txt', 'logs', 'containerapp', 'logs', 'show', ...named, '--tail', '300', '--format', 'text'),
    az(
      'system-logs.txt',
      'logs of the platform beneath',
      'containerapp',
      'logs',
      'show',
      ...named,
      '--type',
      'system',
      '--tail',
      '100',
      '--format',
      'text',
    ),
    az(
      'doctor.txt',
      'doctor: database, Redis, SMTP, Key Vault',
      'containerapp',
      'exec',
      ...executed('gatehouse doctor'),
    ),
    az(
      'events.json',
      'events of the last hour',
      'containerapp',
      'exec',
      ...executed(`gatehouse audit summary --days ${1 / 24}`),
    ),
    az(
      'database.txt',
      'database servers',
      'postgres',
      'flexible-server',
      'list',
      '--resource-group',
      resourceGroup,
      '--query',
      '[].{name:name,state:state,version:version}',
      '--output',
      'table',
    ),
    ...(job === undefined
      ? []
      : [
          az(
            'jobs.txt',
            'migrations',
            'containerapp',
            'job',
            'execution',
            'list',
            '--name',
            job,
            '--resource-group',
            resourceGroup,
            '--output',
            'table',
          ),
        ]),
  ]
}

/** Collects everything at once, writes each piece, and a summary of them. What fails is part of the picture. */
export async function takeSnapshot(
  pieces: readonly Piece[],
  {
    folder,
    secrets,
    now,
    onPiece,
  }: { folder: string; secrets: readonly string[]; now: Date; onPiece(what: string): void },
): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 })
  const rows = await Promise.all(
    pieces.map(async ({ name, what, collect }) => {
      const { ok, text } = await collect()
      const redacted = redact(text, secrets)
      write(name, redacted)
      onPiece(what)
      return { name, what, ok, text: redacted }
    }),
  )
  const summary = summaryOf(rows, now)
  write('summary.md', summary)
  return summary
}

/** Line by line as the server does, and whatever value is known to be one. */
export function redact(text: string, secrets: readonly string[]): string {
  const lines = text.split('\n').map(redactLine).join('\n')
  return secrets.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), lines)
}

interface Row {
  name: string
  what: string
  ok: boolean
  text: string
}

function summaryOf(rows: readonly Row[], now: Date): string {
  const textOf = (name: string) => rows.find((row) => row.name === name)?.text ?? ''
  const first = (text: string) =>
    text.trim().split('\n').slice(0, 2).join(' ').slice(0, 160).replaceAll('|', '\\|')
  const table = rows.map(
    ({ name, what, ok, text }) => `| ${what} | ${ok ? 'ok' : '**FAILED**'} | ${name} | ${first(text)} |`,
  )
  return [
    `# Snapshot of ${now.toISOString()}`,
    '',
    '| what | | file | |',
    '|---|---|---|---|',
    ...table,
    '',
    '## Blast radius, from the last log lines',
    '',
    ...blastRadius(textOf('logs.txt')),
    '',
    '## Next',
    '',
    'Severity, who is affected and when the next update comes: OPERATIONAL_RUNBOOK.md, section 5.',
    '',
  ].join('\n')
}

/** Values that must not get out: what the environment and .env name as secrets, and what stands in URLs there. */
export function knownSecrets(env: NodeJS.ProcessEnv, envFile: string): string[] {
  const name =
    /(?:SECRET|PASSWORD|TOKEN|KEY|CREDENTIALS?)(?:_PREVIOUS)?$|_URL$|CONNECTION_STRING$|OIDC_PROVIDERS$/
  const pairs = Object.entries(env)
  try {
    for (const line of readFileSync(envFile, 'utf8').split('\n')) {
      const [, key, value] = /^\s*(?:export\s+)?(\w+)=(.*)$/.exec(line) ?? []
      if (key !== undefined) pairs.push([key, value?.trim().replace(/^(['"])(.*)\1$/, '$2')])
    }
  } catch {
    // There is none.
  }
  return pairs
    .flatMap(([key, value]) => {
      if (!value || !name.test(key)) return []
      if (!key.endsWith('_URL')) return value.split(',')
      const password = URL.canParse(value) ? new URL(value).password : ''
      return [password, decodeURIComponent(password)]
    })
    .filter((value) => value.length >= 8)
    .toSorted((a, b) => b.length - a.length)
}
