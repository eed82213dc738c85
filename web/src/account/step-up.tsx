import { useEffect, useRef } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { useForm } from '../ui/form.ts'
import { PasswordField } from '../ui/password-field.tsx'
import { UsernameForManagers } from '../ui/username.tsx'

interface StepUpProps {
  email: string
  onConfirmed(): void
  onCancelled(): void
}

/** Asks for the password once more, on top of what the person is doing; giving up brings them back to it. */
export function StepUp({ email, onConfirmed, onCancelled }: StepUpProps) {
  const { gatehouse, strings } = useEnvironment()
  const { stepUp, common } = strings
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const form = useForm({
    fieldOf: { 'auth.invalid_credentials': ['confirmPassword', 'wrongPassword'] },
    submit: async ({ confirmPassword = '' }) => {
      await gatehouse.auth.reauthenticate({ password: confirmPassword, delivery: 'cookie' })
      onConfirmed()
    },
  })
  return (
    <dialog ref={dialog} aria-labelledby="step-up-title" onClose={onCancelled}>
      <h2 id="step-up-title">{stepUp.title}</h2>
      <p class="lead">{stepUp.lead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        <UsernameForManagers email={email} />
        <PasswordField
          name="confirmPassword"
          label={common.password}
          autocomplete="current-password"
          problem={form.problemOf('confirmPassword')}
        />
        <SubmitButton
          form={form}
          beside={
            <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>
              {common.cancel}
            </button>
          }
        >
          {stepUp.submit}
        </SubmitButton>
      </form>
    </dialog>
  )
}
