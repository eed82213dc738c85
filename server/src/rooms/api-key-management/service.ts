import type { Context, UserContext } from '../../context.ts'
import type { ApiKeyScope } from '../../kit/api-key-scopes.ts'
import { days } from '../../kit/duration.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { newId } from '../../kit/ids.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { hashToken } from '../../kit/tokens.ts'
import { newApiKey } from '../api-keys/index.ts'
import { type AuditAction, recordAudit } from '../audit/index.ts'
import { lockCaller } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { acrossOrganizations, asPerson, inOrganization, lockStanding } from '../memberships/index.ts'
import type { OrganizationApiKey } from './schemas.ts'
import {
  countLiveKeys,
  deleteOldKeys,
  endSoon,
  insertKey,
  isReplaced,
  type KeyOwner,
  type KeyRow,
  lockLiveKey,
  revokeLiveKey,
  selectOne,
  selectPage,
} from './store.ts'

/** Live keys of one owner. Rotation may go beyond, so that whoever has as many as they may can still rotate them. */
const MAX_KEYS = 50
const MAX_KEYS_WITH_ROTATED = 100
const MAX_LIFETIME_MS = days(365)

export interface KeyWish {
  name: string
  scopes: ApiKeyScope[]
  expiresAt?: Date | undefined
}

/** A key, and its secret: what is answered once and never again. */
export interface MadeKey {
  apiKey: OrganizationApiKey
  key: string
}

/** Whose keys a call is about: the organization's whose member was admitted, or the caller's own. */
const ownerOf = ({ actor, standing }: UserContext): KeyOwner =>
  standing ? { organizationId: standing.organizationId } : { userId: actor.userId }

function within<Result>(ctx: UserContext, work: (inTx: UserContext) => Promise<Result>): Promise<Result> {
  return ctx.standing
    ? inOrganization(ctx, ctx.standing.organizationId, work)
    : asPerson(ctx, ctx.actor.userId, work)
}

/** Live keys and those that ended lately, newest first. */
export function listKeys(ctx: UserContext, page: PageRequest): Promise<Page<OrganizationApiKey>> {
  const after = readMomentCursor(page.cursor)
  return within(ctx, async ({ db }) => {
    const rows = await selectPage(db, ownerOf(ctx), page.limit + 1, after)
    return cutPage(rows, page.limit, { toItem: toApiKey, keyOf: ({ key }) => momentKey(key) })
  })
}

/**
 * Makes a key, and tells its maker by mail.
 *
 * @throws {IdentityError} `request.invalid` for an end that has passed or is more than a year away;
 *   `api_key.scope_forbidden`; `api_key.too_many`.
 */
export function createKey(ctx: UserContext, wish: KeyWish): Promise<MadeKey> {
  refuseEnd(ctx, wish.expiresAt)
  return within(ctx, async (inTx) => {
    await lockOwner(inTx, wish.scopes)
    await refuseTooMany(inTx, MAX_KEYS)
    const made = await addKey(inTx, wish)
    await queueNotice(inTx, ctx.actor.account, 'api_key_created')
    await recordKeyEvent(inTx, 'api_key.created', {
      keyId: made.apiKey.id,
      scopes: made.apiKey.scopes,
      expiresAt: made.apiKey.expiresAt,
    })
    return made
  })
}

/**
 * Makes a key that takes the place of another, which goes on working for the overlap. The new one is the caller's to
 * answer for, so they must hold its scopes themselves.
 *
 * @throws {IdentityError} `not_found` when there is no such live key; `api_key.already_rotated`;
 *   `api_key.scope_forbidden`; `api_key.too_many`.
 */
export function rotateKey(
  ctx: UserContext,
  { keyId, overlapSeconds }: { keyId: string; overlapSeconds: number },
): Promise<MadeKey> {
  return within(ctx, async (inTx) => {
    const permissions = await lockOwner(inTx, [])
    const older = await lockLiveKey(inTx.db, ownerOf(ctx), keyId)
    if (!older) throw new IdentityError('not_found')
    if (await isReplaced(inTx.db, keyId)) throw new IdentityError('api_key.already_rotated')
    refuseScopes(permissions, older.scopes)
    await refuseTooMany(inTx, MAX_KEYS_WITH_ROTATED)
    const { name, scopes, expiresAt } = older
    const made = await addKey(inTx, { name, scopes, expiresAt, replacesId: keyId })
    await endSoon(inTx.db, keyId, overlapSeconds)
    await queueNotice(inTx, ctx.actor.account, 'api_key_rotated')
    await recordKeyEvent(inTx, 'api_key.rotated', { keyId, newKeyId: made.apiKey.id, scopes, overlapSeconds })
    return made
  })
}

