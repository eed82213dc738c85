import { Redis } from 'ioredis'
import { connect } from '../../harness/databases.ts'
import { Caller } from './caller.ts'
import { send } from './client.ts'
import type { Cluster } from './cluster.ts'
import { FAULT_MS, type Fault, type LoadedSite, sleep } from './load.ts'

/** Sign-ins of one address that each node lets through by itself: its 30, divided by the nodes (SECURITY F7, L5). */
const LET_THROUGH_ALONE = 15

const wrong = (email: string) => ({
  method: 'POST',
  path: '/login',
  body: { email, password: 'not the right one at all' },
})

/** Ten wrong passwords: the account is paused, by the word of Postgres (SECURITY L1). Nobody signs in to it meanwhile. */
async function pausedAccount({ site, bystander }: LoadedSite): Promise<string> {
  const caller = new Caller(site, Math.random)
  const { email } = bystander.account
  for (let count = 0; count < 10; count++) await caller.once(wrong(email))
  const { reply } = await caller.once(wrong(email))
  if (reply.status !== 429)
    site.ledger.troubles.push(`after ten wrong passwords the next got ${reply.status}`)
  return email
}

/** Tries many passwords from one address while nobody can count for all nodes, and one more on a paused account. */
async function expectClosed(loaded: LoadedSite, paused: string): Promise<void> {
  const { ledger, cluster } = loaded.site
  const ip = new Caller(loaded.site, Math.random).newIp()
  for (const node of cluster.nodes) {
    const tries = Array.from({ length: LET_THROUGH_ALONE + 5 }, (_, index) =>
      send(node, { ...wrong(`stranger-${index}@example.org`), ip }),
    )
    const through = (await Promise.all(tries)).filter(({ status }) => status === 401).length
    if (through > LET_THROUGH_ALONE)
      ledger.troubles.push(`node ${node.name} let ${through} sign-ins of one address through`)
    const again = await send(node, { ...wrong(paused), ip: `12.0.0.${cluster.nodes.indexOf(node) + 1}` })
    if (again.status === 401) ledger.troubles.push('a pause ended with Redis')
  }
}

/** Takes every connection there is for whoever is not the superuser; gives them back with the returned function. */
async function takeAllConnections({ sql, postgres }: Cluster): Promise<() => Promise<void>> {
  await sql.unsafe(`DO $$ BEGIN CREATE ROLE hoarder LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`)
  const taken: ReturnType<typeof connect>[] = []
  // Until two in a row are refused after the nodes' own were ended: they come back for theirs at once.
  for (let refused = 0; refused < 2 && taken.length < 60; ) {
    const one = connect(`postgres://hoarder@127.0.0.1:${postgres.port}/authdb`)
    try {
      await one`SELECT 1`
      taken.push(one)
    } catch {
      await one.end({ timeout: 0 })
      refused += 1
      await endConnections(sql)
    }
  }
  return async () => {
    await Promise.all(taken.map((one) => one.end({ timeout: 1 })))
  }
}

const endConnections = (sql: Cluster['sql']) =>
  sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gatehouse'`

async function flush({ redisUrl }: Cluster): Promise<void> {
  const redis = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1 })
  await redis.connect()
  await redis.flushall()
  redis.disconnect()
}

/** A mail's last line has gone to the relay, which has taken it: only its answer is missing. */
const endsMail = (bytes: Buffer) => bytes.subarray(-5).equals(Buffer.from('\r\n.\r\n'))

export const databaseFaults: readonly Fault[] = [
  {
    name: 'Postgres is killed, and starts again',
    async happen({ cluster: { postgres } }) {
      await postgres.kill()
      await sleep(FAULT_MS)
      await postgres.start()
    },
    mayRepeatMails: true,
  },
  {
    name: 'Postgres stands still',
    async happen({ cluster: { postgres } }) {
      postgres.pause()
      // Longer than a statement may be silent, so that connections are given up.
      await sleep(FAULT_MS + 5_000)
      postgres.resume()
    },
    mayRepeatMails: true,
  },
  {
    name: 'the network to Postgres swallows everything',
    async happen({ cluster: { wires } }) {
      wires.database.freeze()
      await sleep(FAULT_MS)
      wires.database.thaw()
    },
    mayRepeatMails: true,
  },
  {
    name: 'Postgres is slow',
    async happen({ cluster: { wires } }) {
      wires.database.delayMs = 50
      await sleep(FAULT_MS * 2)
      wires.database.delayMs = 0
    },
  },
  {
    name: 'Postgres takes no writes, as after a failover',
    async happen({ cluster: { sql } }) {
      await sql.unsafe('ALTER ROLE gatehouse SET default_transaction_read_only = on')
      await endConnections(sql)
      await sleep(FAULT_MS)
      await sql.unsafe('ALTER ROLE gatehouse RESET default_transaction_read_only')
    },
    mayRepeatMails: true,
  },
  {
    name: 'Postgres has no connection left',
    async happen({ cluster }) {
      const giveBack = await takeAllConnections(cluster)
      await sleep(FAULT_MS)
      await giveBack()
    },
    mayRepeatMails: true,
  },
  {
    name: 'answers to COMMIT are lost',
    async happen({ cluster: { wires }, ledger }) {
      const stop = wires.database.loseAnswersTo((bytes) => /commit/i.test(bytes.toString('latin1')))
      await sleep(FAULT_MS)
      if (stop() === 0) ledger.troubles.push('no answer was lost: nothing was tried')
    },
    mayRepeatMails: true,
  },
]

export const redisFaults: readonly Fault[] = [
  {
    name: 'Redis is killed, and starts again empty',
    isOnDemand: true,
    async happen(loaded) {
      const paused = await pausedAccount(loaded)
      await loaded.cluster.redis.kill()
      await expectClosed(loaded, paused)
      await sleep(FAULT_MS)
      await loaded.cluster.redis.start()
    },
  },
  {
    name: 'Redis stands still',
    async happen(loaded) {
      const paused = await pausedAccount(loaded)
      loaded.cluster.redis.pause()
      await expectClosed(loaded, paused)
      await sleep(FAULT_MS)
      loaded.cluster.redis.resume()
    },
  },
  {
    name: 'Redis is emptied',
    async happen(loaded) {
      const paused = await pausedAccount(loaded)
      await flush(loaded.cluster)
      const { reply } = await new Caller(loaded.site, Math.random).once(wrong(paused))
      if (reply.status === 401) loaded.ledger.troubles.push('a pause ended with what was in Redis')
      await sleep(FAULT_MS)
    },
  },
]

export const mailFaults: readonly Fault[] = [
  {
    name: 'the mail relay is away, and then takes nothing',
    async happen({ cluster: { wires, relay } }) {
      await wires.mail.refuse()
      await sleep(FAULT_MS / 2)
      await wires.mail.reopen()
      relay.isRefusing = true
      await sleep(FAULT_MS / 2)
      relay.isRefusing = false
    },
  },
  {
    name: 'the mail relay is slow',
    async happen({ cluster: { wires } }) {
      wires.mail.delayMs = 300
      await sleep(FAULT_MS * 2)
      wires.mail.delayMs = 0
    },
  },
  {
    name: 'the mail relay takes mails and its answer is lost',
    async happen({ cluster: { wires }, ledger }) {
      const stop = wires.mail.loseAnswersTo(endsMail)
      await sleep(FAULT_MS * 2)
      if (stop() === 0) ledger.troubles.push('no answer was lost: nothing was tried')
    },
    mayRepeatMails: true,
  },
]
