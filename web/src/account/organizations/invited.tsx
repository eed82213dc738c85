import type { ReceivedInvitation } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../../area/acts.ts'
import { Ask } from '../../area/ask.tsx'
import { useList } from '../../area/list.ts'
import { ActionButton, useAction } from '../../ui/action.tsx'
import { FailureAlert } from '../../ui/alert.tsx'
import { Card } from '../../ui/card.tsx'
import { MailIcon } from '../../ui/icons.tsx'
import { day } from '../../ui/time.ts'
import { useOrganizations } from './area.ts'
import { roleName } from './permissions.ts'

interface InvitedProps {
  onJoined(done: string): Promise<void>
  onDeclined(done: string): void
}

/** Organizations that want the person as a member. Where none does, nothing is shown. */
export function Invited({ onJoined, onDeclined }: InvitedProps) {
  const { gatehouse, strings } = useOrganizations()
  const { invited, list: words } = strings
  const list = useList('', (cursor) => gatehouse.invitations.mine({ cursor }))
  const [declining, setDeclining] = useState<ReceivedInvitation>()
  if (!list.failure && !list.items?.length) return null
  return (
    <Card title={invited.title} lead={invited.lead} look="strong">
      <FailureAlert failure={list.failure} />
      <ul class="rows">
        {list.items?.map((invitation) => (
          <Row
            key={invitation.id}
            invitation={invitation}
            onJoined={async (done) => {
              await list.reload()
              await onJoined(done)
            }}
            onDecline={() => setDeclining(invitation)}
          />
        ))}
      </ul>
      {list.hasMore && (
        <button type="button" class="button button-small" onClick={list.showMore}>
          {words.more}
        </button>
      )}
      {declining && (
        <Ask
          title={invited.declineTitle(declining.organizationName)}
          lead={invited.declineLead}
          submit={invited.decline}
          isDanger
          act={() => gatehouse.invitations.decline({ invitationId: declining.id })}
          onDone={async () => {
            await list.reload()
            onDeclined(invited.declined(declining.organizationName))
          }}
          onClosed={() => setDeclining(undefined)}
        />
      )}
    </Card>
  )
}

interface RowProps {
  invitation: ReceivedInvitation
  onJoined(done: string): Promise<void>
  onDecline(): void
}

function Row({ invitation, onJoined, onDecline }: RowProps) {
  const { gatehouse, strings, language } = useOrganizations()
  const { invited } = strings
  const { organizationName, inviterName, role, expiresAt } = invitation
  const run = useRunAct()
  const accept = useAction(async () => {
    await run(() => gatehouse.invitations.accept({ invitationId: invitation.id }))
    await onJoined(invited.accepted(organizationName))
  })
  return (
    <li class="row">
      <span class="row-icon">
        <MailIcon />
      </span>
      <div class="row-text">
        <p class="row-title">{organizationName}</p>
        <p class="hint">
          {invited.by(inviterName)} {invited.as(roleName(strings, [], role))},{' '}
          {invited.until(day(language, expiresAt))}
        </p>
        <FailureAlert failure={accept.failure} />
      </div>
      <div class="row-actions">
        <ActionButton
          action={accept}
          class="button-small button-primary"
          label={invited.acceptOf(organizationName)}
        >
          {invited.accept}
        </ActionButton>
        <button
          type="button"
          class="button button-small"
          onClick={onDecline}
          aria-label={invited.declineOf(organizationName)}
        >
          {invited.decline}
        </button>
      </div>
    </li>
  )
}
