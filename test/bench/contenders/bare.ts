import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose'
import postgres from 'postgres'

/**
 * The least code that does the same work: a route that verifies an ES256 token and does one prepared select, and one
 * with one UPDATE … RETURNING and one ES256 signature. It checks no input and keeps no promise; it is the ceiling.
 */
const sql = postgres(process.env.DATABASE_URL!, { max: 10, onnotice: () => {} })
await sql`CREATE TABLE IF NOT EXISTS bare_sessions (id uuid PRIMARY KEY, user_id uuid NOT NULL, counter int NOT NULL)`

const pair = await generateKeyPair('ES256', { extractable: true })
const publicKey = await importJWK({ ...(await exportJWK(pair.publicKey)), alg: 'ES256' })

const sign = (userId: string): Promise<string> =>
  new SignJWT({ sid: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setSubject(userId)
    .setIssuer('bare')
    .setAudience('bare')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(pair.privateKey)

const app = new Hono()

app.get('/token/:userId', async (c) => c.text(await sign(c.req.param('userId'))))

app.post('/session/:userId', async (c) => {
  const id = randomUUID()
  await sql`INSERT INTO bare_sessions VALUES (${id}, ${c.req.param('userId')}, 0)`
  return c.json({ id })
})

app.get('/me', async (c) => {
  const { payload } = await jwtVerify(c.req.header('authorization')!.slice(7), publicKey, {
    issuer: 'bare',
    audience: 'bare',
  })
  const [user] = await sql`
    SELECT id, email, is_verified, display_name, avatar_url, locale, timezone, created_at, updated_at, last_sign_in_at
    FROM users WHERE id = ${payload.sub!}`
  return user ? c.json(user) : c.body(null, 401)
})

app.post('/refresh', async (c) => {
  const { id } = await c.req.json<{ id: string }>()
  const [session] =
    await sql`UPDATE bare_sessions SET counter = counter + 1 WHERE id = ${id} RETURNING user_id, counter`
  return session
    ? c.json({ accessToken: await sign(session.user_id), counter: session.counter })
    : c.body(null, 401)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`ready ${port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
