/** @jsxImportSource react */
// With react as the only peer.

import { createClient, type SessionState, type User } from '@gatehouse/sdk'
import {
  GatehouseProvider,
  type SessionView,
  SignedIn,
  SignedOut,
  useGatehouse,
  useSession,
  useUser,
} from '@gatehouse/sdk/react'

type Equal<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false
const holds = <_Proof extends true>(): void => undefined

const client = createClient({ baseUrl: 'https://id.example.org' })

export function Account() {
  const { auth } = useGatehouse()
  const view = useSession()
  holds<Equal<typeof view, SessionView>>()
  if (view.status === 'signed_in') holds<Equal<typeof view.session, SessionState>>()
  const { user, isLoading, reload } = useUser()
  holds<Equal<typeof user, User | null>>()
  holds<Equal<Awaited<ReturnType<typeof reload>>, User | null>>()
  return (
    <button type="button" disabled={isLoading} onClick={() => auth.logout()}>
      {user?.displayName}
    </button>
  )
}

export const App = () => (
  <GatehouseProvider client={client}>
    <SignedIn fallback={<p>One moment</p>}>{({ user }) => user.email}</SignedIn>
    <SignedOut>
      <Account />
    </SignedOut>
  </GatehouseProvider>
)
