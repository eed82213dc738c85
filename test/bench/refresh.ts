import { bundle, start, startGatehouse } from './lib/contender.ts'
import { scratchDatabase } from './lib/database.ts'
import { inTurn, load } from './lib/load.ts'
import { newPerson, signIn } from './lib/people.ts'
import { compare, figure, heading } from './lib/report.ts'

const CONNECTIONS = 20
const SECONDS = 4
const JSON_HEADERS = { 'content-type': 'application/json' }

/** `POST /refresh` against a bare route with one UPDATE … RETURNING and one ES256 signature. */
export async function measureRefresh(): Promise<void> {
  heading('POST /refresh')
  const database = await scratchDatabase('refresh')
  const gatehouse = await startGatehouse(8_402, { DATABASE_URL: database.url })
  const bare = await start('bare', await bundle('bare'), { DATABASE_URL: database.url })
  try {
    const person = await newPerson(gatehouse.url)
    const results = await inTurn(3, {
      gatehouse: () => loadRefresh(gatehouse.url, person.email),
      bare: async () => {
        const ids = await Promise.all(
          Array.from({ length: CONNECTIONS }, async () => {
            const answer = await fetch(`${bare.url}/session/${person.userId}`, { method: 'POST' })
            return ((await answer.json()) as { id: string }).id
          }),
        )
        return load({
          url: bare.url,
          connections: CONNECTIONS,
          seconds: SECONDS,
          requests: ids.map((id) => ({
            method: 'POST',
            path: '/refresh',
            headers: JSON_HEADERS,
            body: JSON.stringify({ id }),
          })),
        })
      },
    })
    const rate = (name: string) => results[name]!.requestsPerSecond
    for (const name of Object.keys(results)) figure(name, rate(name), 'requests/s')
    compare('POST /refresh / bare route', rate('gatehouse') / rate('bare'), { atLeast: 0.5 })
  } finally {
    await Promise.all([gatehouse.stop(), bare.stop()])
    await database.drop()
  }
}

/** As many sessions as connections; each request carries one on, and its answer's token is for a later one. */
export async function loadRefresh(url: string, email: string) {
  const free: string[] = []
  // One after the other: more than ten attempts under way at once are what the pause is there for.
  for (let count = 0; count < CONNECTIONS; count += 1) free.push((await signIn(url, email)).refreshToken)
  return load({
    url,
    connections: CONNECTIONS,
    seconds: SECONDS,
    requests: [
      {
        method: 'POST',
        path: '/api/v1/refresh',
        headers: JSON_HEADERS,
        setupRequest: (request) => ({ ...request, body: JSON.stringify({ refreshToken: free.pop() }) }),
        onResponse: (_status, body) => {
          free.push((JSON.parse(body) as { refreshToken: string }).refreshToken)
        },
      },
    ],
  })
}
