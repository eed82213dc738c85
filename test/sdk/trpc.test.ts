import { createTRPCClient, httpBatchLink, httpLink, splitLink, TRPCClientError } from '@trpc/client'
import superjson from 'superjson'
import { describe, expect, test } from 'vitest'
import type { AppRouter } from '../../sdk/src/trpc.ts'
import { useWorld } from '../harness/index.ts'
import { worldFetch } from './support.ts'

const world = useWorld()

describe('@trpc/client with the generated AppRouter', () => {
  test('calls the platform as its own client does', async () => {
    const person = await world.people.signedIn('vanilla')
    const { fetch } = worldFetch(world)
    const options = {
      url: `${world.origin}/trpc`,
      transformer: superjson,
      headers: person.headers,
      fetch: (url: string | URL | Request, init?: object) =>
        Promise.resolve(fetch(String(url), { ...(init as RequestInit) })),
    }
    const trpc = createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: ({ path }) => path === 'auth.login',
          true: httpLink(options),
          false: httpBatchLink(options),
        }),
      ],
    })
    const [user, sessions] = await Promise.all([
      trpc.account.get.query({}),
      trpc.sessions.list.query({ limit: 1 }),
    ])
    expect(user.createdAt).toBeInstanceOf(Date)
    expect(user.email).toBe(person.email)
    expect(sessions.items[0]?.current).toBe(true)

    const refused = await trpc.auth.login
      .mutate({ email: person.email, password: 'not the right one' })
      .catch((error: unknown) => error)
    if (!(refused instanceof TRPCClientError)) throw new Error('expected a refusal')
    expect(refused.data.problem.code).toBe('auth.invalid_credentials')
  })
})
