import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { spendToken } from '../one-time-token.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { ClosingStep } from '../ui/closing-step.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import type { StepProps } from './steps.ts'

/**
 * Confirms an address, on a press of the button: scanners open the links in mails, and some of them run scripts, but
 * only a person confirms (SECURITY T6). A link that no longer does leads to a new one.
 */
export function VerifyEmail({ step: initialStep }: StepProps) {
  const { strings, served, carried } = useEnvironment()
  const [step, setStep] = useState(initialStep)
  const [email, setEmail] = useState(carried.email ?? served.email)
  const { verify, common } = strings
  const reach = (next: typeof step) => (of: string) => {
    setEmail(of)
    setStep(next)
  }
  if (step === 'done') {
    return (
      <ClosingStep kind="done" title={verify.doneTitle} text={verify.done(email)}>
        <Link to="/login" class="button button-primary" carry={() => ({ email })}>
          {verify.signIn}
        </Link>
      </ClosingStep>
    )
  }
  if (step === 'sent') {
    return (
      <ClosingStep kind="mail" title={verify.sentTitle} text={verify.sent(email)}>
        <p class="elsewhere">
          <Link to="/login">{common.backToSignIn}</Link>
        </p>
      </ClosingStep>
    )
  }
  return step === 'request' ? (
    <RequestLink email={email} onSent={reach('sent')} />
  ) : (
    <Confirm onDone={reach('done')} onRequest={() => setStep('request')} />
  )
}

interface ConfirmProps {
  onDone(email: string): void
  onRequest(): void
}

function Confirm({ onDone, onRequest }: ConfirmProps) {
  const { gatehouse, strings, token } = useEnvironment()
  const { verify } = strings
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async () => onDone((await spendToken(() => gatehouse.auth.verifyEmail({ token }))).email),
  })
  return (
    <>
      <Heading title={verify.title} />
      <p class="lead">{verify.lead}</p>
      <FailureAlert failure={form.failure} />
      {form.failure?.code === 'token.invalid' ? (
        <button type="button" class="button button-primary" onClick={onRequest}>
          {verify.requestTitle}
        </button>
      ) : (
        <form method="post" action="/verify-email" {...form.props}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton form={form}>{verify.submit}</SubmitButton>
        </form>
      )}
    </>
  )
}

function RequestLink({ email, onSent }: { email: string; onSent(email: string): void }) {
  const { gatehouse, strings } = useEnvironment()
  const { verify, common } = strings
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async ({ email = '' }) => {
      await gatehouse.auth.resendVerification({ email })
      onSent(email)
    },
  })
  return (
    <>
      <Heading title={verify.requestTitle} />
      <p class="lead">{verify.requestLead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/verify-email" {...form.props}>
        <TextField
          name="email"
          type="email"
          label={common.email}
          autocomplete="username"
          initial={email}
          problem={form.problemOf('email')}
        />
        <SubmitButton form={form}>{verify.requestSubmit}</SubmitButton>
      </form>
      <p class="elsewhere">
        <Link to="/login">{common.backToSignIn}</Link>
      </p>
    </>
  )
}
