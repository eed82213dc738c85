import { useEffect, useRef } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { isLinking } from '../linking.ts'
import type { ProviderAnswer } from '../served.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { Offered } from '../ui/offered.tsx'
import { useServedFailure } from '../ui/served-failure.ts'
import { useArrival } from './arrival.ts'

const NO_ANSWER: ProviderAnswer = { provider: '', code: '', state: '', iss: '', error: '' }

/** Where another service sends people back to: hands its answer in, or tells what it said instead. */
export function ProviderCallback() {
  const { served, strings } = useEnvironment()
  const answer = served.answer ?? NO_ANSWER
  const { provider } = strings
  const hasCode = answer.code !== '' && answer.state !== ''
  return (
    <>
      <Offered section="PROVIDER_CODE" when={hasCode}>
        <HandIn answer={answer} />
      </Offered>
      <Offered section="PROVIDER_ERROR" when={!hasCode}>
        <Heading title={provider.refusedTitle} />
        {answer.error === '' ? (
          <p class="lead">{provider.noAnswer}</p>
        ) : (
          <>
            <p class="lead">{provider.refused}</p>
            <blockquote>{answer.error}</blockquote>
          </>
        )}
        <BackLinks />
      </Offered>
    </>
  )
}

function HandIn({ answer }: { answer: ProviderAnswer }) {
  const { gatehouse, strings, served } = useEnvironment()
  const words = strings.provider
  const arrive = useArrival()
  const element = useRef<HTMLFormElement>(null)
  const { provider, code, state, iss } = answer
  const form = useForm({
    initialFailure: useServedFailure(),
    submit: async () => {
      // Connecting goes on in the session that began it, which this page has yet to take up.
      if (isLinking()) await gatehouse.session.restore()
      const input = { provider, code, state, ...(iss && { iss }), delivery: 'cookie' as const }
      const result = await gatehouse.oauth.callback(input)
      arrive(result, { redirectTo: result.redirectTo, allowed: result.redirectTo })
    },
  })
  useEffect(() => {
    // The browser that began this is the only one that can end it: nothing is left to ask the person.
    if (!served.alert) element.current?.requestSubmit()
  }, [])
  return (
    <>
      <Heading title={form.failure ? words.refusedTitle : words.title} />
      {!form.failure && (
        <>
          <p class="lead needs-script">{words.lead}</p>
          <noscript>
            <p class="lead">{words.confirm}</p>
          </noscript>
        </>
      )}
      <FailureAlert failure={form.failure} />
      {!form.failure && (
        <form method="post" action={`/login/oauth/${provider}/callback`} ref={element} {...form.props}>
          <input type="hidden" name="code" value={code} />
          <input type="hidden" name="state" value={state} />
          <input type="hidden" name="iss" value={iss} />
          <SubmitButton form={form}>{words.submit}</SubmitButton>
        </form>
      )}
      {form.failure && <BackLinks />}
    </>
  )
}

/** Wherever the person came from: the sign-in, or the account that was to be connected. */
function BackLinks() {
  const { common, provider } = useEnvironment().strings
  return (
    <>
      <Link to="/login" class="button button-primary">
        {common.backToSignIn}
      </Link>
      <p class="elsewhere">
        <Link to="/account/connections">{provider.backToAccount}</Link>
      </p>
    </>
  )
}
