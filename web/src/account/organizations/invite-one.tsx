import { Ask } from '../../area/ask.tsx'
import { TextField } from '../../ui/field.tsx'
import { useOrganizations } from './area.ts'
import { RoleChoice } from './role-choice.tsx'
import { useStanding } from './standing.ts'

interface InviteOneProps {
  onDone(done: string): void
  onClosed(): void
}

/** Invites one person. */
export function InviteOne({ onDone, onClosed }: InviteOneProps) {
  const { gatehouse, strings } = useOrganizations()
  const { invitations } = strings
  const organizationId = useStanding().organization.id
  return (
    <Ask
      title={invitations.inviteTitle}
      lead={invitations.inviteLead}
      submit={invitations.submit}
      fieldOf={{ 'invitation.already_member': ['email'], 'invitation.declined': ['email'] }}
      act={({ email = '', role = '' }) =>
        gatehouse.invitations.create({ organizationId, email: email.trim(), role })
      }
      onDone={({ email }) => onDone(invitations.sent(email))}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextField
            name="email"
            type="email"
            label={invitations.email}
            autocomplete="off"
            problem={form.problemOf('email')}
          />
          <RoleChoice initial="member" problem={form.problemOf('role')} />
        </>
      )}
    </Ask>
  )
}
