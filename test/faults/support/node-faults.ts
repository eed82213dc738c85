import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hours } from '../../../server/src/kit/duration.ts'
import { root, untilReady } from './built-server.ts'
import type { ClusterNode } from './cluster.ts'
import { FAULT_MS, type Fault, type LoadedSite, sleep } from './load.ts'

async function untilNotReady({ site }: LoadedSite, node: ClusterNode): Promise<void> {
  for (const giveUpAt = performance.now() + 10_000; site.balancer.isReady(node); await sleep(50)) {
    if (performance.now() < giveUpAt) continue
    site.ledger.troubles.push(`node ${node.name} went on saying that it is ready`)
    return
  }
}

/** What a killed node was sending is taken over by the other once its lease is over: here at once, for whoever has no minute. */
async function endLeases({ cluster: { sql } }: LoadedSite): Promise<void> {
  await sleep(2_000)
  // Those of the node that lives are seconds old at the most.
  await sql`UPDATE mail_messages SET leased_until = gatehouse_now()
    WHERE leased_until < gatehouse_now() + interval '58 seconds'`
}

/** As an orchestrator rolls out a change: one node after the other, each ready before the next is told to stop. */
async function roll({ cluster, ledger }: LoadedSite, changes: Record<string, string> = {}): Promise<void> {
  for (const node of cluster.nodes) {
    node.process.process.kill('SIGTERM')
    const [status] = await node.process.ended
    if (status !== 0) ledger.troubles.push(`node ${node.name} ended with ${status}`)
    await node.start(changes)
    await sleep(500)
  }
}

/** Rolls, and nobody notices: a load balancer that asks for readiness sends no call to a node that is leaving. */
async function rollUnnoticed(loaded: LoadedSite, changes?: Record<string, string>): Promise<void> {
  const { ledger } = loaded
  const before = ledger.count(0)
  await roll(loaded, changes)
  const failed = ledger.count(0) - before
  if (failed > 0) ledger.troubles.push(`${failed} calls found no node while the nodes were restarted in turn`)
}

async function setClock(loaded: LoadedSite, index: 0 | 1, offsetMs: number): Promise<void> {
  const node = loaded.cluster.nodes[index]
  node.setClock(offsetMs)
  await untilNotReady(loaded, node)
  await sleep(FAULT_MS)
  node.setClock(0)
}

/** A new SECRET_KEY as the guide has it: the former still opens; everything is sealed anew; the former goes. */
async function rotateSecretKey(loaded: LoadedSite): Promise<void> {
  const { cluster } = loaded
  const former = secretKeys.at(-1) ?? [...cluster.secrets].find((secret) => secret.length === 64) ?? ''
  const next = randomBytes(48).toString('base64url')
  secretKeys.push(next)
  cluster.secrets.add(next)
  const both = { SECRET_KEY: next, SECRET_KEY_PREVIOUS: former }
  await roll(loaded, both)
  await cluster.command(['secrets', 'rotate'], both)
  await roll(loaded, { SECRET_KEY_PREVIOUS: '' })
  Object.assign(cluster.environment, { SECRET_KEY: next })
}

const secretKeys: string[] = []

/** Publishes a new key, and takes the present one out of service at once. */
async function replaceSigningKey({ cluster }: LoadedSite): Promise<void> {
  await cluster.command(['keys', 'rotate'])
  await sleep(FAULT_MS / 2)
  const active = await cluster.sql<{ kid: string }[]>`SELECT kid FROM signing_keys
    WHERE revoked_at IS NULL AND activates_at <= gatehouse_now() ORDER BY activates_at DESC LIMIT 1`
  await cluster.command(['keys', 'revoke', active[0]?.kid ?? ''])
  await sleep(FAULT_MS / 2)
}

const MIGRATIONS = {
  '9998_a_column': `-- phase: expand
SET LOCAL lock_timeout = '2s';
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "of_a_fault" text;
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "of_a_fault" text;`,
  '9999_an_index': `-- phase: expand
-- transaction: none
CREATE INDEX CONCURRENTLY IF NOT EXISTS "of_a_fault_idx" ON "sessions" USING btree ("of_a_fault");`,
}

/** The build of a release to come: ours, with two migrations more. */
function nextRelease(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-next-'))
  mkdirSync(join(folder, 'server'))
  cpSync(join(root, 'server/dist'), join(folder, 'server/dist'), { recursive: true })
  cpSync(join(root, 'server/package.json'), join(folder, 'server/package.json'))
  for (const part of ['node_modules', 'server/node_modules'])
    if (existsSync(join(root, part))) symlinkSync(join(root, part), join(folder, part))
  const migrations = join(folder, 'server/dist/migrations')
  const journalFile = join(migrations, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: object[] }
  for (const [tag, text] of Object.entries(MIGRATIONS)) {
    writeFileSync(join(migrations, `${tag}.sql`), text)
    journal.entries.push({
      idx: journal.entries.length,
      version: '7',
      when: Date.now(),
      tag,
      breakpoints: true,
    })
  }
  writeFileSync(journalFile, JSON.stringify(journal))
  return folder
}

export const nodeFaults: readonly Fault[] = [
  {
    name: 'a node is killed in the middle of requests',
    async happen({ cluster }) {
      const [node] = cluster.nodes
      node.process.process.kill('SIGKILL')
      await node.process.ended
      await sleep(FAULT_MS / 2)
      await node.start()
    },
    afterwards: endLeases,
    mayRepeatMails: true,
  },
  {
    name: 'both nodes are told to stop, one after the other',
    isOnDemand: true,
    happen: (loaded) => rollUnnoticed(loaded),
  },
  {
    name: 'SECRET_KEY is replaced as the guide says',
    isOnDemand: true,
    happen: rotateSecretKey,
    afterwards: endLeases,
  },
  {
    name: 'the next release migrates the database',
    isOnDemand: true,
    async happen({ cluster }) {
      const folder = nextRelease()
      try {
        await cluster.command(['migrate', 'up'], {}, folder)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
      await Promise.all(cluster.nodes.map(({ process }) => untilReady(process)))
    },
  },
  // Tokens of these two may be met by whoever has not called for a while: nothing that minds comes after.
  {
    name: 'the clock of a node jumps an hour forward, and back',
    happen: (loaded) => setClock(loaded, 0, hours(1)),
    mayRefuseTokens: true,
  },
  {
    name: 'the clock of a node jumps an hour back, and forward',
    happen: (loaded) => setClock(loaded, 1, -hours(1)),
    mayRefuseTokens: true,
  },
  {
    name: 'the key that signs is replaced at once',
    happen: replaceSigningKey,
    mayRefuseTokens: true,
  },
]
