import { checksumOf } from '../api-key-format.ts'
import type { ApiKey, ApiKeyVerification, OrganizationApiKey, PersonalData } from '../generated/types.ts'
import { type Call, type Handler, signedIn } from './call.ts'
import type { TestOrganization } from './organization-state.ts'
import { memberOf, permissionsOf, recordIn } from './organizations.ts'
import { hasSecondFactor, type TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { newId, newToken, nowOf, pageOf, record, type State, type TestApiKey } from './state.ts'

// Keys are made, listed and verified here. No procedure of the stand-in takes one in place of an access token.

const MAX_KEYS = 50
const MAX_KEYS_WITH_ROTATED = 100
const YEAR_MS = 365 * 24 * 3_600_000
const DEFAULT_OVERLAP_SECONDS = 86_400
/** `gk_` and 43 characters; the checksum follows. */
const SECRET_LENGTH = 46
const SHOWN_LENGTH = 11

/** The scopes that hold outside of any organization. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['account:read', 'organizations:read'])

/** Who asks for keys, and the organization whose they are; without one, their own. */
interface Holder {
  state: State
  user: TestUser
  organization?: TestOrganization
  role?: string
}

function personal(call: Call): Holder {
  return { state: call.state, user: signedIn(call).user }
}

function ofOrganization(call: Call, organizationId: string): Holder {
  const { user, organization, member } = memberOf(call, organizationId, 'api-keys:manage')
  return { state: call.state, user, organization, role: member.role }
}

/** Well formed as the server's are, so that code which looks at them first lets them through. */
function newKey(state: State): string {
  const key = newToken(state, 'gk').padEnd(SECRET_LENGTH, '_')
  return `${key}${checksumOf(key)}`
}

/** Whether an answer is shown once, and kept for no Idempotency-Key. */
export const showsSecret = (output: unknown): boolean =>
  typeof output === 'object' && output !== null && 'apiKey' in output

const isLive = (state: State, { revokedAt, expiresAt }: TestApiKey): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > nowOf(state))

function toApiKey(state: State, key: TestApiKey): ApiKey {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt, replacedById } = key
  const status = revokedAt ? 'revoked' : isLive(state, key) ? 'live' : 'expired'
  const prefix = key.key.slice(0, SHOWN_LENGTH)
  return { id, name, prefix, scopes, status, createdAt, expiresAt, lastUsedAt, revokedAt, replacedById }
}

function toOrganizationApiKey(state: State, key: TestApiKey): OrganizationApiKey {
  const maker = state.users.find(({ id }) => id === key.userId)
  return {
    ...toApiKey(state, key),
    createdBy: { id: key.userId, displayName: maker?.displayName ?? '' },
  }
}

const keysOf = ({ state, user, organization }: Holder): TestApiKey[] =>
  state.apiKeys.filter(({ userId, organizationId }) =>
    organization ? organizationId === organization.id : organizationId === null && userId === user.id,
  )

function note(
  holder: Holder,
  action: 'api_key.created' | 'api_key.rotated' | 'api_key.revoked',
  id: string,
): void {
  const { state, user, organization } = holder
  if (organization) recordIn(state, { organization, user }, { action, target: { type: 'api_key', id } })
  else record(state, { action, userId: user.id })
}

interface Wish {
  name: string
  scopes: ApiKey['scopes']
  expiresAt?: Date | null | undefined
}

function addKey({ state, user, organization }: Holder, { name, scopes, expiresAt }: Wish): TestApiKey {
  const added: TestApiKey = {
    id: newId(state),
    userId: user.id,
    organizationId: organization?.id ?? null,
    key: newKey(state),
    name,
    scopes: [...new Set(scopes)],
    createdAt: nowOf(state),
    expiresAt: expiresAt ?? null,
    lastUsedAt: null,
    revokedAt: null,
    replacedById: null,
  }
  state.apiKeys.unshift(added)
  return added
}

function refuseTooMany(holder: Holder, most: number): void {
  if (keysOf(holder).filter((key) => isLive(holder.state, key)).length >= most)
    throw new Refusal('api_key.too_many')
}

function refuseScopes({ organization, role = '' }: Holder, scopes: ApiKey['scopes']): void {
  const permissions: readonly string[] | undefined = organization && permissionsOf(organization, role)
  if (organization && !scopes.every((scope) => permissions?.includes(scope)))
    throw new Refusal('api_key.scope_forbidden')
}

function create(holder: Holder, wish: Wish): TestApiKey {
  const { state } = holder
  const leftMs = wish.expiresAt ? wish.expiresAt.getTime() - nowOf(state).getTime() : 1
  if (leftMs <= 0 || leftMs > YEAR_MS) {
    throw new Refusal('request.invalid', {
      errors: [{ pointer: '/expiresAt', code: 'out_of_range', message: 'In the future, and within a year.' }],
    })
  }
  refuseScopes(holder, wish.scopes)
  refuseTooMany(holder, MAX_KEYS)
  const added = addKey(holder, wish)
  note(holder, 'api_key.created', added.id)
  return added
}

/** @throws {Refusal} `not_found` when there is no such live key of theirs. */
function getKey(holder: Holder, keyId: string): TestApiKey {
  const found = keysOf(holder).find((key) => key.id === keyId && isLive(holder.state, key))
  if (!found) throw new Refusal('not_found')
  return found
}

