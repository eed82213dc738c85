import type { Organization, OrganizationPermission, User } from '@gatehouse/sdk'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Role } from './permissions.ts'

/** The organization that is shown, and what the person is in it. */
export interface Standing {
  user: User
  organization: Organization
  /** What their role allows. Tells what to show; whether it is allowed is the server's to say. */
  held: ReadonlySet<OrganizationPermission>
  /** Built-in ones first; none where the person may not see them. */
  roles: Role[]
  /** Reads all of it anew: it was changed. */
  reload(): Promise<void>
}

export const StandingContext = createContext<Standing | undefined>(undefined)

export function useStanding(): Standing {
  const standing = useContext(StandingContext)
  if (!standing) throw new Error('A part of an organization was rendered outside of it.')
  return standing
}
