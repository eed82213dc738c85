import { startGatehouse } from './lib/contender.ts'
import { fillWithPeople, scratchDatabase } from './lib/database.ts'
import { inTurn, load, type Round } from './lib/load.ts'
import { newPerson } from './lib/people.ts'
import { compare, figure, heading } from './lib/report.ts'
import { loadRefresh } from './refresh.ts'

const SMALL = 10_000
const LARGE = 1_000_000

/** The same calls with 10,000 and with 1,000,000 people in the tables, in turn. */
export async function measureGrowth(): Promise<void> {
  heading(`Growth: ${SMALL} and ${LARGE} people`)
  const sizes = [
    { name: 'small', count: SMALL, port: 8_404 },
    { name: 'large', count: LARGE, port: 8_405 },
  ]
  const databases = await Promise.all(sizes.map(({ name }) => scratchDatabase(`growth_${name}`)))
  const servers = await Promise.all(
    sizes.map(({ port }, index) => startGatehouse(port, { DATABASE_URL: databases[index]!.url })),
  )
  try {
    for (const [index, { count }] of sizes.entries()) await fillWithPeople(databases[index]!.url, count)
    const people = await Promise.all(servers.map((server) => newPerson(server.url)))
    const calls: Record<string, (index: number) => Promise<Round>> = {
      'GET /me': (index) =>
        load({
          url: servers[index]!.url,
          connections: 10,
          seconds: 3,
          requests: [
            { path: '/api/v1/me', headers: { authorization: `Bearer ${people[index]!.accessToken}` } },
          ],
        }),
      'POST /refresh': (index) => loadRefresh(servers[index]!.url, people[index]!.email),
      'POST /password-reset/request': (index) =>
        load({
          url: servers[index]!.url,
          connections: 10,
          seconds: 3,
          requests: [
            {
              method: 'POST',
              path: '/api/v1/password-reset/request',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ email: 'nobody@example.net' }),
            },
          ],
        }),
    }
    for (const [name, call] of Object.entries(calls)) {
      const results = await inTurn(3, { small: () => call(0), large: () => call(1) })
      // Means from throughput at a fixed number of connections: latency percentiles come in whole milliseconds.
      const ratio = results.small!.requestsPerSecond / results.large!.requestsPerSecond
      figure(`${name} small`, results.small!.requestsPerSecond, 'requests/s')
      figure(`${name} large`, results.large!.requestsPerSecond, 'requests/s')
      compare(`${name}: time with ${LARGE} people / with ${SMALL}`, ratio, { atMost: 1.2 })
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await Promise.all(databases.map((database) => database.drop()))
  }
}
