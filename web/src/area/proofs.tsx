import type { MfaMethod, SignInResult } from '@gatehouse/sdk'
import type { ComponentChildren } from 'preact'
import { type Challenge, useEnvironment } from '../environment.ts'
import { judged, provePasskey } from '../passkeys.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { CancelButton, SubmitButton } from '../ui/button.tsx'
import { bareCode, CodeField } from '../ui/code-field.tsx'
import { type Form, useForm } from '../ui/form.ts'
import { KeyIcon } from '../ui/icons.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { UsernameForManagers } from '../ui/username.tsx'

interface ProofProps {
  /** Where only the second factor is still due. */
  challenge: Challenge | undefined
  onAnswer(result: SignInResult): void
  onCancelled(): void
}

/** The password once more. */
export function PasswordProof({ email, onAnswer, onCancelled }: ProofProps & { email: string }) {
  const { gatehouse, strings } = useEnvironment()
  const form = useForm({
    fieldOf: { 'auth.invalid_credentials': ['confirmPassword', 'wrongPassword'] },
    submit: async ({ confirmPassword = '' }) =>
      onAnswer(await gatehouse.auth.reauthenticate({ password: confirmPassword, delivery: 'cookie' })),
  })
  return (
    <ProofForm form={form} onCancelled={onCancelled}>
      <UsernameForManagers email={email} />
      <PasswordField
        name="confirmPassword"
        label={strings.common.password}
        autocomplete="current-password"
        problem={form.problemOf('confirmPassword')}
      />
    </ProofForm>
  )
}

interface CodeProofProps extends ProofProps {
  method: Exclude<MfaMethod, 'passkey'>
}

/** A code of the app, or as a second factor a recovery code. */
export function CodeProof({ method, challenge, onAnswer, onCancelled }: CodeProofProps) {
  const { gatehouse, strings } = useEnvironment()
  const isRecovery = method === 'recovery_code'
  const form = useForm({
    fieldOf: {
      'mfa.code_invalid': ['confirmCode', 'wrongCode'],
      'auth.invalid_credentials': ['confirmCode', 'wrongCode'],
    },
    submit: async ({ confirmCode = '' }) => {
      const code = bareCode(confirmCode)
      onAnswer(
        await (challenge
          ? gatehouse.mfa.verify({
              challengeToken: challenge.challengeToken,
              method,
              code,
              delivery: 'cookie',
            })
          : gatehouse.auth.reauthenticate({ totpCode: code, delivery: 'cookie' })),
      )
    },
  })
  return (
    <ProofForm form={form} onCancelled={onCancelled}>
      <CodeField
        name="confirmCode"
        label={isRecovery ? strings.stepUp.recoveryCode : strings.stepUp.code}
        kind={isRecovery ? 'recovery' : 'digits'}
        problem={form.problemOf('confirmCode')}
      />
    </ProofForm>
  )
}

interface ProofFormProps {
  form: Form
  onCancelled(): void
  children: ComponentChildren
}

function ProofForm({ form, onCancelled, children }: ProofFormProps) {
  const { stepUp } = useEnvironment().strings
  return (
    <>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        {children}
        <SubmitButton form={form} beside={<CancelButton onClick={onCancelled} />}>
          {stepUp.submit}
        </SubmitButton>
      </form>
    </>
  )
}

/** A passkey, which asks for the person's presence by itself. */
export function PasskeyProof({ challenge, onAnswer, onCancelled }: ProofProps) {
  const { gatehouse, strings } = useEnvironment()
  const action = useAction(async () => {
    const challengeToken = challenge?.challengeToken
    const { options } = await (challengeToken
      ? gatehouse.passkeys.loginOptions({ challengeToken })
      : gatehouse.auth.reauthenticateOptions())
    const assertion = await provePasskey(options)
    const proof = { assertion, delivery: 'cookie' } as const
    onAnswer(
      await judged(
        challengeToken
          ? gatehouse.mfa.verify({ challengeToken, method: 'passkey', ...proof })
          : gatehouse.auth.reauthenticate(proof),
      ),
    )
  })
  return (
    <>
      <FailureAlert failure={action.failure} />
      <div class="actions">
        <ActionButton action={action} class="button-primary">
          <KeyIcon />
          <span>{strings.stepUp.withPasskey}</span>
        </ActionButton>
        <CancelButton onClick={onCancelled} />
      </div>
    </>
  )
}
