import { type ApiKeyScope, isOrganizationScope } from './api-key-scopes.ts'
import type { OrganizationPermission } from './organization-permissions.ts'
import type { PlatformPermission } from './platform-permissions.ts'

/** What is asked of a member: a permission of their role, or just that they belong to the organization. */
export type MemberPermission = OrganizationPermission | 'member'

/**
 * Who may call a procedure, as its definition says it and everything else reads it: `public`, `user`, `fresh` (a user
 * who has proven themselves within five minutes), `org:<permission>`, `platform:<permission>`; with `+fresh` where both
 * are asked, and `+key` where API keys are admitted that have the permission as a scope.
 */
export type Access =
  | 'public'
  | 'user'
  | 'fresh'
  | `user+key:${ApiKeyScope}`
  | `org:${MemberPermission}`
  | `org:${MemberPermission}+fresh`
  | `org:${MemberPermission}+key`
  | `platform:${PlatformPermission}`
  | `platform:${PlatformPermission}+fresh`

/** An access, taken apart. */
export type AccessRule = { fresh: boolean; keyScope: ApiKeyScope | null } & (
  | { who: 'public' }
  | { who: 'user' }
  | { who: 'org'; permission: MemberPermission }
  | { who: 'platform'; permission: PlatformPermission }
)

export const accessPattern =
  /^(?:public|user|fresh|user\+key:[a-z]+:[a-z]+|org:(?:member|[a-z-]+:[a-z]+)(?:\+fresh|\+key)?|platform:[a-z]+:[a-z-]+(?:\+fresh)?)$/

const known = new Map<Access, AccessRule>()

/** An access, taken apart: each of the few there are once, since every request asks. */
export function readAccess(access: Access): AccessRule {
  const rule = known.get(access) ?? takeApart(access)
  known.set(access, rule)
  return rule
}

function takeApart(access: Access): AccessRule {
  const [base = '', extra = ''] = access.split('+') as [string, string?]
  const fresh = base === 'fresh' || extra === 'fresh'
  if (base === 'public') return { who: 'public', fresh, keyScope: null }
  if (base.startsWith('org:')) {
    const permission = base.slice('org:'.length) as MemberPermission
    const takesKeys = extra === 'key' && permission !== 'member' && isOrganizationScope(permission)
    const keyScope = takesKeys ? permission : null
    return { who: 'org', permission, fresh, keyScope }
  }
  if (base.startsWith('platform:')) {
    return {
      who: 'platform',
      permission: base.slice('platform:'.length) as PlatformPermission,
      fresh,
      keyScope: null,
    }
  }
  const keyScope = extra.startsWith('key:') ? (extra.slice('key:'.length) as ApiKeyScope) : null
  return { who: 'user', fresh, keyScope }
}

/** An access in words, for the document and the SDK's hover texts. */
export function describeAccess(access: Access): string {
  const rule = readAccess(access)
  const fresh = rule.fresh ? ' in which the caller has proven themselves within five minutes' : ''
  const key = rule.keyScope === null ? '' : `, or an API key with the scope \`${rule.keyScope}\``
  switch (rule.who) {
    case 'public':
      return 'Anyone may call it.'
    case 'user':
      return `Needs the access token of a live session${fresh}${key}.`
    case 'org':
      return rule.permission === 'member'
        ? `Needs the access token of a live session of a member of the organization${fresh}.`
        : `Needs the access token of a live session${fresh} of a member of the organization whose role holds \`${rule.permission}\`${key}; to strangers there is no such organization.`
    case 'platform':
      return `Needs the access token of a live session${fresh} with a platform role that holds \`${rule.permission}\`; to everybody else there is nothing here.`
  }
}
