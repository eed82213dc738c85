import type { Context } from '../../context.ts'
import type { ApiKeyScope } from '../../kit/api-key-scopes.ts'
import { hashToken } from '../../kit/tokens.ts'
import type { Account } from '../accounts/index.ts'
import { acrossOrganizations, findStanding, type Standing } from '../memberships/index.ts'
import { isApiKey, looksLikeApiKey } from './rules.ts'
import { findLiveKey, type LiveKeyRow, noteUse, revokeKeysOf } from './store.ts'

/** The key a request came with: checked against the database in this very request. */
export interface ActiveKey {
  keyId: string
  name: string
  /** Whoever made it, and answers for it. */
  userId: string
  /** Null for a person's own key. */
  organizationId: string | null
  /** As it was made. What it may do is at the most that, and at the most what its maker may do now. */
  scopes: ReadonlySet<ApiKeyScope>
  expiresAt: Date | null
  account: Account
  hasPassword: boolean
  mfaEnabled: boolean
  /** What whoever made it is in its organization, or, of a person's own key, in the one that was asked for. */
  standing: Standing | undefined
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
    const { userId, organizationId } = row.key
    const standing = organizationId === null ? undefined : await findStanding(inTx, organizationId, userId)
    if (organizationId !== null && !standing) return undefined
    await noteUse(inTx.db, row)
    return toActive(row, standing)
  })
}

/** No person and no organization has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * As `findActiveKey`, for somebody else who was shown the key: undefined also where it is not good in the organization
 * they ask for, or where that demands a second factor and its maker has none (SECURITY M7).
 *
 * Asks the database the same whatever the text is: how long a refusal takes would else tell a key that was good once
 * from one that never was.
 */
export function examineKey(
  ctx: Pick<Context, 'db'>,
  text: string,
  wantedOrganizationId?: string,
): Promise<ActiveKey | undefined> {
  return acrossOrganizations(ctx, async (inTx) => {
    const row = await findLiveKey(inTx.db, hashToken(text))
    const ownOrganizationId = row?.key.organizationId ?? undefined
    const organizationId = ownOrganizationId ?? wantedOrganizationId
    const standing = await findStanding(inTx, organizationId ?? NOBODY, row?.key.userId ?? NOBODY)
    if (!row) return undefined
    if (wantedOrganizationId !== undefined && organizationId !== wantedOrganizationId) return undefined
    if (organizationId !== undefined && !standing) return undefined
    if (standing?.requireMfa && !row.mfaEnabled) return undefined
    await noteUse(inTx.db, row)
    return toActive(row, standing)
  })
}

function toActive(
  { key, account, hasPassword, mfaEnabled }: LiveKeyRow,
  standing: Standing | undefined,
): ActiveKey {
  const { id: keyId, name, userId, organizationId, expiresAt } = key
  const scopes = new Set(key.scopes)
  const facts = { keyId, name, userId, organizationId, scopes, expiresAt }
  return { ...facts, account, hasPassword, mfaEnabled, standing }
}

/** Revokes every key a person has made, or has made since, and tells how many were live. */
export function revokeAllKeys(ctx: Pick<Context, 'db'>, userId: string, since?: Date): Promise<number> {
  return acrossOrganizations(ctx, (inTx) => revokeKeysOf(inTx.db, userId, { since }))
}

/**
 * Revokes the keys a person has made for one organization, and tells how many were live: whoever is taken back in must
 * make new ones (SECURITY G5). In the organization's scope.
 */
export function revokeOrganizationKeys(
  inTx: Pick<Context, 'db'>,
  organizationId: string,
  userId: string,
): Promise<number> {
  return revokeKeysOf(inTx.db, userId, { organizationId })
}
