import { serve } from '@hono/node-server'
import { initTRPC } from '@trpc/server'
import { Hono } from 'hono'
import { createOpenApiFetchHandler, type OpenApiMeta } from 'trpc-to-openapi'
import { Added, AddInput, add, FindInput, Found, fifty, find } from '../lib/faces-procedures.ts'

/** The same procedures over trpc-to-openapi's fetch handler. */
const t = initTRPC.meta<OpenApiMeta>().create()
const things = t.router(
  fifty((number) => ({
    [`find${number}`]: t.procedure
      .meta({ openapi: { method: 'GET', path: `/things${number}/{id}` } })
      .input(FindInput)
      .output(Found)
      .query(({ input }) => find(input)),
    [`add${number}`]: t.procedure
      .meta({ openapi: { method: 'POST', path: `/things${number}` } })
      .input(AddInput)
      .output(Added)
      .mutation(({ input }) => add(input)),
  })),
)
const router = t.router({ things })

const app = new Hono()
app.all('/api/v1/*', (c) =>
  createOpenApiFetchHandler({ endpoint: '/api/v1', router, req: c.req.raw, createContext: () => ({}) }),
)
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`ready ${port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
