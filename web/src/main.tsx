import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/scene.css'
import { createClient } from '@gatehouse/sdk'
import { hydrate, render } from 'preact'
import { App } from './app.tsx'
import { takeToken } from './one-time-token.ts'
import { isArea, type PageName } from './pages.ts'
import { loadInvitationPage } from './routes/invitation-page.tsx'
import type { Step } from './routes/steps.ts'
import { isSignUpOpen, readServed } from './served.ts'
import { isLanguage, loadCatalogue } from './strings/catalogue.ts'

const { dataset, lang } = document.documentElement
const served = readServed()
const token = takeToken()
const language = isLanguage(lang) ? lang : 'en'
const servedStep = (dataset.step ?? 'form') as Step
// A reloaded page has its token from the history, where the server does not see it.
const step = servedStep === 'request' && token !== '' ? 'form' : servedStep
// As the server says: an address nobody knows, or a refused form, is answered with another page than the address names.
const page = (dataset.page ?? 'not-found') as PageName

if (page === 'accept-invite') await loadInvitationPage()

const app = (
  <App
    gatehouse={createClient({ baseUrl: location.origin })}
    served={served}
    token={token}
    initialAddress={new URL(location.href)}
    initialPage={page}
    initialStep={step}
    initialLanguage={language}
    initialStrings={await loadCatalogue(language)}
  />
)

const root = document.getElementById('app')!
const isAsServed = step === servedStep && !served.alert && isSignUpOpen(served) && !isArea(page)
if (isAsServed) {
  hydrate(app, root)
} else {
  root.replaceChildren()
  render(app, root)
}
