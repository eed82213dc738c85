import { createClient, type GatehouseClient, memoryStorage } from '@gatehouse/sdk'
import type { FunctionComponent } from 'preact'
import type { Acting, Environment } from '../environment.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { Link } from '../ui/link.tsx'
import { dayAndTime } from '../ui/time.ts'

/** Whom an administrator acts as. */
interface Subject {
  id: string
  displayName: string
  email: string
}

/** The banner's words, which the pages outside of the console do not have. */
export interface ActingWords {
  label: string
  as(name: string, email: string): string
  until(time: string): string
  stop: string
  back: string
}

interface Beginning {
  subject: Subject
  reason: string
  words: ActingWords
  /** The administrator's own client. */
  own: GatehouseClient
  environment: Pick<Environment, 'actAs' | 'go' | 'language'>
}

/**
 * Begins to act as a person, in this tab alone. The person's access token is held by a client of its own, in memory: no
 * cookie is sent with its calls and none is taken from their answers, so the administrator's session, here and in other
 * tabs, stays as it is. It ends with the button, with its hour, with the administrator's right, or with this page.
 */
export async function beginActing({ subject, reason, words, own, environment }: Beginning): Promise<void> {
  const begun = await own.admin.impersonation.start({ userId: subject.id, reason })
  const acting = createClient({
    baseUrl: location.origin,
    delivery: 'body',
    storage: memoryStorage(),
    fetch: (url, init) => fetch(url, { ...init, credentials: 'omit' }),
  })
  await acting.session.adopt(begun)
  const until = new Date(Date.now() + begun.expiresIn * 1_000)
  const end = () => {
    environment.actAs(undefined)
    environment.go(`/admin/users/${subject.id}`, { isActingOver: true })
  }
  acting.session.subscribe(({ type }) => {
    if (type === 'ended' || type === 'signed_out') end()
  })
  environment.actAs({
    gatehouse: acting,
    Banner: bannerOf({ subject, until, acting, words, end, environment }),
  })
  environment.go('/account')
}

interface BannerNeeds extends Pick<Beginning, 'subject' | 'words' | 'environment'> {
  until: Date
  acting: GatehouseClient
  end(): void
}

/** Says on every page whose account is shown, until when, and ends it. */
function bannerOf({ subject, until, acting, words, end, environment }: BannerNeeds): Acting['Banner'] {
  const Banner: FunctionComponent = () => {
    const action = useAction(async () => {
      await acting.admin.impersonation.stop()
      end()
    })
    return (
      <aside class="acting" aria-label={words.label}>
        <div class="acting-text">
          <p class="acting-who">{words.as(subject.displayName, subject.email)}</p>
          <p>{words.until(dayAndTime(environment.language, until))}</p>
          <FailureAlert failure={action.failure} />
        </div>
        <div class="actions">
          <Link to="/account" class="button button-small">
            {words.back}
          </Link>
          <ActionButton action={action} class="button-small button-primary">
            {words.stop}
          </ActionButton>
        </div>
      </aside>
    )
  }
  return Banner
}
