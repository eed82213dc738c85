import type postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { createApp } from '../../server/src/app.ts'
import type { Config, Secrets } from '../../server/src/config.ts'
import type { Platform } from '../../server/src/context.ts'
import { createPlatform, type RunningPlatform } from '../../server/src/platform.ts'
import { type Caller, createCaller, type Served } from './callers.ts'
import { createWorldClock, type WorldClock } from './clock.ts'
import { type DeepPartial, testConfig, testSecrets } from './config.ts'
import { connect } from './databases.ts'
import { leaseDatabase } from './leases.ts'
import { type CapturedLog, captureLog } from './log.ts'
import { type CapturingMailer, createCapturingMailer, createMailbox, type Mailbox } from './mailbox.ts'
import { createPeople, type People, type SignedInPerson } from './people.ts'
import { newRedisNamespace } from './redis.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export interface WorldOptions {
  /** What differs from a fresh installation's config. */
  config?: DeepPartial<Config>
  secrets?: Partial<Secrets>
  /** Shared counters in the Redis of TEST_REDIS_URL, under a prefix of this world's own; in memory unless told. */
  redis?: boolean
  /** Ports to put in place of the platform's. */
  platform?: Partial<Platform>
  /** Leads the platform to its database and Redis through proxies that can be cut: `world.wires`. */
  breakable?: boolean
}

type NodeOptions = Pick<WorldOptions, 'config' | 'secrets' | 'platform'>

/** A platform of its own with an app, on a database nobody else uses. A caller itself: a stranger at a new address each time. */
export interface World extends Caller {
  app: Served
  platform: RunningPlatform
  origin: string
  clock: WorldClock
  mailbox: Mailbox
  mailer: CapturingMailer
  people: People
  log: CapturedLog
  sql: postgres.Sql
  databaseUrl: string
  /** Between the platform and its servers; only in a breakable world. The harness itself does not go through them. */
  wires: { database: TcpProxy; redis: TcpProxy } | undefined
  /** A stranger who stays at one address: for what is counted by address. */
  from(ip: string): Caller
  /** Somebody who is signed in. */
  as(person: SignedInPerson): Caller
  /** One more node: a platform and an app on the same database and Redis. Stopped with the world. */
  node(options?: NodeOptions): Promise<Node>
  /** Loses everything Redis holds for this world, as a FLUSHALL or a failover would. */
  emptyRedis(): Promise<void>
  stop(): Promise<void>
}

export interface Node {
  platform: RunningPlatform
  caller: Caller
}

/** Makes a world. Whoever makes one stops it; `useWorld` does both. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const database = await leaseDatabase(inject('databaseSource'))
  const redis = options.redis ? newRedisNamespace() : undefined
  const wires = options.breakable && redis ? await layWires(database.url, redis.url) : undefined
  const secrets = testSecrets({
    databaseUrl: wires ? through(wires.database, database.url) : database.url,
    redisUrl: wires && redis ? through(wires.redis, redis.url) : redis?.url,
    ...options.secrets,
  })
  const clock = createWorldClock(database.url)
  const mailer = createCapturingMailer()
  const log = captureLog(testConfig(options.config))
  const newAddress = addresses()
  const platforms: RunningPlatform[] = []

  async function node(more: NodeOptions = {}) {
    const config = testConfig({ ...options.config, ...more.config })
    const overrides = { clock, mailer, log: log.log, ...options.platform, ...more.platform }
    const platform = await createPlatform(config, { ...secrets, ...more.secrets }, overrides)
    platforms.push(platform)
    const app = createApp(platform)
    const origin = config.publicUrl.origin
    const callerAt = (ip: () => string, headers?: Record<string, string>) =>
      createCaller({ app, origin, ip, ...(headers && { headers }) })
    return { platform, app, origin, callerAt, caller: callerAt(newAddress) }
  }

  const { platform, app, origin, callerAt, caller } = await node()
  const mailbox = createMailbox(mailer, () => platform.outbox.drain())
  const sql = connect(database.url, 4)
  return {
    ...caller,
    app,
    platform,
    origin,
    clock,
    mailbox,
    mailer,
    log,
    sql,
    databaseUrl: database.url,
    wires,
    people: createPeople(() => caller, mailbox, { clock, sql }),
    from: (ip) => callerAt(() => ip),
    as: (person) => callerAt(newAddress, person.headers),
    node,
    emptyRedis: async () => redis?.remove(),
    async stop() {
      for (const running of platforms) await running.stop()
      await wires?.database.close()
      await wires?.redis.close()
      await sql.end({ timeout: 1 })
      await redis?.remove()
      await database.release()
    },
  }
}

async function layWires(
  databaseUrl: string,
  redisUrl: string,
): Promise<{ database: TcpProxy; redis: TcpProxy }> {
  const targetOf = (url: string, defaultPort: number) => {
    const { hostname, port } = new URL(url)
    return { host: hostname, port: Number(port || defaultPort) }
  }
  return {
    database: await startTcpProxy(targetOf(databaseUrl, 5432)),
    redis: await startTcpProxy(targetOf(redisUrl, 6379)),
  }
}

function through(proxy: TcpProxy, url: string): string {
  const changed = new URL(url)
  changed.hostname = '127.0.0.1'
  changed.port = String(proxy.port)
  return changed.href
}

/** The world of a `describe`: made before its first test, gone after its last. */
export function useWorld(options?: WorldOptions): World {
  let world: World | undefined
  beforeAll(async () => {
    world = await createWorld(options)
  })
  afterAll(async () => {
    await world?.stop()
  })
  return new Proxy({} as World, {
    get(_, key) {
      if (!world) throw new Error('the world begins with the first test: use it inside one')
      return Reflect.get(world, key)
    },
  })
}

/** Client addresses nobody has used yet in this world, so that strangers share no count. */
function addresses(): () => string {
  let count = 0
  return () => {
    count += 1
    return `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`
  }
}
