import { hasCode, type MfaMethod, type SignInResult } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { type Challenge, useEnvironment } from '../environment.ts'
import { toFailure } from '../failure.ts'
import { judged, provePasskey } from '../passkeys.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { bareCode, CodeField } from '../ui/code-field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { KeyIcon } from '../ui/icons.tsx'
import { Link, useHandingOn } from '../ui/link.tsx'
import { Offered } from '../ui/offered.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { useArrival } from './arrival.ts'

type CodeMethod = Exclude<MfaMethod, 'passkey'>

interface SecondFactorProps {
  challenge: Challenge
  /** Whether to begin with a recovery code: without JavaScript, that is a page of its own. */
  isRecovery: boolean
}

/** The second step of a sign-in: a code, a recovery code or a passkey. Out of time, it leads back to the first one. */
export function SecondFactor({ challenge, isRecovery }: SecondFactorProps) {
  const { strings } = useEnvironment()
  const [method, setMethod] = useState<CodeMethod>(isRecovery ? 'recovery_code' : 'totp')
  return (
    <>
      <CodeForm key={method} challenge={challenge} method={method} />
      <div class="ways">
        <Offered section="PASSKEY_FACTOR" when={challenge.methods.includes('passkey')}>
          <PasskeyFactor challenge={challenge} />
        </Offered>
        <OtherMethod challenge={challenge} method={method} onChosen={setMethod} />
      </div>
      <p class="elsewhere">
        <Link to="/login">{strings.common.backToSignIn}</Link>
      </p>
    </>
  )
}

/** Carries out a second factor; when the challenge is over, goes back to the beginning and says so. */
function useVerify(): (act: () => Promise<SignInResult>, redirectTo?: string) => Promise<void> {
  const { carried, go } = useEnvironment()
  const arrive = useArrival()
  const handOn = useHandingOn()
  return async (act, redirectTo) => {
    try {
      arrive(await act(), { redirectTo })
    } catch (error) {
      if (!hasCode(error, 'mfa.challenge_expired')) throw error
      const { allowedRedirect } = carried
      go(handOn('/login'), {
        ...(allowedRedirect && { allowedRedirect }),
        ...withFailure(error),
      })
    }
  }
}

const withFailure = (error: unknown) => {
  const failure = toFailure(error)
  return failure && { failure }
}

function CodeForm({ challenge, method }: { challenge: Challenge; method: CodeMethod }) {
  const { gatehouse, strings, served } = useEnvironment()
  const words = strings.secondFactor
  const verify = useVerify()
  const isRecovery = method === 'recovery_code'
  const { challengeToken } = challenge
  const form = useForm({
    initialFailure: useServedFailure(),
    fieldOf: { 'mfa.code_invalid': ['code'] },
    submit: ({ code = '', redirectTo = '' }) =>
      verify(
        () => gatehouse.mfa.verify({ challengeToken, method, code: bareCode(code), delivery: 'cookie' }),
        redirectTo,
      ),
  })
  return (
    <>
      <Heading title={isRecovery ? words.recoveryTitle : words.title} />
      <p class="lead">{isRecovery ? words.recoveryLead : words.lead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/login/mfa" {...form.props}>
        <CodeField
          label={isRecovery ? words.recoveryCode : words.code}
          kind={isRecovery ? 'recovery' : 'digits'}
          problem={form.problemOf('code')}
        />
        <Hidden challenge={challenge} redirectTo={served.redirectTo} />
        <input type="hidden" name="method" value={method} />
        <SubmitButton form={form}>{words.submit}</SubmitButton>
      </form>
    </>
  )
}

/** What the page without JavaScript has to say again at each step. */
function Hidden({ challenge, redirectTo }: { challenge: Challenge; redirectTo: string }) {
  return (
    <>
      <input type="hidden" name="challengeToken" value={challenge.challengeToken} />
      <input type="hidden" name="methods" value={challenge.methods.join(' ')} />
      <input type="hidden" name="redirectTo" value={redirectTo} />
    </>
  )
}

interface OtherMethodProps {
  challenge: Challenge
  method: CodeMethod
  onChosen(method: CodeMethod): void
}

/** Changes between the app's code and a recovery code. A form, so that it works without JavaScript. */
function OtherMethod({ challenge, method, onChosen }: OtherMethodProps) {
  const { strings, served } = useEnvironment()
  const isRecovery = method === 'recovery_code'
  const other: CodeMethod = isRecovery ? 'totp' : 'recovery_code'
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    onChosen(other)
  }
  return (
    <Offered
      section={isRecovery ? 'TOTP_FACTOR' : 'RECOVERY_FACTOR'}
      when={challenge.methods.includes(other)}
    >
      <form method="post" action="/login/mfa" onSubmit={onSubmit}>
        <Hidden challenge={challenge} redirectTo={served.redirectTo} />
        <button type="submit" class="button button-quiet" name="method" value={other}>
          {isRecovery ? strings.secondFactor.totp : strings.secondFactor.recovery}
        </button>
      </form>
    </Offered>
  )
}

function PasskeyFactor({ challenge: { challengeToken } }: { challenge: Challenge }) {
  const { gatehouse, strings } = useEnvironment()
  const verify = useVerify()
  const action = useAction(async () => {
    const { options } = await gatehouse.passkeys.loginOptions({ challengeToken })
    const assertion = await provePasskey(options)
    const answer = { challengeToken, method: 'passkey', assertion, delivery: 'cookie' } as const
    await verify(() => judged(gatehouse.mfa.verify(answer)))
  })
  return (
    <>
      <FailureAlert failure={action.failure} />
      <ActionButton action={action}>
        <KeyIcon />
        <span>{strings.secondFactor.passkey}</span>
      </ActionButton>
    </>
  )
}
