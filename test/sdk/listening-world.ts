import type { Server } from 'node:http'
import { listen, portOf } from '../../server/src/lifecycle.ts'
import { createWorld, type World } from '../harness/index.ts'

/** A platform of its own that listens on a port, for programs that are run beside the tests. */
export interface ListeningWorld extends World {
  url: string
  close(): Promise<void>
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

export async function startListeningWorld(): Promise<ListeningWorld> {
  // The issuer names the port, so it must be known before there is a platform.
  const probe = await listen({ fetch: () => new Response() } as never, { host: '127.0.0.1', port: 0 })
  const port = portOf(probe)
  await closed(probe)
  const url = `http://127.0.0.1:${port}`
  const world = await createWorld({ config: { publicUrl: new URL(url), jwt: { issuer: url } } })
  const server = await listen(world.app as Parameters<typeof listen>[0], { host: '127.0.0.1', port })
  return {
    ...world,
    url,
    async close() {
      server.closeAllConnections()
      await closed(server)
      await world.stop()
    },
  }
}
