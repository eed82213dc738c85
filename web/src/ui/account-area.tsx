import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { Heading } from './heading.tsx'
import { Scene } from './scene.tsx'

/** The area behind the sign-in, which is fetched only by those who get there. */
export function AccountArea() {
  const [Account, setAccount] = useState<FunctionComponent>()
  const [isUnreachable, setUnreachable] = useState(false)
  const { account, common } = useEnvironment().strings
  useEffect(() => {
    import('../account/account.tsx').then(
      (area) => setAccount(() => area.Account),
      () => setUnreachable(true),
    )
  }, [])
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
