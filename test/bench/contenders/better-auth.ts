import { serve } from '@hono/node-server'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { Hono } from 'hono'
import pg from 'pg'

/** better-auth as its documentation sets it up: email and password, a Postgres pool, its limiter off as ours is. */
const options = {
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL!, max: 10 }),
  baseURL: 'http://127.0.0.1',
  secret: 'bench-bench-bench-bench-bench-bench-0123456789',
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  advanced: { disableOriginCheck: true, disableCSRFCheck: true },
  logger: { disabled: true },
} satisfies Parameters<typeof betterAuth>[0]

const { runMigrations } = await getMigrations(options)
await runMigrations()
const auth = betterAuth(options)

const app = new Hono()
app.on(['GET', 'POST'], '/api/auth/*', (c) => auth.handler(c.req.raw))

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`ready ${port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
