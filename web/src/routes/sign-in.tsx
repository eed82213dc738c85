import { useRef, useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { isSignUpOpen } from '../served.ts'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link, useHandingOn } from '../ui/link.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Resend } from '../ui/resend.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { useArrival } from './arrival.ts'
import { OtherWays } from './other-ways.tsx'
import { SecondFactor } from './second-factor.tsx'
import type { StepProps } from './steps.ts'

/** The way in: address and password or another way, and the second factor where one is due. */
export function SignIn({ step }: StepProps) {
  const { served, carried } = useEnvironment()
  const challenge = carried.challenge ?? served.challenge
  return challenge ? <SecondFactor challenge={challenge} isRecovery={step === 'recovery'} /> : <FirstFactor />
}

/** Address and password, what helps when they do not do, and what can be used in their place. */
function FirstFactor() {
  const { gatehouse, strings, served, carried } = useEnvironment()
  const { signIn, common } = strings
  const handOn = useHandingOn()
  const arrive = useArrival()
  const servedFailure = useServedFailure()
  const [email, setEmail] = useState(carried.email ?? served.email)
  const typed = useRef<HTMLFormElement>(null)

  const form = useForm({
    initialFailure: carried.failure ?? servedFailure,
    submit: async ({ email = '', password = '', redirectTo = '' }) => {
      setEmail(email)
      arrive(await gatehouse.auth.login({ email, password, delivery: 'cookie' }), { redirectTo })
    },
  })
  const carry = () => ({ email: new FormData(typed.current ?? undefined).get('email')?.toString() ?? '' })

  return (
    <>
      <Heading title={signIn.title} />
      <p class="lead">{signIn.lead(served.config.brand.name)}</p>
      <Notice>{carried.notice && signIn[carried.notice]}</Notice>
      <FailureAlert failure={form.failure}>
        {form.failure?.code === 'auth.email_not_verified' && email !== '' && (
          <Resend
            label={signIn.resend}
            done={signIn.resent}
            act={() => gatehouse.auth.resendVerification({ email })}
          />
        )}
        {form.failure?.code === 'auth.password_change_required' && (
          <p>
            <Link to={handOn('/forgot-password')} carry={carry}>
              {signIn.reset}
            </Link>
          </p>
        )}
      </FailureAlert>
      <form method="post" action="/login" ref={typed} {...form.props}>
        <TextField
          name="email"
          type="email"
          label={common.email}
          autocomplete="username webauthn"
          initial={email}
          problem={form.problemOf('email')}
        />
        <PasswordField
          name="password"
          label={common.password}
          autocomplete="current-password"
          problem={form.problemOf('password')}
        />
        <p class="beside-field">
          <Link to={handOn('/forgot-password')} carry={carry}>
            {signIn.forgot}
          </Link>
        </p>
        <input type="hidden" name="redirectTo" value={served.redirectTo} />
        <SubmitButton form={form}>{signIn.submit}</SubmitButton>
      </form>
      <OtherWays carry={carry} />
      {isSignUpOpen(served) && (
        <p class="elsewhere">
          {signIn.newHere}{' '}
          <Link to={handOn('/signup')} carry={carry}>
            {signIn.signUp}
          </Link>
        </p>
      )}
    </>
  )
}
