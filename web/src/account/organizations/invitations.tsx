import type { Invitation, ListedInvitation } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../../area/acts.ts'
import { useList } from '../../area/list.ts'
import { Rows } from '../../area/rows.tsx'
import { ActionButton, useAction } from '../../ui/action.tsx'
import { FailureAlert, Notice } from '../../ui/alert.tsx'
import { Heading } from '../../ui/heading.tsx'
import { MailIcon } from '../../ui/icons.tsx'
import { ago, day } from '../../ui/time.ts'
import { useOrganizations } from './area.ts'
import { InviteMany } from './invite-many.tsx'
import { InviteOne } from './invite-one.tsx'
import { roleName } from './permissions.ts'
import { useStanding } from './standing.ts'

/** Who was asked to join, and the way to ask more. */
export function Invitations() {
  const { gatehouse, strings } = useOrganizations()
  const { invitations, list: words } = strings
  const { organization, held } = useStanding()
  const organizationId = organization.id
  const list = useList(organizationId, (cursor) => gatehouse.invitations.list({ organizationId, cursor }))
  const [asking, setAsking] = useState<'one' | 'many'>()
  const [notice, setNotice] = useState('')
  const mayInvite = held.has('invitations:manage')
  const changed = async (done: string) => {
    setNotice('')
    await list.reload()
    setNotice(done)
  }
  const close = () => setAsking(undefined)
  return (
    <>
      <Heading title={invitations.title} of={organization.name} />
      <p class="lead">{invitations.lead}</p>
      <Notice>{notice}</Notice>
      {mayInvite && (
        <div class="actions">
          <button type="button" class="button button-primary" onClick={() => setAsking('one')}>
            {invitations.invite}
          </button>
          <button type="button" class="button" onClick={() => setAsking('many')}>
            {invitations.inviteMany}
          </button>
        </div>
      )}
      <Rows list={list} label={invitations.title} more={words.more} empty={<Empty />}>
        {(invitation) => (
          <Row key={invitation.id} invitation={invitation} mayChange={mayInvite} onChanged={changed} />
        )}
      </Rows>
      {asking === 'one' && <InviteOne onDone={changed} onClosed={close} />}
      {asking === 'many' && <InviteMany onSent={list.reload} onClosed={close} />}
    </>
  )
}

function Empty() {
  const { invitations } = useOrganizations().strings
  return (
    <>
      <MailIcon />
      <p>{invitations.empty}</p>
    </>
  )
}

const looks: Record<Invitation['status'], string> = {
  pending: 'tag tag-accent',
  accepted: 'tag tag-success',
  declined: 'tag',
  revoked: 'tag',
  expired: 'tag',
}

interface RowProps {
  invitation: ListedInvitation
  mayChange: boolean
  onChanged(done: string): Promise<void>
}

function Row({ invitation, mayChange, onChanged }: RowProps) {
  const { strings, language } = useOrganizations()
  const { invitations } = strings
  const { roles } = useStanding()
  const { email, status, role, invitedBy, createdAt, expiresAt } = invitation
  return (
    <li class="row row-plain">
      <div class="row-text">
        <p class="row-title">
          {email ?? roleName(strings, roles, role)}{' '}
          <span class={looks[status]}>{invitations.status[status]}</span>
        </p>
        <p class="hint">
          {email !== null && `${roleName(strings, roles, role)} · `}
          {invitedBy ? invitations.by(invitedBy.displayName) : invitations.byNobody}
        </p>
        <p class="hint">
          {invitations.sentAt(ago(language, createdAt))}
          {status === 'pending' && ` · ${invitations.until(day(language, expiresAt))}`}
        </p>
      </div>
      {mayChange && email !== null && (status === 'pending' || status === 'expired') && (
        <RowActions invitation={{ ...invitation, email }} onChanged={onChanged} />
      )}
    </li>
  )
}

function RowActions({ invitation, onChanged }: Pick<RowProps, 'onChanged'> & { invitation: Invitation }) {
  const { gatehouse, strings } = useOrganizations()
  const { invitations } = strings
  const organizationId = useStanding().organization.id
  const { id: invitationId, email } = invitation
  const run = useRunAct()
  const resend = useAction(async () => {
    await run(() => gatehouse.invitations.resend({ organizationId, invitationId }))
    await onChanged(invitations.resent(email))
  })
  const revoke = useAction(async () => {
    await run(() => gatehouse.invitations.revoke({ organizationId, invitationId }))
    await onChanged(invitations.revoked(email))
  })
  return (
    <>
      <div class="row-actions">
        <ActionButton action={resend} class="button-small" label={invitations.resendOf(email)}>
          {invitations.resend}
        </ActionButton>
        <ActionButton action={revoke} class="button-small" label={invitations.revokeOf(email)}>
          {invitations.revoke}
        </ActionButton>
      </div>
      <div class="row-failure">
        <FailureAlert failure={resend.failure ?? revoke.failure} />
      </div>
    </>
  )
}
