// An API of your own behind the platform's access tokens: reading needs one, deleting also a recent sign-in.
import { gatehouseAuth, requireFresh } from '@gatehouse/sdk/hono'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const { GATEHOUSE_URL = 'http://localhost:8000', PORT = '3000' } = process.env
const notes = new Map<string, string[]>()

const app = new Hono()
  .use(gatehouseAuth({ issuer: GATEHOUSE_URL, audience: 'gatehouse' }))
  .get('/notes', (c) => c.json({ items: notes.get(c.get('auth').userId) ?? [] }))
  .post('/notes', async (c) => {
    const { userId } = c.get('auth')
    notes.set(userId, [...(notes.get(userId) ?? []), await c.req.text()])
    return c.body(null, 201)
  })
  .delete('/notes', requireFresh(300), (c) => {
    notes.delete(c.get('auth').userId)
    return c.body(null, 204)
  })

serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => console.log(`http://localhost:${port}`))
