import type { AdminUser } from '@gatehouse/sdk'
import { useConsole } from '../area.ts'

/** How an account stands, in a word or several. */
export function Standing({ user }: { user: Omit<AdminUser, 'failedSignIns'> }) {
  const { strings } = useConsole()
  const { users, roles } = strings
  const { status, isVerified, pausedUntil, passwordChangeRequired, erasedAfter, platformRole } = user
  return (
    <span class="tags">
      <span class={status === 'active' ? 'tag tag-good' : 'tag tag-danger'}>{users.statuses[status]}</span>
      {!isVerified && <span class="tag tag-warn">{users.isUnverified}</span>}
      {pausedUntil && <span class="tag tag-warn">{users.paused}</span>}
      {passwordChangeRequired && <span class="tag tag-warn">{users.resetDue}</span>}
      {erasedAfter && <span class="tag tag-danger">{users.closed}</span>}
      {platformRole && <span class="tag tag-accent">{roles[platformRole]}</span>}
    </span>
  )
}
