import { accountArea } from '../account/area.ts'
import { useLazy } from '../area/lazy.ts'
import { useEnvironment } from '../environment.ts'
import { Heading } from './heading.tsx'
import { Scene } from './scene.tsx'

/** The area behind the sign-in, which is fetched only by those who get there. */
export function AccountArea() {
  const { strings, language } = useEnvironment()
  const { account, common } = strings
  const { Component: Account, isUnreachable } = useLazy(async () => {
    const [area] = await Promise.all([import('../account/account.tsx'), accountArea.load(language)])
    return area.Account
  })
  if (Account) return <Account />
  return (
    <Scene>
      <Heading title={account.title} />
      <p role="status" class="lead needs-script">
        {isUnreachable ? common.offline : common.loading}
      </p>
      {isUnreachable && (
        <button type="button" class="button button-quiet" onClick={() => location.reload()}>
          {common.retry}
        </button>
      )}
      <noscript>
        <p class="lead">{common.scriptNeeded}</p>
        <form method="post" action="/logout">
          <button type="submit" class="button button-primary">
            {account.signOut}
          </button>
        </form>
      </noscript>
    </Scene>
  )
}
