import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Added, AddInput, add, COUNT, FindInput, Found, find } from '../lib/faces-procedures.ts'

/** What one would write by hand with the same schemas, and no more. */
const app = new Hono()
for (let number = 0; number < COUNT; number += 1) {
  app.get(`/api/v1/things${number}/:id`, (c) => {
    const limit = c.req.query('limit')
    const input = FindInput.safeParse({
      id: c.req.param('id'),
      ...(limit !== undefined && { limit: Number(limit) }),
    })
    return input.success ? c.json(Found.parse(find(input.data))) : c.json(input.error.issues, 400)
  })
  app.post(`/api/v1/things${number}`, async (c) => {
    const input = AddInput.safeParse(await c.req.json())
    return input.success ? c.json(Added.parse(add(input.data))) : c.json(input.error.issues, 400)
  })
}
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`ready ${port}\n`),
)
process.on('SIGTERM', () => process.exit(0))
