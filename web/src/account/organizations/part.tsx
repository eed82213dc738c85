import '../../styles/organizations.css'
import type { User } from '@gatehouse/sdk'
import { NotFound } from '../../routes/not-found.tsx'
import { OwnApiKeys } from '../api-keys/own.tsx'
import { organizationsArea, useOrganizations } from './area.ts'
import { Mine } from './mine.tsx'
import { OrganizationPage } from './organization.tsx'

/** Everything about organizations and API keys. */
export function OrganizationsPart({ user }: { user: User }) {
  return (
    <organizationsArea.Area>
      <Here user={user} />
    </organizationsArea.Area>
  )
}

function Here({ user }: { user: User }) {
  const { address } = useOrganizations()
  const [, , part, organizationId, section = 'overview', ...rest] = address.pathname.split('/')
  if (rest.length > 0) return <NotFound />
  if (part === 'api-keys') return <OwnApiKeys />
  if (!organizationId) return <Mine />
  return <OrganizationPage key={organizationId} {...{ user, organizationId, section }} />
}
