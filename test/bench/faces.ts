import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import superjson from 'superjson'
import { bundle, start } from './lib/contender.ts'
import { ASKED, ASKED_BODY, ASKED_ID } from './lib/faces-procedures.ts'
import { inTurn, load } from './lib/load.ts'
import { compare, figure, heading } from './lib/report.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

const restRequests = [
  { method: 'GET' as const, path: `/api/v1/things${ASKED}/${ASKED_ID}?limit=10` },
  {
    method: 'POST' as const,
    path: `/api/v1/things${ASKED}`,
    headers: JSON_HEADERS,
    body: JSON.stringify(ASKED_BODY),
  },
]
const wrapped = (input: unknown) => JSON.stringify(superjson.serialize(input))
const trpcRequests = [
  {
    method: 'GET' as const,
    path: `/trpc/things.find${ASKED}?input=${encodeURIComponent(wrapped({ id: ASKED_ID, limit: 10 }))}`,
  },
  {
    method: 'POST' as const,
    path: `/trpc/things.add${ASKED}`,
    headers: JSON_HEADERS,
    body: wrapped(ASKED_BODY),
  },
]

/** The same hundred procedures over four faces; each is asked for one of its queries and one of its mutations in turn. */
export async function measureFaces(): Promise<void> {
  heading('Faces: one query and one mutation of 100 procedures')
  const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'gatehouse-bench-')) }
  const names = ['face-gatehouse', 'face-hand-written', 'face-trpc', 'face-trpc-to-openapi']
  const servers = await Promise.all(names.map(async (name) => start(name, await bundle(name), env)))
  try {
    const results = await inTurn(
      3,
      Object.fromEntries(
        servers.map(({ name, url }) => [
          name,
          () =>
            load({
              url,
              connections: 20,
              seconds: 3,
              requests: name === 'face-trpc' ? trpcRequests : restRequests,
            }),
        ]),
      ),
    )
    const rate = (name: string) => results[name]!.requestsPerSecond
    for (const name of names) figure(name, rate(name), 'requests/s')
    compare('REST mount / trpc-to-openapi', rate('face-gatehouse') / rate('face-trpc-to-openapi'), {
      atLeast: 4,
    })
    compare('REST mount / hand-written route', rate('face-gatehouse') / rate('face-hand-written'), {
      atLeast: 0.6,
    })
    compare('REST mount / tRPC', rate('face-gatehouse') / rate('face-trpc'), { atLeast: 1 })
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
