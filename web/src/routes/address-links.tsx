import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { spendToken } from '../one-time-token.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { ClosingStep } from '../ui/closing-step.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import type { StepProps } from './steps.ts'

/** Moves the account to a new address, with the link that was sent there. */
export function ConfirmEmail({ step }: StepProps) {
  const { gatehouse, strings, token } = useEnvironment()
  return (
    <AddressLink
      step={step}
      path="/confirm-email"
      words={strings.confirmEmail}
      act={() => gatehouse.account.confirmEmailChange({ token })}
    >
      <Link to="/account" class="button button-primary">
        {strings.confirmEmail.next}
      </Link>
    </AddressLink>
  )
}

/** Takes the move back, with the link that was sent to the old address. */
export function UndoEmailChange({ step }: StepProps) {
  const { gatehouse, strings, token } = useEnvironment()
  return (
    <AddressLink
      step={step}
      path="/undo-email-change"
      words={strings.undoEmail}
      act={() => gatehouse.account.undoEmailChange({ token })}
    >
      <Link to="/forgot-password" class="button button-primary">
        {strings.undoEmail.reset}
      </Link>
    </AddressLink>
  )
}

interface AddressLinkProps extends StepProps {
  path: string
  words: { title: string; lead: string; submit: string; doneTitle: string; done: string }
  act(): Promise<unknown>
  /** What to do next. */
  children: ComponentChildren
}

/** Does what a mailed link is for, on a press of the button: opening the link does nothing (SECURITY T6). */
function AddressLink({ step, path, words, act, children }: AddressLinkProps) {
  const { strings, token } = useEnvironment()
  const [isDone, setDone] = useState(step === 'done')
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async () => {
      await spendToken(act)
      setDone(true)
    },
  })
  if (isDone) {
    return (
      <ClosingStep kind="done" title={words.doneTitle} text={words.done}>
        {children}
      </ClosingStep>
    )
  }
  const isOver = form.failure?.code === 'token.invalid'
  return (
    <>
      <Heading title={words.title} />
      <p class="lead">{words.lead}</p>
      <FailureAlert failure={form.failure} />
      {!isOver && (
        <form method="post" action={path} {...form.props}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton form={form}>{words.submit}</SubmitButton>
        </form>
      )}
      <p class="elsewhere">
        <Link to="/login">{strings.common.backToSignIn}</Link>
      </p>
    </>
  )
}
