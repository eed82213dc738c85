import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { spendToken } from '../one-time-token.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { ClosingStep } from '../ui/closing-step.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { UsernameForManagers } from '../ui/username.tsx'
import { passwordFieldOf, type StepProps } from './steps.ts'

/** Sets a new password with the link of a mail. It signs nobody in: that is the next step, with the new password. */
export function ResetPassword({ step }: StepProps) {
  const { gatehouse, strings, token, served } = useEnvironment()
  const { reset, common } = strings
  const [isDone, setDone] = useState(step === 'done')
  const form = useForm({
    initialFailure: useServedFailure(),
    fieldOf: passwordFieldOf('newPassword'),
    submit: async ({ newPassword = '' }) => {
      await spendToken(() => gatehouse.password.confirmReset({ token, newPassword }))
      setDone(true)
    },
  })

  const isOver = form.failure?.code === 'token.invalid'

  if (isDone) {
    return (
      <ClosingStep kind="done" title={reset.doneTitle} text={reset.done}>
        <Link to="/login" class="button button-primary">
          {reset.signIn}
        </Link>
      </ClosingStep>
    )
  }
  return (
    <>
      <Heading title={reset.title} />
      <p class="lead">{reset.lead}</p>
      <FailureAlert failure={form.failure} />
      {!isOver && (
        <form method="post" action="/reset-password" {...form.props}>
          <UsernameForManagers email={served.email} />
          <PasswordField
            name="newPassword"
            label={common.newPassword}
            autocomplete="new-password"
            problem={form.problemOf('newPassword')}
          />
          <input type="hidden" name="token" value={token} />
          <SubmitButton form={form}>{reset.submit}</SubmitButton>
        </form>
      )}
      <p class="elsewhere">
        <Link to="/forgot-password" class={isOver ? 'button button-primary' : undefined}>
          {reset.newLink}
        </Link>
      </p>
    </>
  )
}
