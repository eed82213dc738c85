import type { AdminUserDetails } from '@gatehouse/sdk'
import { Ask } from '../../area/ask.tsx'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { timeZones } from '../../ui/time.ts'
import { useConsole } from '../area.ts'
import { useOffers, useStaff } from '../staff.ts'

interface EditUserProps {
  user: AdminUserDetails
  onDone(): void
  onClosed(): void
}

/** Changes what a person is called, where they are, and which address they have. Only what was changed is sent. */
export function EditUser({ user, onDone, onClosed }: EditUserProps) {
  const { gatehouse, strings } = useConsole()
  const { users, common, person, acts } = strings
  const staff = useStaff()
  const isOffered = useOffers()
  const mayMove = isOffered('users:email') && staff.id !== user.id
  return (
    <Ask
      title={acts.edit.title}
      lead={acts.edit.ask(user.displayName)}
      submit={acts.edit.submit}
      fieldOf={{ 'user.email_taken': ['email'] }}
      act={(values) => {
        const changed = (name: 'displayName' | 'email' | 'timezone') => {
          const value = values[name]?.trim()
          return value && value !== user[name] ? { [name]: value } : {}
        }
        return gatehouse.admin.users.update({
          userId: user.id,
          ...changed('displayName'),
          ...changed('email'),
          ...changed('timezone'),
        })
      }}
      onDone={onDone}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextField
            name="displayName"
            label={users.name}
            autocomplete="off"
            maxLength={64}
            initial={user.displayName}
            problem={form.problemOf('displayName')}
          />
          {mayMove && (
            <TextField
              name="email"
              type="email"
              label={common.email}
              hint={acts.edit.emailHint}
              autocomplete="off"
              initial={user.email}
              problem={form.problemOf('email')}
            />
          )}
          <SelectField
            name="timezone"
            label={person.timezone}
            initial={user.timezone}
            options={timeZones(user.timezone).map((zone) => ({
              value: zone,
              text: zone.replaceAll('_', ' '),
            }))}
            problem={form.problemOf('timezone')}
          />
        </>
      )}
    </Ask>
  )
}
