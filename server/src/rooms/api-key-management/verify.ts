import type { Context } from '../../context.ts'
import { type ApiKeyScope, organizationScopes } from '../../kit/api-key-scopes.ts'
import { type ActiveKey, examineKey } from '../api-keys/index.ts'
import type { Verification } from './schemas.ts'

/**
 * What a key may do at this moment. Of one that is good for nothing it says no more than that: not whether it never was,
 * is no longer, or whose it is.
 */
export async function verifyKey(
  ctx: Pick<Context, 'db'>,
  { key: text, organizationId }: { key: string; organizationId?: string | undefined },
): Promise<Verification> {
  const key = await examineKey(ctx, text, organizationId)
  if (!key) return { valid: false }
  const { keyId, name, userId, expiresAt } = key
  return {
    valid: true,
    keyId,
    name,
    userId,
    organizationId: key.standing?.organizationId ?? null,
    scopes: scopesNow(key),
    expiresAt,
  }
}

/**
 * In an organization as far as whoever made the key may still do that there (SECURITY Y2). Where none is asked for, a
 * person's own key does nothing in any: everybody may give one all scopes, and only a role tells what they are worth.
 */
function scopesNow({ scopes, standing }: ActiveKey): ApiKeyScope[] {
  const permissions: ReadonlySet<string> | undefined = standing?.permissions
  return [...scopes].filter((scope) => (permissions ? permissions.has(scope) : !isOfOrganizations(scope)))
}

const isOfOrganizations = (scope: ApiKeyScope): boolean =>
  (organizationScopes as readonly ApiKeyScope[]).includes(scope)
