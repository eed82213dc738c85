import { useOrganizations } from '../organizations/area.ts'
import { useStanding } from '../organizations/standing.ts'
import { ApiKeys } from './api-keys.tsx'
import { organizationScopes } from './own.tsx'

/** The keys of an organization. */
export function OrganizationApiKeys() {
  const { gatehouse, strings } = useOrganizations()
  const { organization, held } = useStanding()
  const organizationId = organization.id
  const { apiKeys } = gatehouse.organizations
  const scopes = organizationScopes.filter((scope) => held.has(scope))
  return (
    <ApiKeys
      of={organization.name}
      source={{
        name: organizationId,
        lead: strings.apiKeys.organizationLead,
        scopes,
        list: (cursor) => apiKeys.list({ organizationId, cursor }),
        create: ({ scopes: wanted, ...rest }) =>
          apiKeys.create({
            ...rest,
            organizationId,
            scopes: scopes.filter((scope) => wanted.includes(scope)),
          }),
        rotate: (keyId, overlapSeconds) => apiKeys.rotate({ organizationId, keyId, overlapSeconds }),
        revoke: (keyId) => apiKeys.revoke({ organizationId, keyId }),
      }}
    />
  )
}
