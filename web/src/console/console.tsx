import type { User } from '@gatehouse/sdk'
import { Person, SignedIn } from '../area/signed-in.tsx'
import { NotFound } from '../routes/not-found.tsx'
import { Scene } from '../ui/scene.tsx'
import { consoleArea, useConsole } from './area.ts'
import { Audit } from './audit.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { ConsoleFrame } from './frame.tsx'
import { Mail } from './mail.tsx'
import { OrganizationPage, Organizations } from './organizations.tsx'
import { Overview } from './overview.tsx'
import { Providers } from './providers.tsx'
import { type Spot, spotAt } from './sections.ts'
import { SigningKeys } from './signing-keys.tsx'
import { type Staff, StaffContext } from './staff.ts'
import { PersonPage } from './users/person-page.tsx'
import { Users } from './users/users.tsx'

/** The console of the platform's staff. To everybody else there is nothing at its address. */
export function Console() {
  return (
    <consoleArea.Area>
      <SignedIn>
        <Person>{(user) => (isStaff(user) ? <Inside staff={user} /> : <Nothing />)}</Person>
      </SignedIn>
    </consoleArea.Area>
  )
}

const isStaff = (user: User): user is Staff => user.platformRole !== null

const Nothing = () => (
  <Scene>
    <NotFound />
  </Scene>
)

function Inside({ staff }: { staff: Staff }) {
  const { address } = useConsole()
  const spot = spotAt(address.pathname, staff.platformRole)
  return (
    <StaffContext.Provider value={staff}>
      <ConsoleFrame here={spot?.name}>{spot ? <Section {...spot} /> : <NotFound />}</ConsoleFrame>
    </StaffContext.Provider>
  )
}

function Section({ name, id }: Spot) {
  switch (name) {
    case 'overview':
      return <Overview />
    case 'users':
      return id ? <PersonPage key={id} userId={id} /> : <Users />
    case 'organizations':
      return id ? <OrganizationPage key={id} organizationId={id} /> : <Organizations />
    case 'audit':
      return <Audit />
    case 'diagnostics':
      return <Diagnostics />
    case 'mail':
      return <Mail />
    case 'keys':
      return <SigningKeys />
    case 'providers':
      return <Providers />
  }
}
