import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { ClosingStep } from '../ui/closing-step.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link, useHandingOn } from '../ui/link.tsx'
import { Resend } from '../ui/resend.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import type { StepProps } from './steps.ts'

/** Asks for a link to choose a new password. Its answer is the same whether or not there is such an account. */
export function ForgotPassword({ step }: StepProps) {
  const { gatehouse, strings, served, carried } = useEnvironment()
  const { forgot, common } = strings
  const handOn = useHandingOn()
  const [sentTo, setSentTo] = useState(step === 'sent' ? served.email : undefined)
  const requestReset = (email: string) => gatehouse.password.requestReset({ email })
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async ({ email = '' }) => {
      await requestReset(email)
      setSentTo(email)
    },
  })
  const back = (
    <p class="elsewhere">
      <Link to={handOn('/login')}>{common.backToSignIn}</Link>
    </p>
  )

  if (sentTo !== undefined) {
    return (
      <ClosingStep kind="mail" title={forgot.sentTitle} text={forgot.sent(sentTo)}>
        <p class="hint">{forgot.sentNote}</p>
        <Resend label={forgot.resend} done={forgot.resent} act={() => requestReset(sentTo)} />
        {back}
      </ClosingStep>
    )
  }
  return (
    <>
      <Heading title={forgot.title} />
      <p class="lead">{forgot.lead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/forgot-password" {...form.props}>
        <TextField
          name="email"
          type="email"
          label={common.email}
          autocomplete="username"
          initial={carried.email ?? served.email}
          problem={form.problemOf('email')}
        />
        <SubmitButton form={form}>{forgot.submit}</SubmitButton>
      </form>
      {back}
    </>
  )
}
