import { createClient, type MfaMethod } from '@gatehouse/sdk'
import { renderToString } from 'preact-render-to-string'
import { App } from './app.tsx'
import { type Assets, Document } from './document.tsx'
import { type PageName, pages } from './pages.ts'
import { loadInvitationPage } from './routes/invitation-page.tsx'
import type { Step } from './routes/steps.ts'
import type { Served } from './served.ts'
import {
  type Catalogue,
  type Language,
  languages,
  loadAreaErrors,
  loadCatalogue,
} from './strings/catalogue.ts'
import { invitationWords } from './strings/invitation.ts'

/** A file of web/dist/pages. */
export interface PrerenderedFile {
  path: string
  content: string
}

/** What the server puts in when it serves a page, standing in for itself. Keep in step with server/src/http/pages.ts. */
const placeholders: Served = {
  config: {
    signUpMode: 'public',
    providers: [{ id: '__PROVIDER_ID__', name: '__PROVIDER_NAME__' }],
    // Rendered as the text of an attribute; no arithmetic is done with it.
    passwordPolicy: { minLength: '__MIN_LENGTH__' as unknown as number, maxLength: 256 },
    passkeys: true,
    passwordless: true,
    brand: { name: '__BRAND_NAME__', logoUrl: null, accentColor: '' },
  },
  email: '__EMAIL__',
  displayName: '__DISPLAY_NAME__',
  redirectTo: '__REDIRECT_TO__',
  flowId: '__FLOW_ID__',
  answer: {
    provider: '__PROVIDER__',
    code: '__CODE__',
    state: '__STATE__',
    iss: '__ISS__',
    error: '__PROVIDER_SAID__',
  },
  isTemplate: true,
}

/** The second factor's steps begin with a challenge; every method is there for the server to leave out. */
const challenge = {
  challengeToken: '__CHALLENGE__',
  methods: ['__METHODS__' as MfaMethod],
} satisfies Served['challenge']

function titleOf({ strings, language, page, step }: Omit<PageToRender, 'assets'>): string {
  const titles: Record<PageName, Partial<Record<Step, string>>> = {
    login: {
      form: strings.signIn.title,
      mfa: strings.secondFactor.title,
      recovery: strings.secondFactor.recoveryTitle,
    },
    'login-email': { form: strings.byEmail.title, code: strings.byEmail.codeTitle },
    'magic-link': { form: strings.magicLink.confirmTitle },
    'oauth-callback': { form: strings.provider.title },
    'confirm-email': { form: strings.confirmEmail.title, done: strings.confirmEmail.doneTitle },
    'undo-email-change': { form: strings.undoEmail.title, done: strings.undoEmail.doneTitle },
    signup: { form: strings.signUp.title, sent: strings.signUp.sentTitle },
    'verify-email': {
      form: strings.verify.title,
      request: strings.verify.requestTitle,
      sent: strings.verify.sentTitle,
      done: strings.verify.doneTitle,
    },
    'forgot-password': { form: strings.forgot.title, sent: strings.forgot.sentTitle },
    'reset-password': { form: strings.reset.title, done: strings.reset.doneTitle },
    'accept-invite': { form: invitationWords[language].title, done: invitationWords[language].declinedTitle },
    account: { form: strings.account.title },
    admin: { form: strings.account.console },
    'not-found': { form: strings.notFound.title },
  }
  return strings.common.titleOf(titles[page][step] ?? '', placeholders.config.brand.name)
}

/** Every page and step in every language, and beside them the words in which the server refuses. */
export async function prerender(assets: Assets): Promise<PrerenderedFile[]> {
  const files: PrerenderedFile[] = []
  await loadInvitationPage()
  for (const language of languages) {
    const strings = await loadCatalogue(language)
    for (const page of Object.keys(pages) as PageName[]) {
      for (const step of pages[page].steps) {
        const name = step === 'form' ? page : `${page}.${step}`
        files.push({
          path: `${language}/${name}.html`,
          content: renderPage({ page, step, language, strings, assets }),
        })
      }
    }
    const { common } = strings
    const errors = { ...strings.errors, ...(await loadAreaErrors(language)) }
    files.push({
      path: `${language}/messages.json`,
      content: JSON.stringify({
        errors,
        requestId: common.requestId,
        errorTitle: common.errorTitle(''),
        wait: common.wait('{time}'),
      }),
    })
  }
  return files
}

/** Pages of mailed links: their form carries the token. */
const WITH_TOKEN = new Set<PageName>([
  'verify-email',
  'reset-password',
  'magic-link',
  'confirm-email',
  'undo-email-change',
  'accept-invite',
])

interface PageToRender {
  page: PageName
  step: Step
  language: Language
  strings: Catalogue
  assets: Assets
}

function renderPage({ page, step, language, strings, assets }: PageToRender): string {
  const needsToken = step === 'form' && WITH_TOKEN.has(page)
  const isSecondFactor = step === 'mfa' || step === 'recovery'
  const html = renderToString(
    <Document
      page={page}
      step={step}
      language={language}
      title={titleOf({ strings, language, page, step })}
      assets={assets}
    >
      <App
        gatehouse={createClient({ baseUrl: 'http://localhost' })}
        served={isSecondFactor ? { ...placeholders, challenge } : placeholders}
        token={needsToken ? '__TOKEN__' : ''}
        initialAddress={new URL(`http://localhost${pages[page].path}`)}
        initialPage={page}
        initialStep={step}
        initialLanguage={language}
        initialStrings={strings}
      />
    </Document>,
  )
  // Where the server says what it refused: before the page's own form.
  return `<!doctype html>${html.replace('<form method="post"', '<!--alert--><form method="post"')}`
}
