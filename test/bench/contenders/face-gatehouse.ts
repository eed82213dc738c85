import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pino from 'pino'
import { loadConfig } from '../../../server/src/config.ts'
import type { Platform } from '../../../server/src/context.ts'
import { readDefinitions } from '../../../server/src/http/definitions.ts'
import { Mount } from '../../../server/src/http/edge.ts'
import { createEdge } from '../../../server/src/http/exchange.ts'
import { mountRest } from '../../../server/src/http/rest.ts'
import { systemClock } from '../../../server/src/platform/clock.ts'
import { noTracing } from '../../../server/src/platform/tracing.ts'
import { publicProcedure, router } from '../../../server/src/procedure.ts'
import { Added, AddInput, add, FindInput, Found, fifty, find } from '../lib/faces-procedures.ts'

/** Our REST mount as the server has it: host rule, cross-site rule, deadline, headers, log line, policy. */
const things = router(
  fifty((number) => ({
    [`find${number}`]: publicProcedure
      .meta({ rest: `GET /things${number}/{id}`, success: 200, summary: 'Find a thing.' })
      .input(FindInput)
      .output(Found)
      .query(({ input }) => find(input)),
    [`add${number}`]: publicProcedure
      .meta({ rest: `POST /things${number}`, success: 200, summary: 'Add a thing.' })
      .input(AddInput)
      .output(Added)
      .mutation(({ input }) => add(input)),
  })),
)

const { config } = loadConfig({ NODE_ENV: 'development', DATA_DIR: process.env.DATA_DIR! })
const log = pino(pino.destination('/dev/null'))
// The procedures touch no port: what a procedure costs is not measured here, only what lies around it.
const platform = {
  config,
  log,
  clock: systemClock,
  database: { db: {} },
  limiter: { take: async () => {} },
  tracing: noTracing,
  wakeOutbox: () => {},
  readiness: { isDraining: false, isPrepared: true, checks: {} },
} as unknown as Platform

const app = new Hono()
mountRest(new Mount(app, createEdge(platform)), readDefinitions(router({ things })))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`ready ${port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
