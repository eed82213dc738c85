import { KeyIcon } from '../../ui/icons.tsx'
import { ago, day, dayAndTime } from '../../ui/time.ts'
import { useOrganizations, type Words } from '../organizations/area.ts'
import type { AnyKey, Scope } from './source.ts'

interface KeyRowProps {
  apiKey: AnyKey
  onAsked(what: 'rotate' | 'revoke'): void
}

/** A key: what it is good for, whether it still is, and when it was last used. */
export function KeyRow({ apiKey, onAsked }: KeyRowProps) {
  const { strings, language } = useOrganizations()
  const { apiKeys } = strings
  const { name, prefix, status, scopes, createdAt, lastUsedAt } = apiKey
  const isReplaced = apiKey.replacedById !== null
  const shown = status === 'live' && isReplaced ? 'replaced' : status
  const story = [
    apiKeys.created(day(language, createdAt)),
    ...('createdBy' in apiKey ? [apiKeys.createdBy(apiKey.createdBy.displayName)] : []),
    lastUsedAt ? apiKeys.used(ago(language, lastUsedAt)) : apiKeys.neverUsed,
  ]
  return (
    <li class="row">
      <span class="row-icon">
        <KeyIcon />
      </span>
      <div class="row-text">
        <p class="row-title">
          {name} <code class="tag">{prefix}…</code>{' '}
          <span class={shown === 'live' ? 'tag tag-success' : 'tag'}>{apiKeys.status[shown]}</span>
        </p>
        <p class="hint">{story.join(' · ')}</p>
        <p class="hint">{endOf(apiKey)}</p>
        <ScopeTags scopes={scopes} />
      </div>
      {status === 'live' && (
        <div class="row-actions">
          {!isReplaced && (
            <button
              type="button"
              class="button button-small"
              onClick={() => onAsked('rotate')}
              aria-label={apiKeys.rotateOf(name)}
            >
              {apiKeys.rotate}
            </button>
          )}
          <button
            type="button"
            class="button button-small"
            onClick={() => onAsked('revoke')}
            aria-label={apiKeys.revokeOf(name)}
          >
            {apiKeys.revoke}
          </button>
        </div>
      )}
    </li>
  )

  function endOf({ expiresAt, revokedAt }: AnyKey): string {
    if (status === 'revoked' && revokedAt) return apiKeys.ended(dayAndTime(language, revokedAt))
    if (!expiresAt) return apiKeys.neverExpires
    if (status === 'expired') return apiKeys.ended(dayAndTime(language, expiresAt))
    return isReplaced
      ? apiKeys.worksUntil(dayAndTime(language, expiresAt))
      : apiKeys.expires(day(language, expiresAt))
  }
}

function ScopeTags({ scopes }: { scopes: readonly Scope[] }) {
  const { apiKeys } = useOrganizations().strings
  if (scopes.length === 0) return <p class="hint">{apiKeys.noScopes}</p>
  return (
    <ul class="tags" aria-label={apiKeys.scopes}>
      {scopes.map((scope) => (
        <li key={scope}>
          <code class="tag">{scope}</code>
        </li>
      ))}
    </ul>
  )
}

/** What a scope allows, in words. */
export const scopeText = ({ permissions, apiKeys }: Words, scope: Scope): string =>
  scope === 'account:read' || scope === 'organizations:read' ? apiKeys.scopeNames[scope] : permissions[scope]
