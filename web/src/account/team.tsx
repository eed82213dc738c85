import type { User } from '@gatehouse/sdk'
import { useLazy } from '../area/lazy.ts'
import { useAccount } from './area.ts'
import { organizationsArea } from './organizations/area.ts'

/** Organizations and API keys, which are fetched only by those who have to do with them. */
export function Team({ user }: { user: User }) {
  const { strings, language } = useAccount()
  const { common } = strings
  const { Component, isUnreachable } = useLazy(async () => {
    const [part] = await Promise.all([import('./organizations/part.tsx'), organizationsArea.load(language)])
    return part.OrganizationsPart
  })
  if (Component) return <Component user={user} />
  return (
    <>
      <p role="status" class="loading">
        {isUnreachable ? common.offline : common.loading}
      </p>
      {isUnreachable && (
        <button type="button" class="button" onClick={() => location.reload()}>
          {common.retry}
        </button>
      )}
    </>
  )
}
