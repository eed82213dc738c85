import type { Member } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { Loading, useLoaded } from '../../area/loading.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useOrganizations } from './area.ts'
import { useStanding } from './standing.ts'

/** Makes another member the owner in the person's place. */
export function HandOver({ onDone }: { onDone(done: string): void }) {
  const { strings } = useOrganizations()
  const { overview } = strings
  const { reload } = useStanding()
  const [isAsking, setAsking] = useState(false)
  return (
    <Card title={overview.transfer} lead={overview.transferLead}>
      <div class="actions">
        <button type="button" class="button" onClick={() => setAsking(true)}>
          {overview.transfer}
        </button>
      </div>
      {isAsking && (
        <AskHandOver
          onDone={async (done) => {
            await reload()
            onDone(done)
          }}
          onClosed={() => setAsking(false)}
        />
      )}
    </Card>
  )
}

interface AskHandOverProps {
  onDone(done: string): void
  onClosed(): void
}

function AskHandOver({ onDone, onClosed }: AskHandOverProps) {
  const { gatehouse, strings } = useOrganizations()
  const { overview } = strings
  const { organization, user } = useStanding()
  const organizationId = organization.id
  const loaded = useLoaded(() => readOthers())
  /** All of them: the one may have joined long ago, or just now. */
  const readOthers = async (): Promise<Member[]> => {
    const members: Member[] = []
    let cursor: string | undefined
    do {
      const page = await gatehouse.organizations.members({ organizationId, limit: 100, cursor })
      members.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return members.filter((member) => member.user.id !== user.id)
  }
  const others = loaded.result ?? []
  const nameOf = (userId: string) =>
    others.find((member) => member.user.id === userId)?.user.displayName ?? ''
  return (
    <Ask
      title={overview.transfer}
      lead={overview.transferLead}
      submit={overview.transferSubmit}
      isDanger
      act={async ({ newOwner = '' }) => {
        await gatehouse.organizations.transferOwnership({ organizationId, userId: newOwner })
        return nameOf(newOwner)
      }}
      onDone={(name) => onDone(overview.transferred(name))}
      onClosed={onClosed}
    >
      {(form) => (
        <Loading loaded={loaded}>
          {() =>
            others.length === 0 ? (
              <p>{overview.transferNobody}</p>
            ) : (
              <SelectField
                name="newOwner"
                label={overview.transferTo}
                initial={others[0]!.user.id}
                options={others.map(({ user: { id, displayName, email } }) => ({
                  value: id,
                  text: email ? `${displayName} (${email})` : displayName,
                }))}
                problem={form.problemOf('newOwner')}
              />
            )
          }
        </Loading>
      )}
    </Ask>
  )
}

interface LeaveProps {
  organizationId: string
  /** As far as it is known: whoever may see nothing of it may still leave. */
  name: string
}

/** Ends the person's membership. */
export function Leave({ organizationId, name }: LeaveProps) {
  const { gatehouse, strings, go } = useOrganizations()
  const { overview, mine } = strings
  const [isAsking, setAsking] = useState(false)
  return (
    <Card title={overview.leave} lead={overview.leaveLead}>
      <div class="actions">
        <button type="button" class="button" onClick={() => setAsking(true)}>
          {overview.leave}
        </button>
      </div>
      {isAsking && (
        <Ask
          title={overview.leaveTitle(name)}
          lead={overview.leaveLead}
          submit={overview.leaveSubmit}
          isDanger
          act={() => gatehouse.organizations.leave({ organizationId })}
          onDone={() => go('/account/organizations', { done: mine.left(name) })}
          onClosed={() => setAsking(false)}
        />
      )}
    </Card>
  )
}

/** Ends the organization. Its name is typed first: whoever does that has read which one it is. */
export function Delete() {
  const { gatehouse, strings, go } = useOrganizations()
  const { overview, mine } = strings
  const { id, name } = useStanding().organization
  const [isAsking, setAsking] = useState(false)
  return (
    <Card title={overview.delete} lead={overview.deleteLead} look="danger">
      <div class="actions">
        <button type="button" class="button button-danger" onClick={() => setAsking(true)}>
          {overview.delete}
        </button>
      </div>
      {isAsking && (
        <Ask
          title={overview.deleteTitle(name)}
          lead={overview.deleteLead}
          submit={overview.deleteSubmit}
          isDanger
          act={() => gatehouse.organizations.delete({ organizationId: id })}
          onDone={() => go('/account/organizations', { done: mine.deleted(name) })}
          onClosed={() => setAsking(false)}
        >
          {(form) => (
            <TextField
              name="confirmName"
              label={overview.deleteConfirm(name)}
              autocomplete="off"
              expected={name}
              problem={form.problemOf('confirmName')}
            />
          )}
        </Ask>
      )}
    </Card>
  )
}
