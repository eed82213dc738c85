import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { type Failure, toFailure } from '../failure.ts'
import { pageAt } from '../pages.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { Link } from '../ui/link.tsx'
import { Mark } from '../ui/mark.tsx'

/** Whether the person is still in the area: another tab, or the session's end, may have led them out. */
export const isInside = (): boolean => pageAt(location.pathname) === 'account'

/** The sections of the area, the present one marked. */
export function Navigation() {
  const { strings, address } = useEnvironment()
  const sections = [
    ['/account', strings.profile.title],
    ['/account/password', strings.passwordPage.title],
    ['/account/security', strings.security.title],
    ['/account/connections', strings.connections.title],
    ['/account/sessions', strings.sessions.title],
    ['/account/security-log', strings.log.title],
  ] as const
  return (
    <nav aria-label={strings.account.navigation}>
      <ul>
        {sections.map(([path, title]) => (
          <li key={path}>
            <Link to={path} current={address.pathname === path}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Whose service this is, and the way out. */
export function Header() {
  const { gatehouse, strings, served, go } = useEnvironment()
  const [failure, setFailure] = useState<Failure>()
  const [isLeaving, setLeaving] = useState(false)
  const signOut = async () => {
    setLeaving(true)
    setFailure(undefined)
    try {
      await gatehouse.auth.logout()
      if (isInside()) go('/login', { notice: 'signedOut' })
    } catch (error) {
      setFailure(toFailure(error))
      setLeaving(false)
    }
  }
  return (
    <>
      <header class="account-head">
        <p class="brand">
          <Mark />
          <span>{served.config.brand.name}</span>
        </p>
        <button type="button" class="button button-small" onClick={signOut} aria-disabled={isLeaving}>
          {strings.account.signOut}
        </button>
      </header>
      <FailureAlert failure={failure}>
        <p>{strings.account.signOutFailed}</p>
      </FailureAlert>
    </>
  )
}
