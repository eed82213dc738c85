import { useEffect } from 'preact/hooks'
import { type Carried, useEnvironment } from '../environment.ts'
import { canUsePasskeys, judged, offerPasskeys, provePasskey } from '../passkeys.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { KeyIcon, MailIcon, OutsideIcon } from '../ui/icons.tsx'
import { Link, useHandingOn } from '../ui/link.tsx'
import { Offered } from '../ui/offered.tsx'
import { useArrival } from './arrival.ts'

/** Whether there is any way to sign in but the password. */
const hasOtherWays = (config: ReturnType<typeof useEnvironment>['served']['config']): boolean =>
  config.passkeys || config.passwordless || config.providers.length > 0

/** What can be used in place of a password, as far as this server has it. */
export function OtherWays({ carry }: { carry(): Carried }) {
  const { strings, served } = useEnvironment()
  const { signIn } = strings
  const { config } = served
  const handOn = useHandingOn()
  return (
    <Offered section="OTHER_WAYS" when={hasOtherWays(config)}>
      <div class="ways">
        <p class="or">
          <span>{signIn.or}</span>
        </p>
        <Offered section="PASSKEYS" when={config.passkeys}>
          <PasskeyButton />
        </Offered>
        <Offered section="EACH_PROVIDER" when={config.providers.length > 0}>
          {config.providers.map(({ id, name }) => (
            // Not followed in place: it leaves this site.
            <a key={id} class="button" href={handOn(`/login/oauth/${id}`)}>
              <OutsideIcon />
              <span>{signIn.provider(name)}</span>
            </a>
          ))}
        </Offered>
        <Offered section="PASSWORDLESS" when={config.passwordless}>
          <Link to={handOn('/login/email')} class="button" carry={carry}>
            <MailIcon />
            <span>{signIn.byEmail}</span>
          </Link>
        </Offered>
      </div>
    </Offered>
  )
}

/** Signs in with a passkey, by the button or from what the browser offers at the address. */
function PasskeyButton() {
  const { gatehouse, strings } = useEnvironment()
  const arrive = useArrival()
  const begin = () => gatehouse.passkeys.loginOptions({})
  const finish = async (response: Awaited<ReturnType<typeof provePasskey>>) =>
    arrive(await judged(gatehouse.passkeys.login({ response, delivery: 'cookie' })))
  const picked = useAction(finish)
  const action = useAction(async () => finish(await provePasskey((await begin()).options)))
  useEffect(() => {
    if (!canUsePasskeys()) return undefined
    return offerPasskeys({ options: async () => (await begin()).options, picked: picked.run })
  }, [])
  return (
    <>
      <FailureAlert failure={action.failure ?? picked.failure} />
      <ActionButton action={action}>
        <KeyIcon />
        <span>{strings.signIn.passkey}</span>
      </ActionButton>
    </>
  )
}
