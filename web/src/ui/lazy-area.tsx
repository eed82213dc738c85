import type { FunctionComponent } from 'preact'
import { useLazy } from '../area/lazy.ts'
import { useEnvironment } from '../environment.ts'
import type { Language } from '../strings/catalogue.ts'
import { Heading } from './heading.tsx'
import { Scene } from './scene.tsx'

interface LazyAreaProps {
  title: string
  /** Brings the area, with its words in a language. */
  load(language: Language): Promise<FunctionComponent>
}

/** An area behind the sign-in, which is fetched only by those who get there; until then, a page that says so. */
export function LazyArea({ title, load }: LazyAreaProps) {
  const { strings, language } = useEnvironment()
  const { account, common } = strings
  const { Component: Area, isUnreachable } = useLazy(() => load(language))
  if (Area) return <Area />
  return (
    <Scene>
      <Heading title={title} />
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