/** @throws {IdentityError} `not_found` when there is no such live key. */
export function revokeKey(ctx: UserContext, keyId: string): Promise<void> {
  return within(ctx, async (inTx) => {
    if (!(await revokeLiveKey(inTx.db, ownerOf(ctx), keyId))) throw new IdentityError('not_found')
    await recordKeyEvent(inTx, 'api_key.revoked', { keyId })
  })
}

/** Removes keys that ended thirty days ago. */
export function cleanUpApiKeys(ctx: Pick<Context, 'db'>): Promise<void> {
  return acrossOrganizations(ctx, ({ db }) => deleteOldKeys(db))
}

/**
 * Locks the caller, and the organization where it is its keys: nobody adds another at the same time. Then looks again
 * what the caller may do, since that may have changed while this waited (SECURITY Y2).
 *
 * @returns what the caller may do in the organization; undefined for keys of their own.
 */
async function lockOwner(inTx: UserContext, scopes: readonly ApiKeyScope[]) {
  await lockCaller(inTx)
  if (!inTx.standing) return undefined
  const { permissions } = (await lockStanding({ ...inTx, standing: inTx.standing }, 'api-keys:manage'))
    .standing
  refuseScopes(permissions, scopes)
  return permissions
}

function refuseScopes(permissions: ReadonlySet<string> | undefined, scopes: readonly ApiKeyScope[]): void {
  if (permissions && !scopes.every((scope) => permissions.has(scope)))
    throw new IdentityError('api_key.scope_forbidden')
}

function refuseEnd({ clock }: Pick<Context, 'clock'>, expiresAt: Date | undefined): void {
  const leftMs = expiresAt === undefined ? 1 : expiresAt.getTime() - clock.nowMs()
  if (leftMs > 0 && leftMs <= MAX_LIFETIME_MS) return
  throw new IdentityError('request.invalid', {
    errors: [{ pointer: '/expiresAt', code: 'out_of_range', message: 'In the future, and within a year.' }],
  })
}

async function refuseTooMany(inTx: UserContext, most: number): Promise<void> {
  if ((await countLiveKeys(inTx.db, ownerOf(inTx))) >= most) throw new IdentityError('api_key.too_many')
}

/** Whose it is comes from the admitted caller, and from nothing they sent (SECURITY Y2). */
async function addKey(
  inTx: UserContext,
  {
    name,
    scopes,
    expiresAt,
    replacesId,
  }: Omit<KeyWish, 'expiresAt'> & { expiresAt?: Date | null | undefined; replacesId?: string },
): Promise<MadeKey> {
  const { key, prefix } = newApiKey()
  const id = newId(inTx.clock.nowMs())
  await insertKey(inTx.db, {
    id,
    keyHash: hashToken(key),
    prefix,
    name,
    userId: inTx.actor.userId,
    organizationId: inTx.standing?.organizationId ?? null,
    scopes: [...new Set(scopes)],
    expiresAt: expiresAt ?? null,
    replacesId: replacesId ?? null,
  })
  const row = await selectOne(inTx.db, id)
  if (!row) throw new Error('the key that was just made is not there')
  return { apiKey: toApiKey(row), key }
}

/** In the log of the person whose key it is, or of the organization. */
async function recordKeyEvent(
  inTx: UserContext,
  action: AuditAction & `api_key.${string}`,
  details: Record<string, unknown> & { keyId: string },
): Promise<void> {
  const { actor, standing } = inTx
  await recordAudit(inTx, {
    action,
    details,
    ...(standing
      ? { target: { type: 'api_key', id: details.keyId }, organizationId: standing.organizationId }
      : { target: { type: 'user', id: actor.userId } }),
  })
}

function toApiKey({ key, isExpired, replacedById, createdBy }: KeyRow): OrganizationApiKey {
  const { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = key
  const status = revokedAt ? 'revoked' : isExpired ? 'expired' : 'live'
  return {
    id,
    name,
    prefix,
    scopes,
    status,
    createdAt,
    expiresAt,
    lastUsedAt,
    revokedAt,
    replacedById,
    createdBy,
  }
}
