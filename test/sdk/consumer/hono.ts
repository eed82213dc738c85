// With hono as the only peer.

import {
  type AccessToken,
  type AuthVariables,
  gatehouseAuth,
  type OptionalAuthVariables,
  requireFresh,
} from '@gatehouse/sdk/hono'
import { Hono } from 'hono'

type Equal<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false
const holds = <_Proof extends true>(): void => undefined

const options = { issuer: 'https://id.example.org', audience: 'gatehouse' }

export const chained = new Hono()
  .use(gatehouseAuth(options))
  .get('/me', (c) => {
    const auth = c.get('auth')
    holds<Equal<typeof auth, AccessToken>>()
    return c.json({ userId: auth.userId })
  })
  .delete('/me', requireFresh(300), (c) => c.json({ userId: c.get('auth').userId }))

export const declared = new Hono<{ Variables: AuthVariables }>()
declared.use('/api/*', gatehouseAuth(options))
declared.get('/api/me', (c) => c.json({ userId: c.get('auth').userId }))

export const optional = new Hono<{ Variables: OptionalAuthVariables }>()
optional.use(gatehouseAuth({ ...options, optional: true }))
optional.get('/', (c) => {
  const auth = c.get('auth')
  holds<Equal<typeof auth, AccessToken | null>>()
  // @ts-expect-error nobody may have said who they are
  return c.json({ userId: auth.userId })
})
