import type { AdminUser, AdminUsersBulkInput, AdminUsersBulkOutput } from '@gatehouse/sdk'
import type { ErrorCode } from '@gatehouse/sdk/errors'
import { useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useConsole } from '../area.ts'
import type { Permission } from '../permissions.ts'
import { useOffers } from '../staff.ts'
import { type Column, Table } from '../table.tsx'

type BulkAction = AdminUsersBulkInput['action']
type Result = AdminUsersBulkOutput['items'][number]

const actions: readonly { action: BulkAction; needs: Permission; isDanger?: boolean }[] = [
  { action: 'unlock', needs: 'users:unlock' },
  { action: 'verify_email', needs: 'users:verify' },
  { action: 'require_password_reset', needs: 'users:reset-password' },
  { action: 'revoke_sessions', needs: 'users:revoke-sessions' },
  { action: 'enable', needs: 'users:disable' },
  { action: 'disable', needs: 'users:disable', isDanger: true },
  { action: 'lockdown', needs: 'users:lockdown', isDanger: true },
]

/** As many as the server takes at once. */
const MOST = 100

export const mayDoInBulk = (isOffered: (permission: Permission) => boolean): boolean =>
  actions.some(({ needs }) => isOffered(needs))

/** What came of an act on several people. */
export interface BulkOutcome {
  results: Result[]
  people: AdminUser[]
}

interface BulkProps {
  people: AdminUser[]
  onDone(outcome: BulkOutcome): void
  onCleared(): void
}

/** One act on everybody chosen. */
export function Bulk({ people, onDone, onCleared }: BulkProps) {
  const { gatehouse, strings } = useConsole()
  const { bulk } = strings
  const isOffered = useOffers()
  const [asked, setAsked] = useState<BulkAction>()
  const offered = actions.filter(({ needs }) => isOffered(needs))
  const isTooMany = people.length > MOST
  return (
    <section class="bulk" aria-label={bulk.label}>
      <p role="status">{isTooMany ? bulk.tooMany(people.length, MOST) : bulk.chosen(people.length)}</p>
      {!isTooMany &&
        offered.map(({ action, isDanger }) => (
          <button
            key={action}
            type="button"
            class={isDanger ? 'button button-small button-danger' : 'button button-small'}
            onClick={() => setAsked(action)}
          >
            {bulk.actions[action]}
          </button>
        ))}
      <button type="button" class="button button-small button-quiet" onClick={onCleared}>
        {bulk.clear}
      </button>
      {asked && (
        <Ask
          title={bulk.ask[asked](people.length)}
          lead={bulk.lead}
          submit={bulk.actions[asked]}
          isDanger={actions.some(({ action, isDanger }) => action === asked && isDanger)}
          act={() => gatehouse.admin.users.bulk({ action: asked, userIds: people.map(({ id }) => id) })}
          onDone={({ items }) => onDone({ results: items, people })}
          onClosed={() => setAsked(undefined)}
        />
      )}
    </section>
  )
}

interface BulkResultsProps extends BulkOutcome {
  onClosed(): void
}

/** What came of it for each: what fails for one leaves the others alone. */
export function BulkResults({ results, people, onClosed }: BulkResultsProps) {
  const { strings } = useConsole()
  const { bulk, users, list } = strings
  const known = new Map(people.map((person) => [person.id, person]))
  const failed = results.filter(({ status }) => status === 'failed').length
  const columns: Column<Result>[] = [
    {
      id: 'name',
      title: users.name,
      isName: true,
      cell: ({ userId }) => known.get(userId)?.email ?? userId,
    },
    {
      id: 'result',
      title: bulk.result,
      cell: ({ status, code }) => (
        <div>
          <span class={status === 'done' ? 'tag tag-good' : 'tag tag-danger'}>{bulk.statuses[status]}</span>
          {code && <span class="sub">{strings.errors[code as ErrorCode] ?? code}</span>}
        </div>
      ),
    },
  ]
  return (
    <Dialog title={bulk.resultTitle} isWide onClosed={onClosed}>
      <p class="lead">{bulk.summary(results.length - failed, failed)}</p>
      <Table caption={bulk.resultTitle} columns={columns} items={results} keyOf={({ userId }) => userId} />
      <div class="actions">
        <button type="button" class="button button-primary" onClick={onClosed}>
          {list.close}
        </button>
      </div>
    </Dialog>
  )
}
