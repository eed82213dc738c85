import type { InvitationPreview, User } from '@gatehouse/sdk'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { type Failure, toFailure } from '../failure.ts'
import { spendToken } from '../one-time-token.ts'
import { invitationWords } from '../strings/invitation.ts'
import { useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { ClosingStep } from '../ui/closing-step.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { JoinAsNew, OWN_ORGANIZATIONS } from './join-as-new.tsx'
import type { StepProps } from './steps.ts'

/**
 * What an invitation's link leads to: somebody new gets an account, whoever is signed in joins, and anybody may decline.
 * Opening it uses nothing up (SECURITY T6).
 */
export function AcceptInvite({ step }: StepProps) {
  const { gatehouse, token } = useEnvironment()
  const [person, setPerson] = useState<User | null>(null)
  const [preview, setPreview] = useState<InvitationPreview>()
  const [failure, setFailure] = useState<Failure>()
  const [isDeclined, setDeclined] = useState(step === 'done')
  useEffect(() => {
    if (isDeclined) return
    gatehouse.session.restore().then(setPerson, () => undefined)
    if (token !== '')
      gatehouse.invitations.preview({ token }).then(setPreview, (error) => setFailure(toFailure(error)))
  }, [])

  if (isDeclined) return <Declined />
  if (token === '' || failure?.code === 'token.invalid') return <Over failure={failure} />
  const decline = <Decline onDeclined={() => setDeclined(true)} />
  if (person === null)
    return (
      <JoinAsNew preview={preview} failure={failure}>
        {decline}
      </JoinAsNew>
    )
  return (
    <JoinAs person={person} preview={preview} failure={failure} onLeft={() => setPerson(null)}>
      {decline}
    </JoinAs>
  )
}

function Declined() {
  const { strings, language } = useEnvironment()
  const { common } = strings
  const invitation = invitationWords[language]
  return (
    <ClosingStep kind="done" title={invitation.declinedTitle} text={invitation.declined}>
      <p class="elsewhere">
        <Link to="/login">{common.backToSignIn}</Link>
      </p>
    </ClosingStep>
  )
}

/** There is no link, or none that is good. Invitations that still are wait for whoever signs in with the address. */
function Over({ failure }: { failure: Failure | undefined }) {
  const { language } = useEnvironment()
  const invitation = invitationWords[language]
  return (
    <>
      <Heading title={invitation.overTitle} />
      <FailureAlert failure={failure} />
      <p class="lead">{invitation.over}</p>
      <p class="elsewhere">
        <Link to={OWN_ORGANIZATIONS} class="button button-primary">
          {invitation.ownOrganizations}
        </Link>
      </p>
    </>
  )
}

interface JoinAsProps {
  person: User
  preview: InvitationPreview | undefined
  failure: Failure | undefined
  onLeft(): void
  children: ComponentChildren
}

/** For somebody signed in. Whether the invitation is for their address, the server says. */
function JoinAs({ person, preview, failure, onLeft, children }: JoinAsProps) {
  const { gatehouse, language, token, go } = useEnvironment()
  const invitation = invitationWords[language]
  const form = useForm({
    submit: async () => {
      const result = await spendToken(() => gatehouse.invitations.accept({ token, delivery: 'cookie' }))
      go(result.status === 'joined' ? `${OWN_ORGANIZATIONS}/${result.organizationId}` : '/account')
    },
  })
  const leave = useAction(async () => {
    await gatehouse.auth.logout({})
    onLeft()
  })
  return (
    <>
      <Heading title={invitation.title} />
      {preview && <p class="lead">{invitation.lead(preview.inviterName, preview.organizationName)}</p>}
      <FailureAlert failure={form.failure ?? leave.failure ?? failure} />
      <form method="post" action="/accept-invite" {...form.props}>
        <SubmitButton form={form}>{invitation.join}</SubmitButton>
      </form>
      {children}
      <p class="elsewhere">
        {invitation.signedInAs(person.email)}{' '}
        <a
          href="/login"
          onClick={(event) => {
            event.preventDefault()
            void leave.run()
          }}
        >
          {invitation.leave}
        </a>
      </p>
    </>
  )
}

/** The other answer of whoever holds the link: a form of its own, so that it is there without JavaScript too. */
function Decline({ onDeclined }: { onDeclined(): void }) {
  const { gatehouse, language, token } = useEnvironment()
  const form = useForm({
    submit: async () => {
      await spendToken(() => gatehouse.invitations.decline({ token }))
      onDeclined()
    },
  })
  return (
    <>
      <FailureAlert failure={form.failure} />
      <form method="post" action="/accept-invite" {...form.props}>
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="answer" value="decline" />
        <button type="submit" class="button button-quiet" aria-disabled={form.isPending}>
          {invitationWords[language].decline}
        </button>
      </form>
    </>
  )
}
