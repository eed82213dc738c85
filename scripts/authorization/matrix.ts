import { type Access, readAccess } from '../../server/src/kit/access.ts'
import type { ErrorCode } from '../../server/src/kit/identity-error.ts'
import { type BuiltInRole, permissionsOfRole } from '../../server/src/kit/organization-permissions.ts'
import { mayOnPlatform, type PlatformRole } from '../../server/src/kit/platform-permissions.ts'

/** What of a definition decides who may call it. */
export interface Ruled {
  path: string
  type: 'query' | 'mutation'
  meta: { access: Access; rest?: string | undefined; whileImpersonating?: true | undefined }
}

/** What an admission comes to. */
export type Outcome = 'allowed' | ErrorCode

/** Somebody who calls, as far as an admission asks. */
interface Standing {
  /** Of the organization that the call names; null for a stranger to it. */
  role?: BuiltInRole
  platformRole?: PlatformRole
  /** Proved themselves longer than five minutes ago. */
  isStale?: true
}

/** Whoever may ask. The order is that of the table's columns; the words are those of its head. */
export const callers = {
  anonymous: 'no credential',
  unverified: 'a session of an account whose address is not proven any more',
  person: 'a person who belongs to no organization',
  otherOrganization: 'the owner of another organization',
  viewer: 'a viewer of the organization',
  member: 'a member of the organization',
  admin: 'an admin of the organization',
  owner: 'its owner, freshly signed in',
  ownerNotFresh: 'its owner, signed in an hour ago',
  support: 'platform support',
  platformAdmin: 'a platform admin, freshly signed in',
  platformAdminNotFresh: 'a platform admin, signed in an hour ago',
  keyWithScope: 'an API key with the scope: of the organization where one is named, else the person’s own',
  keyWithoutScope: 'the same key without any scope',
  keyOfOther: 'an API key of another organization with every scope',
  impersonator: 'a platform admin acting as the owner',
  disabled: 'a session of a disabled account',
  staleToken: 'an access token whose session has ended',
} as const

export type Caller = keyof typeof callers

const people: Partial<Record<Caller, Standing>> = {
  person: {},
  otherOrganization: {},
  viewer: { role: 'viewer' },
  member: { role: 'member' },
  admin: { role: 'admin' },
  owner: { role: 'owner' },
  ownerNotFresh: { role: 'owner', isStale: true },
  support: { platformRole: 'support' },
  platformAdmin: { platformRole: 'admin' },
  platformAdminNotFresh: { platformRole: 'admin', isStale: true },
}

/**
 * What a procedure answers a caller before it looks at the rest of the input. Worked out from the definition's access
 * alone, apart from the code that admits callers: the test holds one to the other, cell by cell.
 */
export function outcomeOf(procedure: Ruled, caller: Caller): Outcome {
  const rule = readAccess(procedure.meta.access)
  if (rule.who === 'public') return 'allowed'
  const person = people[caller]
  if (person) return ofPerson(procedure, person)
  if (caller === 'impersonator') return ofImpersonator(procedure)
  if (caller.startsWith('key')) return ofKey(procedure, caller)
  return 'auth.unauthenticated'
}

function ofPerson({ meta }: Ruled, { role, platformRole, isStale }: Standing): Outcome {
  const rule = readAccess(meta.access)
  if (rule.who === 'platform' && !mayOnPlatform(platformRole ?? null, rule.permission)) return 'not_found'
  if (rule.who === 'org') {
    if (role === undefined) return 'not_found'
    if (rule.permission !== 'member' && !permissionsOfRole(role, null).has(rule.permission))
      return 'org.forbidden'
  }
  return rule.fresh && isStale ? 'auth.reauthentication_required' : 'allowed'
}

function ofImpersonator(procedure: Ruled): Outcome {
  const rule = readAccess(procedure.meta.access)
  if (rule.who === 'platform') return 'not_found'
  const changes = procedure.type === 'mutation' && !procedure.meta.whileImpersonating
  return rule.fresh || changes ? 'impersonation.not_allowed' : 'allowed'
}

function ofKey({ meta }: Ruled, caller: Caller): Outcome {
  const rule = readAccess(meta.access)
  if (rule.keyScope === null) return 'auth.unauthenticated'
  if (caller === 'keyWithScope') return 'allowed'
  if (caller === 'keyOfOther' && rule.who === 'org') return 'not_found'
  return 'api_key.scope_missing'
}
