import type { User } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { passwordFieldOf } from '../routes/steps.ts'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { UsernameForManagers } from '../ui/username.tsx'
import { useAccount } from './area.ts'

/** Changes the password. The current one, which is typed anyway, also proves that it is the person if that is due. */
export function Password({ user }: { user: User }) {
  const { gatehouse, strings } = useAccount()
  const { passwordPage } = strings
  const run = useRunAct()
  const [isDone, setDone] = useState(false)
  const form = useForm({
    fieldOf: {
      'auth.invalid_credentials': ['currentPassword', 'wrongPassword'],
      ...passwordFieldOf('newPassword'),
    },
    submit: async ({ currentPassword, newPassword = '', signOutOthers }, element) => {
      setDone(false)
      const keepOtherSessions = signOutOthers === undefined
      await run(
        () =>
          gatehouse.password.change({
            ...(currentPassword !== undefined && { currentPassword }),
            newPassword,
            keepOtherSessions,
          }),
        currentPassword,
      )
      element.reset()
      setDone(true)
    },
  })

  return (
    <>
      <Heading title={passwordPage.title} />
      <p class="lead">{passwordPage.lead}</p>
      <Notice>{isDone && passwordPage.done}</Notice>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        <UsernameForManagers email={user.email} />
        {user.hasPassword && (
          <PasswordField
            name="currentPassword"
            label={passwordPage.current}
            autocomplete="current-password"
            problem={form.problemOf('currentPassword')}
          />
        )}
        <PasswordField
          name="newPassword"
          label={passwordPage.next}
          autocomplete="new-password"
          problem={form.problemOf('newPassword')}
        />
        <div class="choice">
          <input
            type="checkbox"
            id="signOutOthers"
            name="signOutOthers"
            defaultChecked
            aria-describedby="signOutOthers-hint"
          />
          <div>
            <label for="signOutOthers">{passwordPage.signOutOthers}</label>
            <p class="hint" id="signOutOthers-hint">
              {passwordPage.signOutOthersHint}
            </p>
          </div>
        </div>
        <SubmitButton form={form}>{passwordPage.submit}</SubmitButton>
      </form>
    </>
  )
}
