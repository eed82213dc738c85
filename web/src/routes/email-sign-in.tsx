import { useState } from 'preact/hooks'
import { rememberAsking } from '../asked.ts'
import { useEnvironment } from '../environment.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { bareCode, CodeField } from '../ui/code-field.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { MailIcon } from '../ui/icons.tsx'
import { Link, useHandingOn } from '../ui/link.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { useArrival } from './arrival.ts'
import type { StepProps } from './steps.ts'

interface Asked {
  flowId: string
  email: string
}

/** Signs in with a mail: its link leads to a page of its own, its code is entered here. */
export function EmailSignIn({ step }: StepProps) {
  const { served, carried, strings } = useEnvironment()
  const [email, setEmail] = useState(carried.email ?? served.email)
  const [asked, setAsked] = useState<Asked | undefined>(
    step === 'code' ? { flowId: served.flowId ?? '', email: served.email } : undefined,
  )
  const handOn = useHandingOn()
  return (
    <>
      {asked ? (
        <CodeForm asked={asked} onAgain={() => setAsked(undefined)} />
      ) : (
        <AddressForm email={email} onEmail={setEmail} onAsked={setAsked} />
      )}
      <p class="elsewhere">
        <Link to={handOn('/login')} carry={() => ({ email })}>
          {strings.common.backToSignIn}
        </Link>
      </p>
    </>
  )
}

interface AddressFormProps {
  email: string
  onEmail(email: string): void
  onAsked(asked: Asked): void
}

function AddressForm({ email, onEmail, onAsked }: AddressFormProps) {
  const { gatehouse, strings, served, address } = useEnvironment()
  const { byEmail, common } = strings
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async ({ email = '', redirectTo = '' }) => {
      onEmail(email)
      const { flowId } = await gatehouse.passwordless.start({ email })
      rememberAsking(redirectTo || (address.searchParams.get('redirectTo') ?? ''))
      onAsked({ flowId, email })
    },
  })
  return (
    <>
      <Heading title={byEmail.title} />
      <p class="lead">{byEmail.lead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/login/email" {...form.props}>
        <TextField
          name="email"
          type="email"
          label={common.email}
          autocomplete="username"
          initial={email}
          problem={form.problemOf('email')}
        />
        <input type="hidden" name="redirectTo" value={served.redirectTo} />
        <SubmitButton form={form}>{byEmail.submit}</SubmitButton>
      </form>
    </>
  )
}

function CodeForm({ asked: { flowId, email }, onAgain }: { asked: Asked; onAgain(): void }) {
  const { gatehouse, strings, served } = useEnvironment()
  const { byEmail } = strings
  const arrive = useArrival()
  const handOn = useHandingOn()
  const form = useForm({
    initialFailure: useServedFailure(),
    fieldOf: { 'token.invalid': ['code', 'wrongCode'] },
    submit: async ({ code = '', redirectTo = '' }) =>
      arrive(await gatehouse.passwordless.complete({ flowId, code: bareCode(code), delivery: 'cookie' }), {
        redirectTo,
      }),
  })
  return (
    <>
      <Heading title={byEmail.codeTitle}>
        <span class="badge badge-mail">
          <MailIcon />
        </span>
      </Heading>
      <p class="lead">{byEmail.sent(email)}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/login/email" {...form.props}>
        <CodeField label={byEmail.code} problem={form.problemOf('code')} />
        <input type="hidden" name="flowId" value={flowId} />
        <input type="hidden" name="sentTo" value={email} />
        <input type="hidden" name="redirectTo" value={served.redirectTo} />
        <SubmitButton form={form}>{byEmail.codeSubmit}</SubmitButton>
      </form>
      <p class="hint">
        {byEmail.again}{' '}
        <a
          href={handOn('/login/email')}
          onClick={(event) => {
            event.preventDefault()
            onAgain()
          }}
        >
          {byEmail.resend}
        </a>
        .
      </p>
    </>
  )
}
