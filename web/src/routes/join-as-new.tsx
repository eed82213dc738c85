import type { InvitationPreview } from '@gatehouse/sdk'
import type { ComponentChildren } from 'preact'
import { useEnvironment } from '../environment.ts'
import type { Failure } from '../failure.ts'
import { spendToken } from '../one-time-token.ts'
import { invitationWords } from '../strings/invitation.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { useArrival } from './arrival.ts'
import { passwordFieldOf } from './steps.ts'

/**
 * Where whoever has an account goes on: the invitations to their address are shown there, so that the link's token need
 * not travel through the sign-in.
 */
export const OWN_ORGANIZATIONS = '/account/organizations'
const SIGN_IN = `/login?redirectTo=${encodeURIComponent(OWN_ORGANIZATIONS)}`

interface JoinAsNewProps {
  preview: InvitationPreview | undefined
  failure: Failure | undefined
  /** The other answer. */
  children: ComponentChildren
}

/**
 * For somebody new: a name and a password, for the address that the invitation was mailed to. The page does not know that
 * address, as it tells whoever holds a link no more than two names (SECURITY I3).
 */
export function JoinAsNew({ preview, failure, children }: JoinAsNewProps) {
  const { gatehouse, strings, served, token, language } = useEnvironment()
  const { signUp, common, signIn } = strings
  const invitation = invitationWords[language]
  const arrive = useArrival()
  const form = useForm({
    initialFailure: useServedFailure(),
    fieldOf: passwordFieldOf('password'),
    submit: async ({ password = '', displayName = '' }) => {
      const input = { token, password, displayName, locale: language, delivery: 'cookie' as const }
      const result = await spendToken(() => gatehouse.invitations.accept(input))
      if (result.status !== 'joined') arrive(result, { redirectTo: OWN_ORGANIZATIONS })
    },
  })
  const hasAccount = form.failure?.code === 'invitation.sign_in_required'
  const mayBeNew = served.config.signUpMode !== 'closed' && !hasAccount

  return (
    <>
      <Heading title={invitation.title} />
      <p class="lead">
        {preview ? invitation.lead(preview.inviterName, preview.organizationName) : invitation.leadUnknown}
      </p>
      <FailureAlert failure={form.failure ?? failure} />
      {mayBeNew && (
        <form method="post" action="/accept-invite" {...form.props}>
          <TextField
            name="displayName"
            label={signUp.displayName}
            hint={signUp.displayNameHint}
            autocomplete="name"
            maxLength={64}
            initial={served.displayName}
            problem={form.problemOf('displayName')}
          />
          <PasswordField
            name="password"
            label={common.password}
            autocomplete="new-password"
            problem={form.problemOf('password')}
          />
          <input type="hidden" name="token" value={token} />
          <SubmitButton form={form}>{invitation.create}</SubmitButton>
        </form>
      )}
      <p class={hasAccount ? undefined : 'hint'}>
        {invitation.haveOne}{' '}
        <Link to={SIGN_IN} class={mayBeNew ? undefined : 'button button-primary'}>
          {signIn.submit}
        </Link>
      </p>
      {children}
    </>
  )
}
