import { useOrganizations } from '../organizations/area.ts'
import { permissions } from '../organizations/permissions.ts'
import { ApiKeys } from './api-keys.tsx'
import type { Scope } from './source.ts'

/** Keep in step with the server's kit/api-key-scopes.ts. */
export const organizationScopes = permissions.filter(
  (permission) => permission !== 'api-keys:manage' && permission !== 'org:delete',
)
const ownScopes: Scope[] = ['account:read', 'organizations:read', ...organizationScopes]

/** The person's own keys. */
export function OwnApiKeys() {
  const { gatehouse, strings } = useOrganizations()
  return (
    <ApiKeys
      source={{
        name: 'own',
        lead: strings.apiKeys.lead,
        scopes: ownScopes,
        list: (cursor) => gatehouse.apiKeys.list({ cursor }),
        create: (wanted) => gatehouse.apiKeys.create(wanted),
        rotate: (keyId, overlapSeconds) => gatehouse.apiKeys.rotate({ keyId, overlapSeconds }),
        revoke: (keyId) => gatehouse.apiKeys.revoke({ keyId }),
      }}
    />
  )
}
