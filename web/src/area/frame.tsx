import '../styles/account.css'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { type Failure, toFailure } from '../failure.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { LanguageSwitcher } from '../ui/language-switcher.tsx'
import { Link } from '../ui/link.tsx'
import { Mark } from '../ui/mark.tsx'
import { isInside } from './signed-in.tsx'

interface FrameProps {
  /** Beside the main part: where else one can go. */
  navigation: ComponentChildren
  /** In the head, before the way out. */
  head?: ComponentChildren
  children: ComponentChildren
}

/** What surrounds every page of an area. */
export function Frame({ navigation, head, children }: FrameProps) {
  return (
    <div class="account">
      <Header>{head}</Header>
      <div class="account-body">
        {navigation}
        <main>{children}</main>
      </div>
      <footer class="account-foot">
        <LanguageSwitcher />
      </footer>
    </div>
  )
}

interface NavigationProps {
  label: string
  sections: readonly (readonly [path: string, title: string])[]
}

/** The sections of an area, the present one marked: the one that is shown, or of which something is shown. */
export function Navigation({ label, sections }: NavigationProps) {
  const { pathname } = useEnvironment().address
  const [root] = sections[0] ?? ['']
  const isAt = (path: string) => path === pathname || (path !== root && pathname.startsWith(`${path}/`))
  return (
    <nav aria-label={label}>
      <ul>
        {sections.map(([path, title]) => (
          <li key={path}>
            <Link to={path} current={isAt(path)}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Whose service this is, and the way out. */
function Header({ children }: { children: ComponentChildren }) {
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
        {children}
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
