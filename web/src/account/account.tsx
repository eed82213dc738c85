import type { User } from '@gatehouse/sdk'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type Challenge, useEnvironment } from '../environment.ts'
import { Cancelled } from '../failure.ts'
import { NotFound } from '../routes/not-found.tsx'
import { LanguageSwitcher } from '../ui/language-switcher.tsx'
import { ActContext, createRunAct } from './acts.ts'
import { Connections } from './connections.tsx'
import { Header, isInside, Navigation } from './frame.tsx'
import { Loading, useLoaded } from './loading.tsx'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { Security } from './security.tsx'
import { SecurityLog } from './security-log.tsx'
import { Sessions } from './sessions.tsx'
import { StepUp } from './step-up.tsx'

/** A proof that is being asked for. */
interface Question {
  challenge: Challenge | undefined
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
        leave: () => {
          // Of several calls that find the session over, the first one leads out.
          if (isInside()) go(`/login?redirectTo=${encodeURIComponent(here)}`, { notice: 'sessionEnded' })
        },
        askAndConfirm: (challenge) =>
          new Promise<void>((confirmed, reject) =>
            setQuestion({ challenge, confirmed, cancelled: () => reject(new Cancelled()) }),
          ).finally(() => setQuestion(undefined)),
      }),
    [here],
  )
  useEffect(
    () =>
      gatehouse.session.subscribe(({ type }) => {
        // In another tab, or by the server: whoever signs out here is on the way already.
        if (type === 'signed_out' && isInside()) go('/login', { notice: 'signedOut' })
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
  const { gatehouse, suggestLanguage } = useEnvironment()
  const loaded = useLoaded(async () => {
    const user = await gatehouse.account.get()
    await suggestLanguage(user.locale)
    return user
  })
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
                    user={user}
                    challenge={question.challenge}
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
    case '/account/security':
      return <Security user={user} />
    case '/account/connections':
      return <Connections />
    case '/account/sessions':
      return <Sessions />
    case '/account/security-log':
      return <SecurityLog />
    default:
      return <NotFound />
  }
}
