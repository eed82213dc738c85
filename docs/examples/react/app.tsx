import type { GatehouseClient } from '@gatehouse/sdk'
import { GatehouseProvider, SignedIn, SignedOut, useGatehouse } from '@gatehouse/sdk/react'
import { SignInForm } from './sign-in-form.tsx'

export const App = ({ client }: { client: GatehouseClient }) => (
  <GatehouseProvider client={client}>
    <SignedIn fallback={<p>One moment…</p>}>
      {({ user }) => (
        <>
          <h1>Hello {user.displayName}</h1>
          <SignOutButton />
        </>
      )}
    </SignedIn>
    <SignedOut>
      <h1>Sign in</h1>
      <SignInForm />
    </SignedOut>
  </GatehouseProvider>
)

function SignOutButton() {
  const { auth } = useGatehouse()
  return (
    <button type="button" onClick={() => auth.logout()}>
      Sign out
    </button>
  )
}
