import { useEffect, useRef, useState } from 'preact/hooks'
import { hasAsked } from '../asked.ts'
import { useEnvironment } from '../environment.ts'
import { spendToken } from '../one-time-token.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { useArrival } from './arrival.ts'

/**
 * Signs in with the link of a mail. By itself only in the browser that asked for the mail: elsewhere a person has to
 * press the button, since scanners open links, and a link of somebody else's would sign people in to a stranger's account.
 */
export function MagicLink() {
  const { gatehouse, strings, served, token } = useEnvironment()
  const { magicLink } = strings
  const arrive = useArrival()
  const element = useRef<HTMLFormElement>(null)
  const [isAsked, setAsked] = useState(false)
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async () =>
      arrive(await spendToken(() => gatehouse.passwordless.complete({ token, delivery: 'cookie' })), {
        // Where the browser asked to go, looked at by the server: it allows addresses elsewhere that no page knows.
        redirectTo: served.redirectTo,
      }),
  })
  useEffect(() => {
    if (token === '' || served.alert || !hasAsked()) return
    setAsked(true)
    element.current?.requestSubmit()
  }, [])

  const isOver = form.failure?.code === 'token.invalid'
  const isByItself = isAsked && !form.failure
  return (
    <>
      <Heading title={isByItself ? magicLink.title : magicLink.confirmTitle} />
      <p class="lead">{isByItself ? magicLink.working : magicLink.confirmLead(served.config.brand.name)}</p>
      <FailureAlert failure={form.failure} />
      {!isOver && (
        <form method="post" action="/magic-link" ref={element} hidden={isByItself} {...form.props}>
          <input type="hidden" name="token" value={token} />
          <SubmitButton form={form}>{magicLink.submit}</SubmitButton>
        </form>
      )}
      <p class="elsewhere">
        <Link to="/login/email" class={isOver ? 'button button-primary' : undefined}>
          {magicLink.newLink}
        </Link>
      </p>
    </>
  )
}
