import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { bundle, start, startGatehouse } from './lib/contender.ts'
import { scratchDatabase } from './lib/database.ts'
import { inTurn, load, type Round } from './lib/load.ts'
import { newPerson, PASSWORD } from './lib/people.ts'
import { compare, figure, heading } from './lib/report.ts'
import { betterAuthCookie } from './me.ts'

const CONNECTIONS = 8
/** Different people, as sign-ins are: those of one account wait for each other, since its failures are counted in order. */
const PEOPLE = 16
const SECONDS = 5
const MEMORY_KIB = 19_456
const ITERATIONS = 2

/** `POST /login` against better-auth's sign-in and against argon2id alone; `/health` must answer meanwhile. */
export async function measureLogin(): Promise<void> {
  heading('POST /login')
  const database = await scratchDatabase('login')
  const gatehouse = await startGatehouse(8_403, { DATABASE_URL: database.url })
  const betterAuth = await start('better-auth', await bundle('better-auth'), { DATABASE_URL: database.url })
  const argon2 = await bundle('argon2')
  const healthP99s: number[] = []
  try {
    const ourEmails: string[] = []
    const theirEmails: string[] = []
    for (let count = 0; count < PEOPLE; count += 1) {
      ourEmails.push((await newPerson(gatehouse.url)).email)
      theirEmails.push(`bench-${count}@example.org`)
      await betterAuthCookie(betterAuth.url, theirEmails.at(-1))
    }
    const signIn = (url: string, path: string, emails: string[]) => () =>
      load({
        url,
        connections: CONNECTIONS,
        seconds: SECONDS,
        requests: emails.map((email) => ({
          method: 'POST',
          path,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email, password: PASSWORD }),
        })),
      })
    const ours = signIn(gatehouse.url, '/api/v1/login', ourEmails)
    const results = await inTurn(3, {
      gatehouse: async () => {
        const [round, health] = await Promise.all([ours(), watchHealth(gatehouse.url)])
        healthP99s.push(health)
        return round
      },
      betterAuth: signIn(betterAuth.url, '/api/auth/sign-in/email', theirEmails),
      argon2: () => rawArgon2(argon2),
    })
    const rate = (name: string) => results[name]!.requestsPerSecond
    for (const name of Object.keys(results)) figure(name, rate(name), '/s')
    compare('POST /login / better-auth sign-in', rate('gatehouse') / rate('betterAuth'), { atLeast: 3 })
    compare('POST /login / raw argon2id', rate('gatehouse') / rate('argon2'), { atLeast: 0.9 })
    compare('GET /health p99 during the logins, ms', Math.max(...healthP99s), { atMost: 100 })
  } finally {
    await Promise.all([gatehouse.stop(), betterAuth.stop()])
    await database.drop()
  }
}

/** The 99th percentile of `/health`, asked every 20 ms for as long as the logins last, in ms. */
async function watchHealth(url: string): Promise<number> {
  const times: number[] = []
  const endsAt = performance.now() + SECONDS * 1_000
  while (performance.now() < endsAt) {
    const askedAt = performance.now()
    await (await fetch(`${url}/api/v1/health`)).arrayBuffer()
    times.push(performance.now() - askedAt)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  times.sort((left, right) => left - right)
  return times[Math.floor(times.length * 0.99)]!
}

async function rawArgon2(script: string): Promise<Round> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    String(MEMORY_KIB),
    String(ITERATIONS),
    String(SECONDS),
    String(CONNECTIONS),
  ])
  return { requestsPerSecond: Number(stdout), p50Ms: 0, p99Ms: 0 }
}
