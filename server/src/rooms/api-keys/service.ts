import type { Context } from '../../context.ts'
import type { ApiKeyScope } from '../../kit/api-key-scopes.ts'
import { hashToken } from '../../kit/tokens.ts'
import type { Account } from '../accounts/index.ts'
import { acrossOrganizations, findStanding } from '../memberships/index.ts'
import { isApiKey, looksLikeApiKey } from './rules.ts'
import { findLiveKey, noteUse, revokeKeysOf } from './store.ts'

/** The key a request came with: checked against the database in this very request. */
export interface ActiveKey {
  keyId: string
  /** Whoever made it, and answers for it. */
  userId: string
  /** Null for a person's own key. */
  organizationId: string | null
  /** As it was made. What it may do is at the most that, and at the most what its maker may do now. */
  scopes: ReadonlySet<ApiKeyScope>
  account: Account
  hasPassword: boolean
  mfaEnabled: boolean
}

/** What in a request presents a key: `X-API-Key`, or a Bearer credential with our prefix. Never the query (SECURITY Y5). */
export function presentedKey(
  request: Pick<Context['request'], 'authorization' | 'apiKey'>,
): string | undefined {
  if (request.apiKey !== undefined) return request.apiKey
  const bearer = /^bearer (\S{1,128})$/i.exec(request.authorization ?? '')?.[1]
  return bearer !== undefined && looksLikeApiKey(bearer) ? bearer : undefined
}

/**
 * The key of that text; undefined when it is malformed, unknown, revoked or expired, when its maker's account is disabled
 * or being closed, and for an organization's key when its maker does not belong to it any more (SECURITY Y4).
 */
export async function findActiveKey(ctx: Pick<Context, 'db'>, text: string): Promise<ActiveKey | undefined> {
  if (!isApiKey(text)) return undefined
  return acrossOrganizations(ctx, async (inTx) => {
    const row = await findLiveKey(inTx.db, hashToken(text))
    if (!row) return undefined
    const { id: keyId, userId, organizationId, scopes } = row.key
    if (organizationId !== null && !(await findStanding(inTx, organizationId, userId))) return undefined
    if (!row.useIsNoted) await noteUse(inTx.db, keyId)
    const { account, hasPassword, mfaEnabled } = row
    return { keyId, userId, organizationId, scopes: new Set(scopes), account, hasPassword, mfaEnabled }
  })
}

/** Revokes every key a person has made, and tells how many were live. For disabling, and for a first proof of the mailbox. */
export function revokeAllKeys(ctx: Pick<Context, 'db'>, userId: string): Promise<number> {
  return acrossOrganizations(ctx, (inTx) => revokeKeysOf(inTx.db, userId))
}
