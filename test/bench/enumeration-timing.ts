import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import postgres from 'postgres'
import { startGatehouse } from './lib/contender.ts'
import { scratchDatabase } from './lib/database.ts'
import { median } from './lib/load.ts'
import { newPerson } from './lib/people.ts'
import { compare, figure, heading, summary } from './lib/report.ts'

/** Per class, after those that warm the server up (SECURITY N3). */
const SAMPLES = 1_000
const WARM_UP = 100
const PORT = 8_407
/** bcrypt of cost 10, as many systems have it; of no password. */
const IMPORTED_HASH = `$2b$10$${'A'.repeat(53)}`
/** Until the server has looked which kinds of hashes there are. */
const KINDS_KNOWN_MS = 12_000

type Kind = 'verified' | 'unverified' | 'imported' | 'unknown'

interface Question {
  name: string
  path: string
  /** Every other kind is compared with the first. */
  kinds: readonly [Kind, ...Kind[]]
  more: object
}

const questions: Question[] = [
  {
    name: 'login',
    path: '/login',
    kinds: ['unknown', 'verified', 'unverified', 'imported'],
    more: { password: 'not-the-right-one' },
  },
  {
    name: 'register',
    path: '/register',
    kinds: ['unknown', 'verified', 'unverified'],
    more: { password: 'plum orchard at night', displayName: 'Somebody' },
  },
  { name: 'forgot', path: '/password-reset/request', kinds: ['unknown', 'verified', 'unverified'], more: {} },
  { name: 'resend', path: '/verify-email/resend', kinds: ['unknown', 'verified', 'unverified'], more: {} },
  { name: 'mailed', path: '/passwordless/start', kinds: ['unknown', 'verified', 'unverified'], more: {} },
]

/**
 * Whether time tells a known address from one nobody has: each question is asked for addresses of every kind in turn,
 * for each address once, and the two distributions are compared by their medians and by the chance that one sample of
 * the one is slower than one of the other (Mann-Whitney AUC; 0.5 tells nothing).
 */
export async function measureEnumeration(): Promise<void> {
  heading('Time for known and unknown addresses')
  const database = await scratchDatabase('enumeration')
  const gatehouse = await startGatehouse(PORT, { DATABASE_URL: database.url })
  try {
    const { userId } = await newPerson(gatehouse.url)
    for (const question of questions) {
      await addAccounts(database.url, userId, question.name)
      await setTimeout(KINDS_KNOWN_MS)
      const times = await ask(question)
      const [first, ...others] = question.kinds
      figure(`${question.name}, ${first}: median`, median(times[first]), 'ms')
      for (const kind of others) {
        const difference = Math.abs(median(times[kind]) - median(times[first]))
        compare(`${question.name}, ${kind} and ${first}: medians apart, ms`, difference, { atMost: 2 })
        const distance = Math.abs(aucOf(times[kind], times[first]) - 0.5)
        compare(`${question.name}, ${kind} and ${first}: AUC from 0.5`, distance, { atMost: 0.05 })
      }
    }
  } finally {
    await gatehouse.stop()
    await database.drop()
  }
}

const addressOf = (question: string, kind: Kind, index: number): string =>
  `${question}-${kind}-${index}@example.net`

/** An account per sample, each with the password hash of a real one: made by SQL, since hashing them takes minutes. */
async function addAccounts(databaseUrl: string, modelId: string, question: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  for (const kind of ['verified', 'unverified', 'imported'] as const) {
    const like = `${question}-${kind}-`
    await sql`INSERT INTO users (id, email, email_canonical, is_verified, display_name)
      SELECT gen_random_uuid(), ${like} || n || '@example.net', ${like} || n || '@example.net', ${kind !== 'unverified'}, 'Somebody'
      FROM generate_series(0, ${SAMPLES + WARM_UP}::int) AS n`
    await sql`INSERT INTO credentials (user_id, password_hash)
      SELECT id, coalesce(${kind === 'imported' ? IMPORTED_HASH : null}, (SELECT password_hash FROM credentials WHERE user_id = ${modelId}))
      FROM users WHERE starts_with(email, ${like})`
  }
  await sql`VACUUM ANALYZE`
  await sql.end()
}

async function ask({ name, path, kinds, more }: Question): Promise<Record<Kind, number[]>> {
  const times: Record<Kind, number[]> = { verified: [], unverified: [], imported: [], unknown: [] }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let index = 0; index < SAMPLES + WARM_UP; index += 1) {
    // In another order each time, so that no kind always follows the same.
    for (const kind of [...kinds].sort(() => Math.random() - 0.5)) {
      const body = JSON.stringify({ email: addressOf(name, kind, index), ...more })
      const elapsedMs = await timed(agent, `/api/v1${path}`, body)
      if (index >= WARM_UP) times[kind].push(elapsedMs)
    }
  }
  agent.destroy()
  return times
}

/** Milliseconds from the request to the end of its answer, on a connection that is open already. */
function timed(agent: Agent, path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    request({ host: '127.0.0.1', port: PORT, path, method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.once('end', () => {
        const { statusCode = 0 } = response
        if (statusCode === 202 || statusCode === 401) resolve(performance.now() - began)
        else reject(new Error(`${path} answered ${statusCode}`))
      })
    })
      .once('error', reject)
      .end(body)
  })
}

/** The chance that a sample of the one is larger than one of the other, ties counted half. */
function aucOf(one: readonly number[], other: readonly number[]): number {
  const sorted = [...other].sort((left, right) => left - right)
  let wins = 0
  for (const value of one) wins += (countBelow(sorted, value, false) + countBelow(sorted, value, true)) / 2
  return wins / (one.length * other.length)
}

/** How many of the sorted values are below, or with `orEqual` not above, a value. */
function countBelow(sorted: readonly number[], value: number, orEqual: boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const isBelow = orEqual ? sorted[middle]! <= value : sorted[middle]! < value
    if (isBelow) low = middle + 1
    else high = middle
  }
  return low
}

if (import.meta.main) {
  await measureEnumeration()
  summary()
}
