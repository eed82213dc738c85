import type { User } from '@gatehouse/sdk'
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { type Challenge, useEnvironment } from '../environment.ts'
import { Cancelled } from '../failure.ts'
import { isArea, pageAt } from '../pages.ts'
import { ActContext, createRunAct } from './acts.ts'
import { Loading, useLoaded } from './loading.tsx'
import { StepUp } from './step-up.tsx'

/** A proof that is being asked for. */
interface Question {
  challenge: Challenge | undefined
  confirmed(): void
  cancelled(): void
}

const QuestionContext = createContext<Question | undefined>(undefined)

/** Whether the person is still in an area: another tab, or the session's end, may have led them out. */
export const isInside = (): boolean => isArea(pageAt(location.pathname))

/** What is behind the sign-in. Whoever is not signed in, or no longer, is led there and back again. */
export function SignedIn({ children }: { children: ComponentChildren }) {
  const { gatehouse, address, go } = useEnvironment()
  const [question, setQuestion] = useState<Question>()
  const here = address.pathname
  /** Whoever has gone to another area meanwhile is there as somebody of its own: an administrator who acts as a person. */
  const isThere = () => pageAt(location.pathname) === pageAt(here)
  const run = useMemo(
    () =>
      createRunAct({
        gatehouse,
        leave: () => {
          // Of several calls that find the session over, the first one leads out.
          if (isThere()) go(`/login?redirectTo=${encodeURIComponent(here)}`, { notice: 'sessionEnded' })
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
        if (type === 'signed_out' && isThere()) go('/login', { notice: 'signedOut' })
      }),
    [],
  )
  return (
    <ActContext.Provider value={run}>
      <QuestionContext.Provider value={question}>{children}</QuestionContext.Provider>
    </ActContext.Provider>
  )
}

interface PersonProps {
  children(user: User, onChanged: (user: User) => void): ComponentChildren
}

/** What is shown to the person who is signed in; on top of it, the proof an act of theirs asks for. */
export function Person({ children }: PersonProps) {
  const { gatehouse, suggestLanguage } = useEnvironment()
  const question = useContext(QuestionContext)
  const loaded = useLoaded(async () => {
    const user = await gatehouse.account.get()
    await suggestLanguage(user.locale)
    return user
  })
  return (
    <Loading loaded={loaded}>
      {(user) => (
        <>
          {children(user, loaded.set)}
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
  )
}
