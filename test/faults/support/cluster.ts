import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type postgres from 'postgres'
import { connect } from '../../harness/databases.ts'
import { freePort } from '../../harness/free-port.ts'
import { startTcpProxy, type TcpProxy } from '../../harness/tcp-proxy.ts'
import { type BuiltServer, buildServer, launchServer, root, untilReady } from './built-server.ts'
import { type OwnServer, ownPostgres, ownRedis } from './own-servers.ts'
import { type Relay, startRelay } from './relay.ts'

/** One of the two server processes: killed and started again, it keeps its port. */
export interface ClusterNode {
  name: string
  port: number
  process: BuiltServer
  /** Started with what `changes` says, and from then on. */
  start(changes?: Record<string, string>): Promise<void>
  setClock(offsetMs: number): void
}

/** Two nodes in production, on servers of their own, with a proxy before each of these. */
export interface Cluster {
  nodes: [ClusterNode, ClusterNode]
  postgres: OwnServer
  redis: OwnServer
  relay: Relay
  wires: Record<'database' | 'redis' | 'mail', TcpProxy>
  /** Past the proxy, as the superuser. */
  sql: postgres.Sql
  /** Past the proxy, too. */
  redisUrl: string
  /** Everything that the nodes have written, and what no line of it may hold. */
  logs: string[]
  secrets: Set<string>
  /** What the command line is given to know; see `command`. */
  environment: Record<string, string>
  /** The operator's command line, as it is on a node. @throws {Error} with what it said, unless it ends with 0. */
  command(commands: string[], changes?: Record<string, string>, folder?: string): Promise<string>
  stop(): Promise<void>
}

export const HOST = 'id.example.org'

const secret = () => randomBytes(24).toString('base64url')

export async function startCluster(): Promise<Cluster> {
  await buildServer()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-faults-'))
  const passwords = { database: secret(), redis: secret(), mail: secret(), key: secret() + secret() }
  const [postgres, redis, relay] = await Promise.all([
    ownPostgres(join(folder, 'postgres')),
    ownRedis(passwords.redis),
    startRelay({ user: 'gatehouse', password: passwords.mail }),
  ])
  await Promise.all([postgres.start(), redis.start()])
  const [database, redisWire, mail] = await Promise.all(
    [postgres, redis, relay].map(({ port }) => startTcpProxy({ host: '127.0.0.1', port })),
  )
  const wires = { database: database!, redis: redisWire!, mail: mail! }
  const owner = `postgres://postgres@127.0.0.1:${postgres.port}/authdb`
  await createDatabase(postgres.port, passwords.database)
  const sql = connect(owner, 4)
  const env = {
    ...environmentOf(wires, passwords),
    MIGRATION_DATABASE_URL: owner,
  }
  const logs: string[] = []
  const command: Cluster['command'] = (commands, changes = {}, from = root) =>
    runCommand(commands, { env: { ...env, ...changes }, folder: from })
  await command(['migrate', 'up'])
  const nodes: Cluster['nodes'] = [await createNode('A', env, logs), await createNode('B', env, logs)]
  await Promise.all(nodes.map((node) => node.start()))

  return {
    ...{ nodes, postgres, redis, relay, wires, sql, logs, command },
    environment: env,
    redisUrl: `redis://:${passwords.redis}@127.0.0.1:${redis.port}`,
    secrets: new Set(Object.values(passwords)),
    async stop() {
      await sql.end({ timeout: 1 })
      postgres.resume()
      redis.resume()
      for (const { process } of nodes) process.process.kill('SIGKILL')
      await Promise.all(nodes.map(({ process }) => process.ended))
      await Promise.all([postgres.kill(), redis.kill(), ...Object.values(wires).map((wire) => wire.close())])
      await relay.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The database and the role that the nodes have: it owns nothing, and no connections are kept for it. */
async function createDatabase(port: number, password: string): Promise<void> {
  const sql = connect(`postgres://postgres@127.0.0.1:${port}/postgres`)
  await sql.unsafe(`CREATE ROLE gatehouse LOGIN PASSWORD '${password}'`)
  await sql.unsafe('CREATE DATABASE authdb')
  await sql.end()
}

function environmentOf(
  wires: Cluster['wires'],
  passwords: Record<'database' | 'redis' | 'mail' | 'key', string>,
): Record<string, string> {
  return {
    NODE_ENV: 'production',
    METRICS_PORT: '0',
    PUBLIC_URL: `https://${HOST}`,
    SECRET_KEY: passwords.key,
    DATABASE_URL: `postgres://gatehouse:${passwords.database}@127.0.0.1:${wires.database.port}/authdb`,
    REDIS_URL: `redis://:${passwords.redis}@127.0.0.1:${wires.redis.port}`,
    SMTP_URL: `smtp://gatehouse:${passwords.mail}@127.0.0.1:${wires.mail.port}`,
    MAIL_FROM: 'no-reply@example.org',
    // Whoever calls says from where, so that the limits by address are those of many people.
    TRUSTED_PROXIES: '127.0.0.1/32',
    // Longer than the callers' load balancer needs to notice, on a busy machine too.
    SHUTDOWN_DELAY_MS: '3000',
    LOG_LEVEL: 'debug',
  }
}

async function createNode(
  name: string,
  baseEnv: Record<string, string>,
  logs: string[],
): Promise<ClusterNode> {
  let env = baseEnv
  const node: ClusterNode = {
    name,
    port: await freePort(),
    process: undefined as unknown as BuiltServer,
    async start(changes = {}) {
      env = { ...env, ...changes }
      const preload = join(import.meta.dirname, 'clock-offset.mjs')
      node.process = launchServer({
        port: node.port,
        env,
        nodeOptions: ['--import', preload],
        onOutput: (text) => logs.push(text),
      })
      await untilReady(node.process)
    },
    setClock: (clockOffsetMs) => void node.process.process.send({ clockOffsetMs }),
  }
  return node
}

async function runCommand(
  commands: string[],
  { env, folder }: { env: Record<string, string>; folder: string },
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(folder, 'server/dist/cli.js'), ...commands],
      { env: { PATH: process.env.PATH ?? '', ...env } },
    )
    return stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`gatehouse ${commands.join(' ')}: ${stdout ?? ''}${stderr ?? String(error)}`)
  }
}
