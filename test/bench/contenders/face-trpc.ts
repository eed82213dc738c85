import { serve } from '@hono/node-server'
import { initTRPC } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import superjson from 'superjson'
import { Added, AddInput, add, FindInput, Found, fifty, find } from '../lib/faces-procedures.ts'

/** The same procedures over tRPC's own fetch handler, with superjson as we use it. */
const t = initTRPC.create({ transformer: superjson })
const things = t.router(
  fifty((number) => ({
    [`find${number}`]: t.procedure
      .input(FindInput)
      .output(Found)
      .query(({ input }) => find(input)),
    [`add${number}`]: t.procedure
      .input(AddInput)
      .output(Added)
      .mutation(({ input }) => add(input)),
  })),
)
const router = t.router({ things })

const app = new Hono()
app.all('/trpc/*', (c) => fetchRequestHandler({ endpoint: '/trpc', router, req: c.req.raw }))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`ready ${port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
