import { checksumOf } from '../api-key-format.ts'
import type { ApiKey, ApiKeyVerification, PersonalData } from '../generated/types.ts'
import { type Call, type Handler, signedIn } from './call.ts'
import type { TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { newId, newToken, nowOf, pageOf, record, type State, type TestApiKey } from './state.ts'

// Keys are made, listed and verified here. No procedure of the stand-in takes one in place of an access token.

const MAX_KEYS = 50
const MAX_KEYS_WITH_ROTATED = 100
const YEAR_MS = 365 * 24 * 3_600_000

const SECRET_LENGTH = 46

/** Well formed as the server's are, so that code which looks at them first lets them through. */
function newKey(state: State): string {
  const key = newToken(state, 'gk').padEnd(SECRET_LENGTH, '_')
  return `${key}${checksumOf(key)}`
}

export const showsSecret = (output: unknown): boolean =>
  typeof output === 'object' && output !== null && 'apiKey' in output

const isLive = (state: State, { revokedAt, expiresAt }: TestApiKey): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > nowOf(state))

function toApiKey(state: State, key: TestApiKey): ApiKey {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt, replacedById } = key
  const status = revokedAt ? 'revoked' : isLive(state, key) ? 'live' : 'expired'
  const prefix = key.key.slice(0, 11)
  return { id, name, prefix, scopes, status, createdAt, expiresAt, lastUsedAt, revokedAt, replacedById }
}

const keysOf = ({ apiKeys }: State, { id }: TestUser): TestApiKey[] =>
  apiKeys.filter(({ userId, organizationId }) => organizationId === null && userId === id)

interface Wish {
  name: string
  scopes: ApiKey['scopes']
  expiresAt?: Date | null | undefined
}

function addKey(state: State, user: TestUser, { name, scopes, expiresAt }: Wish): TestApiKey {
  const added: TestApiKey = {
    id: newId(state),
    userId: user.id,
    organizationId: null,
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

function refuseTooMany(state: State, user: TestUser, most: number): void {
  if (keysOf(state, user).filter((key) => isLive(state, key)).length >= most)
    throw new Refusal('api_key.too_many')
}

export const listApiKeys: Handler<'apiKeys.list'> = (call, { cursor, limit }) => {
  const { items, nextCursor } = pageOf(keysOf(call.state, signedIn(call).user), cursor, limit)
  return { items: items.map((key) => toApiKey(call.state, key)), nextCursor }
}

export const createApiKey: Handler<'apiKeys.create'> = (call, input) => {
  const { user } = signedIn(call)
  const { state } = call
  const leftMs = input.expiresAt ? input.expiresAt.getTime() - nowOf(state).getTime() : 1
  if (leftMs <= 0 || leftMs > YEAR_MS) {
    throw new Refusal('request.invalid', {
      errors: [{ pointer: '/expiresAt', code: 'out_of_range', message: 'In the future, and within a year.' }],
    })
  }
  refuseTooMany(state, user, MAX_KEYS)
  const added = addKey(state, user, input)
  record(state, { action: 'api_key.created', userId: user.id })
  return { apiKey: toApiKey(state, added), key: added.key }
}

/** @throws {Refusal} `not_found` when there is no such live key of theirs. */
function getKey(state: State, user: TestUser, keyId: string): TestApiKey {
  const found = keysOf(state, user).find((key) => key.id === keyId && isLive(state, key))
  if (!found) throw new Refusal('not_found')
  return found
}

export const rotateApiKey: Handler<'apiKeys.rotate'> = (call, { keyId, overlapSeconds = 86_400 }) => {
  const { user } = signedIn(call)
  const { state } = call
  const older = getKey(state, user, keyId)
  if (older.replacedById !== null) throw new Refusal('api_key.already_rotated')
  refuseTooMany(state, user, MAX_KEYS_WITH_ROTATED)
  const added = addKey(state, user, older)
  const end = nowOf(state, overlapSeconds * 1_000)
  older.replacedById = added.id
  if (older.expiresAt === null || older.expiresAt > end) older.expiresAt = end
  record(state, { action: 'api_key.rotated', userId: user.id })
  return { apiKey: toApiKey(state, added), key: added.key }
}

export const revokeApiKey: Handler<'apiKeys.revoke'> = (call, { keyId }) => {
  const { user } = signedIn(call)
  getKey(call.state, user, keyId).revokedAt = nowOf(call.state)
  record(call.state, { action: 'api_key.revoked', userId: user.id })
  return undefined
}

/** When an account is closed. */
export function revokeAllKeys(state: State, user: TestUser): void {
  for (const key of keysOf(state, user)) if (isLive(state, key)) key.revokedAt = nowOf(state)
}

/** How many live ones somebody has. */
export const liveKeysOf = (state: State, user: TestUser): number =>
  keysOf(state, user).filter((key) => isLive(state, key)).length

export const exportKeys = (state: State, user: TestUser): PersonalData['apiKeys'] =>
  keysOf(state, user).map(({ id, name, key, organizationId, scopes, ...moments }) => ({
    ...{ id, name, organizationId, scopes, prefix: key.slice(0, 11), createdAt: moments.createdAt },
    ...{ expiresAt: moments.expiresAt, lastUsedAt: moments.lastUsedAt, revokedAt: moments.revokedAt },
  }))

export const verifyApiKey: Handler<'apiKeys.verify'> = ({ state }, input): ApiKeyVerification => {
  const found = state.apiKeys.find((key) => key.key === input.key && isLive(state, key))
  const maker = state.users.find(({ id }) => id === found?.userId)
  const isGood = maker?.isVerified && !maker.isDisabled && !state.closing.has(maker.id)
  // Nobody belongs to an organization here.
  if (!found || !isGood || input.organizationId !== undefined) return { valid: false }
  found.lastUsedAt = nowOf(state)
  const { id: keyId, name, userId, organizationId, scopes, expiresAt } = found
  return { valid: true, keyId, name, userId, organizationId, scopes, expiresAt }
}

/** To whoever does not belong to an organization there is none, and nobody belongs to one here. */
function noSuchOrganization(call: Call): never {
  signedIn(call)
  throw new Refusal('not_found')
}

export const listOrganizationApiKeys: Handler<'organizations.apiKeys.list'> = noSuchOrganization
export const createOrganizationApiKey: Handler<'organizations.apiKeys.create'> = noSuchOrganization
export const rotateOrganizationApiKey: Handler<'organizations.apiKeys.rotate'> = noSuchOrganization
export const revokeOrganizationApiKey: Handler<'organizations.apiKeys.revoke'> = noSuchOrganization
