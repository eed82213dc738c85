import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { isSignUpOpen } from '../served.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { ClosingStep } from '../ui/closing-step.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link, useHandingOn } from '../ui/link.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Resend } from '../ui/resend.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { passwordFieldOf, type StepProps } from './steps.ts'

/** Creates an account. What follows is the same for an address that has one: its owner alone learns of it, by mail. */
export function SignUp({ step }: StepProps) {
  const { served, carried, strings } = useEnvironment()
  const [sentTo, setSentTo] = useState(step === 'sent' ? served.email : undefined)
  const [email, setEmail] = useState(carried.email ?? served.email)
  if (sentTo !== undefined) return <CheckYourMail email={sentTo} />
  if (!isSignUpOpen(served)) {
    return (
      <>
        <Heading title={strings.signUp.closedTitle} />
        <p class="lead">{strings.signUp.closed}</p>
        <p class="elsewhere">
          <Link to="/login">{strings.common.backToSignIn}</Link>
        </p>
      </>
    )
  }
  return <SignUpForm email={email} onEmail={setEmail} onSent={setSentTo} />
}

interface SignUpFormProps {
  email: string
  onEmail(email: string): void
  onSent(email: string): void
}

function SignUpForm({ email, onEmail, onSent }: SignUpFormProps) {
  const { gatehouse, strings, served, language } = useEnvironment()
  const { signUp, common } = strings
  const handOn = useHandingOn()
  const form = useForm({
    initialFailure: useServedFailure(),
    fieldOf: passwordFieldOf('password'),
    submit: async ({ email = '', password = '', displayName = '' }) => {
      onEmail(email)
      await gatehouse.auth.register({ email, password, displayName, locale: language })
      onSent(email)
    },
  })

  return (
    <>
      <Heading title={signUp.title} />
      <p class="lead">{signUp.lead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/signup" {...form.props}>
        <TextField
          name="displayName"
          label={signUp.displayName}
          hint={signUp.displayNameHint}
          autocomplete="name"
          maxLength={64}
          initial={served.displayName}
          problem={form.problemOf('displayName')}
        />
        <TextField
          name="email"
          type="email"
          label={common.email}
          autocomplete="username"
          initial={email}
          problem={form.problemOf('email')}
        />
        <PasswordField
          name="password"
          label={common.password}
          autocomplete="new-password"
          problem={form.problemOf('password')}
        />
        <input type="hidden" name="redirectTo" value={served.redirectTo} />
        <SubmitButton form={form}>{signUp.submit}</SubmitButton>
      </form>
      <p class="elsewhere">
        {signUp.haveOne} <Link to={handOn('/login')}>{signUp.signIn}</Link>
      </p>
    </>
  )
}

function CheckYourMail({ email }: { email: string }) {
  const { gatehouse, strings } = useEnvironment()
  const { signUp, common } = strings
  const handOn = useHandingOn()
  return (
    <ClosingStep kind="mail" title={signUp.sentTitle} text={signUp.sent(email)}>
      <p class="hint">{signUp.sentNote}</p>
      <Resend
        label={signUp.resend}
        done={signUp.resent}
        act={() => gatehouse.auth.resendVerification({ email })}
      />
      <p class="elsewhere">
        <Link to={handOn('/login')} carry={() => ({ email })}>
          {common.backToSignIn}
        </Link>
      </p>
    </ClosingStep>
  )
}
