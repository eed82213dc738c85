import type { FunctionComponent } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type Acting, type Carried, type Environment, EnvironmentContext } from './environment.ts'
import { type PageName, pageAt } from './pages.ts'
import { ConfirmEmail, UndoEmailChange } from './routes/address-links.tsx'
import { EmailSignIn } from './routes/email-sign-in.tsx'
import { ForgotPassword } from './routes/forgot-password.tsx'
import { InvitationPage } from './routes/invitation-page.tsx'
import { MagicLink } from './routes/magic-link.tsx'
import { NotFound } from './routes/not-found.tsx'
import { ProviderCallback } from './routes/provider-callback.tsx'
import { ResetPassword } from './routes/reset-password.tsx'
import { SignIn } from './routes/sign-in.tsx'
import { SignUp } from './routes/sign-up.tsx'
import type { Step, StepProps } from './routes/steps.ts'
import { VerifyEmail } from './routes/verify-email.tsx'
import type { Served } from './served.ts'
import { type Catalogue, type Language, languageOf, loadCatalogue } from './strings/catalogue.ts'
import { AccountArea } from './ui/account-area.tsx'
import { ConsoleArea } from './ui/console-area.tsx'
import { Scene } from './ui/scene.tsx'

const LANGUAGE_COOKIE = 'gatehouse_lang'
const LANGUAGE_COOKIE_SECONDS = 400 * 24 * 60 * 60

export interface AppProps extends Pick<Environment, 'gatehouse' | 'served' | 'token'> {
  initialAddress: URL
  initialPage: PageName
  initialStep: Step
  initialLanguage: Language
  initialStrings: Catalogue
}

const routes: Record<Exclude<PageName, 'account' | 'admin'>, FunctionComponent<StepProps>> = {
  login: SignIn,
  'login-email': EmailSignIn,
  'magic-link': MagicLink,
  'oauth-callback': ProviderCallback,
  signup: SignUp,
  'verify-email': VerifyEmail,
  'forgot-password': ForgotPassword,
  'reset-password': ResetPassword,
  'confirm-email': ConfirmEmail,
  'undo-email-change': UndoEmailChange,
  'accept-invite': InvitationPage,
  'not-found': NotFound,
}

interface Place {
  address: URL
  page: PageName
  step: Step
  carried: Carried
  /** Tells two visits of one page apart, so that the second does not begin where the first ended. */
  visit: number
}

/** All pages, and the way from one to another. */
export function App(props: AppProps) {
  const { gatehouse, served, token } = props
  const { language, strings, setLanguage, suggestLanguage } = useLanguage(props)
  const { place, go } = usePlace(props)
  const [acting, actAs] = useState<Acting>()
  const environment = useMemo<Environment>(() => {
    const isFirst = place.visit === 0
    return {
      gatehouse: acting && place.page === 'account' ? acting.gatehouse : gatehouse,
      strings,
      language,
      setLanguage,
      suggestLanguage,
      served: isFirst ? served : servedLater(served, place.address),
      token: isFirst ? token : '',
      address: place.address,
      carried: place.carried,
      actAs,
      go,
    }
  }, [place, strings, acting])

  return (
    <EnvironmentContext.Provider value={environment}>
      {acting && <acting.Banner />}
      <Present {...place} isActing={acting !== undefined} />
    </EnvironmentContext.Provider>
  )
}

/** The page somebody is at. An area keeps what it holds while one moves in it, but not from one person to another. */
function Present({ page, step, visit, isActing }: Place & { isActing: boolean }) {
  if (page === 'admin') return <ConsoleArea />
  if (page === 'account') return <AccountArea key={String(isActing)} />
  const Page = routes[page]
  return (
    <Scene>
      <Page key={visit} step={step} />
    </Scene>
  )
}

/** What was served with the first page, for a later one: what was posted to that page is no longer of use. */
function servedLater({ config, redirectTo }: Served, address: URL): Served {
  const isHandedOn = address.searchParams.get('redirectTo') === redirectTo
  return { config, redirectTo: isHandedOn ? redirectTo : '', email: '', displayName: '' }
}

function useLanguage({ initialLanguage, initialStrings }: AppProps) {
  const [{ language, strings }, set] = useState({ language: initialLanguage, strings: initialStrings })
  const setLanguage = async (next: Language) => {
    set({ language: next, strings: await loadCatalogue(next) })
    document.documentElement.lang = next
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `${LANGUAGE_COOKIE}=${next}; Path=/; Max-Age=${LANGUAGE_COOKIE_SECONDS}; SameSite=Lax`
  }
  const suggestLanguage = async (tag: string) => {
    const suggested = languageOf(tag)
    const isChosen = document.cookie.includes(`${LANGUAGE_COOKIE}=`)
    if (suggested && suggested !== language && !isChosen) await setLanguage(suggested)
  }
  return { language, strings, setLanguage, suggestLanguage }
}

function usePlace({ initialAddress, initialPage, initialStep }: AppProps) {
  const [place, setPlace] = useState<Place>({
    address: initialAddress,
    page: initialPage,
    step: initialStep,
    carried: {},
    visit: 0,
  })
  const arrive = (address: URL, carried: Carried) =>
    setPlace(({ visit }) => ({
      address,
      carried,
      page: pageAt(address.pathname),
      step: address.pathname === '/verify-email' ? 'request' : 'form',
      visit: visit + 1,
    }))

  useEffect(() => {
    const onPop = () => arrive(new URL(location.href), {})
    addEventListener('popstate', onPop)
    return () => removeEventListener('popstate', onPop)
  }, [])

  const go = (to: string, carried: Carried = {}) => {
    const address = new URL(to, location.origin)
    if (address.origin !== location.origin || pageAt(address.pathname) === 'not-found') {
      location.assign(address)
      return
    }
    history.pushState(null, '', address)
    arrive(address, carried)
    scrollTo(0, 0)
  }
  return { place, go }
}
