// What needs an optional peer: @trpc/server for the router's type, msw for the stand-in.

import type { User } from '@gatehouse/sdk'
import { createTestPlatform } from '@gatehouse/sdk/testing'
import type { AppRouter } from '@gatehouse/sdk/trpc'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import superjson from 'superjson'

type Equal<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false
const holds = <_Proof extends true>(): void => undefined

export const trpc = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: 'https://id.example.org/trpc', transformer: superjson })],
})

export async function readAccount(): Promise<User> {
  const user = await trpc.account.get.query({})
  holds<Equal<typeof user, User>>()
  return user
}

export const platform = createTestPlatform()
