import type { User } from '@gatehouse/sdk'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import { Cancelled, type Failure, toFailure } from '../failure.ts'
import { pageAt } from '../pages.ts'
import { NotFound } from '../routes/not-found.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { LanguageSwitcher } from '../ui/language-switcher.tsx'
import { Link } from '../ui/link.tsx'
import { Mark } from '../ui/mark.tsx'
import { ActContext, createRunAct } from './acts.ts'
import { Loading, useLoaded } from './loading.tsx'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { SecurityLog } from './security-log.tsx'
import { Sessions } from './sessions.tsx'
import { StepUp } from './step-up.tsx'

const isHere = (): boolean => pageAt(location.pathname) === 'account'

/** A question for the password that is being asked. */
interface Question {
  confirmed(): void
  cancelled(): void
}

/** The area behind the sign-in. Whoever is not signed in, or no longer, is led there and back again. */
export function Account() {
  const { gatehouse, address, go } = useEnvironment()
  const [question, setQuestion] = useState<Question>()
  const here = address.pathname
  const run = useMemo(
    () =>
      createRunAct({
        gatehouse,
        leave: () => go(`/login?redirectTo=${encodeURIComponent(here)}`, { notice: 'sessionEnded' }),
        askAndConfirm: () =>
          new Promise<void>((confirmed, reject) =>
            setQuestion({ confirmed, cancelled: () => reject(new Cancelled()) }),
          ).finally(() => setQuestion(undefined)),
      }),
    [here],
  )
  useEffect(
    () =>
      gatehouse.session.subscribe(({ type }) => {
        // In another tab, or by the server: whoever signs out here is on the way already.
        if (type === 'signed_out' && isHere()) go('/login', { notice: 'signedOut' })
      }),
    [],
  )
  return (
    <ActContext.Provider value={run}>
      <SignedIn question={question} />
    </ActContext.Provider>
  )
}

function SignedIn({ question }: { question: Question | undefined }) {
  const { gatehouse } = useEnvironment()
  const loaded = useLoaded(() => gatehouse.account.get())
  return (
    <div class="account">
      <Header />
      <div class="account-body">
        <Navigation />
        <main>
          <Loading loaded={loaded}>
            {(user) => (
              <>
                <Section user={user} onChanged={loaded.set} />
                {question && (
                  <StepUp
                    email={user.email}
                    onConfirmed={question.confirmed}
                    onCancelled={question.cancelled}
                  />
                )}
              </>
            )}
          </Loading>
        </main>
      </div>
      <footer class="account-foot">
        <LanguageSwitcher />
      </footer>
    </div>
  )
}

function Section({ user, onChanged }: { user: User; onChanged(user: User): void }) {
  const { address } = useEnvironment()
  switch (address.pathname) {
    case '/account':
      return <Profile user={user} onChanged={onChanged} />
    case '/account/password':
      return <Password user={user} />
    case '/account/sessions':
      return <Sessions />
    case '/account/security-log':
      return <SecurityLog />
    default:
      return <NotFound />
  }
}

function Navigation() {
  const { strings, address } = useEnvironment()
  const sections = [
    ['/account', strings.profile.title],
    ['/account/password', strings.passwordPage.title],
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

function Header() {
  const { gatehouse, strings, served, go } = useEnvironment()
  const [failure, setFailure] = useState<Failure>()
  const [isLeaving, setLeaving] = useState(false)
  const signOut = async () => {
    setLeaving(true)
    setFailure(undefined)
    try {
      await gatehouse.auth.logout()
      if (isHere()) go('/login', { notice: 'signedOut' })
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
