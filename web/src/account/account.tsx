import type { User } from '@gatehouse/sdk'
import { Frame, Navigation } from '../area/frame.tsx'
import { Person, SignedIn } from '../area/signed-in.tsx'
import { NotFound } from '../routes/not-found.tsx'
import { accountArea, useAccount } from './area.ts'
import { Connections } from './connections.tsx'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { Security } from './security.tsx'
import { SecurityLog } from './security-log.tsx'
import { Sessions } from './sessions.tsx'
import { Team } from './team.tsx'

/** What is fetched apart. */
const TEAM = /^\/account\/(?:organizations(?:\/|$)|api-keys$)/

/** The person's own account. */
export function Account() {
  return (
    <accountArea.Area>
      <SignedIn>
        <Frame navigation={<Sections />}>
          <Person>{(user, onChanged) => <Section user={user} onChanged={onChanged} />}</Person>
        </Frame>
      </SignedIn>
    </accountArea.Area>
  )
}

function Sections() {
  const { strings } = useAccount()
  const sections = [
    ['/account', strings.profile.title],
    ['/account/password', strings.passwordPage.title],
    ['/account/security', strings.security.title],
    ['/account/connections', strings.connections.title],
    ['/account/sessions', strings.sessions.title],
    ['/account/organizations', strings.organizations],
    ['/account/api-keys', strings.apiKeys],
    ['/account/security-log', strings.log.title],
  ] as const
  return <Navigation label={strings.account.navigation} sections={sections} />
}

function Section({ user, onChanged }: { user: User; onChanged(user: User): void }) {
  const { pathname } = useAccount().address
  if (TEAM.test(pathname)) return <Team user={user} />
  switch (pathname) {
    case '/account':
      return <Profile user={user} onChanged={onChanged} />
    case '/account/password':
      return <Password user={user} />
    case '/account/security':
      return <Security user={user} />
    case '/account/connections':
      return <Connections />
    case '/account/sessions':
      return <Sessions />
    case '/account/security-log':
      return <SecurityLog />
    default:
      return <NotFound />
  }
}