function rotate(holder: Holder, keyId: string, overlapSeconds = DEFAULT_OVERLAP_SECONDS): TestApiKey {
  const older = getKey(holder, keyId)
  if (older.replacedById !== null) throw new Refusal('api_key.already_rotated')
  refuseScopes(holder, older.scopes)
  refuseTooMany(holder, MAX_KEYS_WITH_ROTATED)
  const added = addKey(holder, older)
  const end = nowOf(holder.state, overlapSeconds * 1_000)
  older.replacedById = added.id
  if (older.expiresAt === null || older.expiresAt > end) older.expiresAt = end
  note(holder, 'api_key.rotated', older.id)
  return added
}

function revoke(holder: Holder, keyId: string): undefined {
  getKey(holder, keyId).revokedAt = nowOf(holder.state)
  note(holder, 'api_key.revoked', keyId)
}

const shown = (state: State, key: TestApiKey) => ({ apiKey: toApiKey(state, key), key: key.key })
const shownWithMaker = (state: State, key: TestApiKey) => ({
  apiKey: toOrganizationApiKey(state, key),
  key: key.key,
})

export const listApiKeys: Handler<'apiKeys.list'> = (call, { cursor, limit }) => {
  const { items, nextCursor } = pageOf(keysOf(personal(call)), cursor, limit)
  return { items: items.map((key) => toApiKey(call.state, key)), nextCursor }
}
export const createApiKey: Handler<'apiKeys.create'> = (call, input) =>
  shown(call.state, create(personal(call), input))
export const rotateApiKey: Handler<'apiKeys.rotate'> = (call, { keyId, overlapSeconds }) =>
  shown(call.state, rotate(personal(call), keyId, overlapSeconds))
export const revokeApiKey: Handler<'apiKeys.revoke'> = (call, { keyId }) => revoke(personal(call), keyId)

export const listOrganizationApiKeys: Handler<'organizations.apiKeys.list'> = (call, input) => {
  const keys = keysOf(ofOrganization(call, input.organizationId))
  const { items, nextCursor } = pageOf(keys, input.cursor, input.limit)
  return { items: items.map((key) => toOrganizationApiKey(call.state, key)), nextCursor }
}
export const createOrganizationApiKey: Handler<'organizations.apiKeys.create'> = (call, input) =>
  shownWithMaker(call.state, create(ofOrganization(call, input.organizationId), input))
export const rotateOrganizationApiKey: Handler<'organizations.apiKeys.rotate'> = (call, input) =>
  shownWithMaker(
    call.state,
    rotate(ofOrganization(call, input.organizationId), input.keyId, input.overlapSeconds),
  )
export const revokeOrganizationApiKey: Handler<'organizations.apiKeys.revoke'> = (call, input) =>
  revoke(ofOrganization(call, input.organizationId), input.keyId)

export const verifyApiKey: Handler<'apiKeys.verify'> = ({ state }, input): ApiKeyVerification => {
  const found = state.apiKeys.find((key) => key.key === input.key && isLive(state, key))
  const maker = state.users.find(({ id }) => id === found?.userId)
  if (!found || !maker?.isVerified || maker.isDisabled || state.closing.has(maker.id)) return { valid: false }
  const organizationId = found.organizationId ?? input.organizationId ?? null
  if (input.organizationId !== undefined && input.organizationId !== organizationId) return { valid: false }
  const permissions = organizationId === null ? undefined : permissionsIn(state, organizationId, maker)
  if (organizationId !== null && !permissions) return { valid: false }
  found.lastUsedAt = nowOf(state)
  const { id: keyId, name, userId, expiresAt } = found
  const scopes = found.scopes.filter((scope) => permissions?.includes(scope) ?? OF_PEOPLE.has(scope))
  return { valid: true, keyId, name, userId, organizationId, scopes, expiresAt }
}

/** What somebody may do in an organization; undefined when they do not belong to it, or lack what it asks for. */
function permissionsIn(
  { organizations }: State,
  organizationId: string,
  maker: TestUser,
): readonly string[] | undefined {
  const organization = organizations.find(({ id }) => id === organizationId)
  const member = organization?.members.find(({ userId }) => userId === maker.id)
  if (!organization || !member || (organization.requireMfa && !hasSecondFactor(maker))) return undefined
  return permissionsOf(organization, member.role) ?? []
}

/** How many live ones somebody has made. */
export const liveKeysOf = (state: State, user: TestUser): number =>
  state.apiKeys.filter((key) => key.userId === user.id && isLive(state, key)).length

/** Of a person: all of them when their account is closed, those of one organization when they leave it. */
export function revokeKeysOf(state: State, user: { id: string }, organizationId?: string): void {
  for (const key of state.apiKeys) {
    const isMeant = organizationId === undefined || key.organizationId === organizationId
    if (key.userId === user.id && isMeant && isLive(state, key)) key.revokedAt = nowOf(state)
  }
}

export const exportKeys = ({ apiKeys }: State, user: TestUser): PersonalData['apiKeys'] =>
  apiKeys
    .filter(({ userId }) => userId === user.id)
    .map(({ id, name, key, organizationId, scopes, ...moments }) => ({
      ...{ id, name, organizationId, scopes, prefix: key.slice(0, SHOWN_LENGTH) },
      ...{ createdAt: moments.createdAt, expiresAt: moments.expiresAt },
      ...{ lastUsedAt: moments.lastUsedAt, revokedAt: moments.revokedAt },
    }))
