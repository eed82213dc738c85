import type { AdminUserDetails } from '@gatehouse/sdk'
import { Ask } from '../../area/ask.tsx'
import { languageNames, languages } from '../../strings/catalogue.ts'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useConsole } from '../area.ts'

interface CreateUserProps {
  onCreated(user: AdminUserDetails): void
  onClosed(): void
}

/** Adds a person, who gets a link to set a password: nobody else ever knows it. */
export function CreateUser({ onCreated, onClosed }: CreateUserProps) {
  const { gatehouse, strings } = useConsole()
  const { users, common, person } = strings
  return (
    <Ask
      title={users.create}
      lead={users.createLead}
      submit={users.createSubmit}
      fieldOf={{ 'user.email_taken': ['email'] }}
      act={({ email = '', displayName = '', locale = '', isVerified }) =>
        gatehouse.admin.users.create({ email, displayName, locale, isVerified: isVerified === 'on' })
      }
      onDone={onCreated}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextField
            name="displayName"
            label={users.name}
            autocomplete="off"
            maxLength={64}
            problem={form.problemOf('displayName')}
          />
          <TextField
            name="email"
            type="email"
            label={common.email}
            autocomplete="off"
            problem={form.problemOf('email')}
          />
          <SelectField
            name="locale"
            label={person.locale}
            initial="en"
            options={languages.map((tag) => ({ value: tag, text: languageNames[tag] }))}
            problem={form.problemOf('locale')}
          />
          <div class="choice">
            <input type="checkbox" id="isVerified" name="isVerified" aria-describedby="isVerified-hint" />
            <div>
              <label for="isVerified">{users.createVerified}</label>
              <p class="hint" id="isVerified-hint">
                {users.createVerifiedHint}
              </p>
            </div>
          </div>
        </>
      )}
    </Ask>
  )
}
