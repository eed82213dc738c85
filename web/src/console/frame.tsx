import '../styles/account.css'
import '../styles/console.css'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { isInside } from '../area/signed-in.tsx'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { LanguageSwitcher } from '../ui/language-switcher.tsx'
import { Link } from '../ui/link.tsx'
import { Mark } from '../ui/mark.tsx'
import { useConsole } from './area.ts'
import { MenuIcon, sectionIcons } from './icons.tsx'
import { isOffered } from './permissions.ts'
import { type SectionName, sections } from './sections.ts'
import { useStaff } from './staff.ts'

interface ConsoleFrameProps {
  here: SectionName | undefined
  children: ComponentChildren
}

/** What surrounds every section: the navigation, whoever works here, and the way out. On a phone it folds away. */
export function ConsoleFrame({ here, children }: ConsoleFrameProps) {
  const { strings, served, address } = useConsole()
  const [isOpen, setOpen] = useState(false)
  const menuId = useId()
  useEffect(() => setOpen(false), [address])
  return (
    <div class="console">
      <a class="skip" href="#console-main">
        {strings.frame.skip}
      </a>
      <header class="console-side">
        <div class="console-top">
          <p class="brand">
            <Mark />
            <span>
              {served.config.brand.name} <span class="brand-area">{strings.frame.area}</span>
            </span>
          </p>
          <button
            type="button"
            class="button button-small console-menu"
            aria-expanded={isOpen}
            aria-controls={menuId}
            onClick={() => setOpen(!isOpen)}
          >
            <MenuIcon />
            {strings.frame.menu}
          </button>
        </div>
        <div id={menuId} class={isOpen ? 'console-fold is-open' : 'console-fold'}>
          <Sections here={here} />
          <Self />
        </div>
      </header>
      <main id="console-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

function Sections({ here }: { here: SectionName | undefined }) {
  const { strings } = useConsole()
  const { platformRole } = useStaff()
  return (
    <nav aria-label={strings.frame.navigation}>
      <ul>
        {sections
          .filter(({ needs }) => isOffered(platformRole, needs))
          .map(({ path, name }) => {
            const Icon = sectionIcons[name]
            return (
              <li key={name}>
                <Link to={path} current={name === here}>
                  <Icon />
                  {strings.sections[name]}
                </Link>
              </li>
            )
          })}
      </ul>
    </nav>
  )
}

/** Who works here, and the way out. */
function Self() {
  const { gatehouse, strings, go } = useConsole()
  const { displayName, email, platformRole } = useStaff()
  const action = useAction(async () => {
    await gatehouse.auth.logout()
    if (isInside()) go('/login', { notice: 'signedOut' })
  })
  return (
    <div class="console-self">
      <p class="console-self-name">
        {displayName} <span class="tag">{strings.roles[platformRole]}</span>
      </p>
      <p class="hint">{email}</p>
      <p>
        <Link to="/account">{strings.frame.account}</Link>
      </p>
      <FailureAlert failure={action.failure} />
      <ActionButton action={action} class="button-small">
        {strings.account.signOut}
      </ActionButton>
      <LanguageSwitcher />
    </div>
  )
}
