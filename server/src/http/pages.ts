import { type Language, languageOf, preferredLanguage } from '../kit/language.ts'
import { safeReturnAddress } from '../kit/return-address.ts'
import { shownProviders } from '../rooms/identities/index.ts'
import { describeServer } from '../rooms/system/index.ts'
import { type Answer, answer, answerProblem, problemHeaders, problemOf } from './answer.ts'
import { readCookie } from './cookies.ts'
import type { Face, Mount } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { HTML_CONTENT_TYPE, html, plainPage } from './html.ts'
import { providerAnswerOf, whereAsked } from './page-answers.ts'
import { fillPage, readWeb, type Served } from './page-templates.ts'
import { answerFile } from './static-files.ts'

const LANGUAGE_COOKIE = 'gatehouse_lang'
const LANGUAGE_COOKIE_SECONDS = 400 * 86_400
const FOR_EVER = 'public, max-age=31536000, immutable'

/** What our tokens are written with. Anything else in a link is none, and is not shown again. */
const TOKEN = /^[A-Za-z0-9_-]{1,256}$/

/** Pages that mails lead to. */
const LINK_PAGES = [
  'forgot-password',
  'reset-password',
  'confirm-email',
  'undo-email-change',
  'accept-invite',
]

/** What is at them, the script knows. */
const ACCOUNT_PATHS = [
  '/account',
  '/account/:section',
  '/account/organizations/:organizationId',
  '/account/organizations/:organizationId/:section',
]

const CONSOLE_PATHS = ['/admin', '/admin/:section', '/admin/:section/:id']

/** Pages for people. Programs that ask here get the problem that they can read. */
export const pageFace: Face = { fail: answerPageProblem }

/** Serves the pages and what they load. */
export function mountPages(mount: Mount): void {
  const page = (path: string, name: string) =>
    mount.on('GET', path, pageFace, (exchange) => answerPage(exchange, name))
  for (const name of ['login', 'signup', ...LINK_PAGES]) page(`/${name}`, name)
  page('/login/email', 'login-email')
  mount.on('GET', '/magic-link', pageFace, (exchange) =>
    answerPage(exchange, 'magic-link', { redirectTo: returnAddressOf(exchange, whereAsked(exchange)) }),
  )
  // A reload, or a choice of language, after a form was posted there.
  page('/login/mfa', 'login')
  mount.on('GET', '/login/oauth/:provider/callback', pageFace, (exchange) =>
    answerPage(exchange, 'oauth-callback', { answer: providerAnswerOf(exchange) }),
  )
  mount.on('GET', '/verify-email', pageFace, (exchange) =>
    answerPage(exchange, tokenOf(exchange) === '' ? 'verify-email.request' : 'verify-email'),
  )
  for (const path of ACCOUNT_PATHS) mount.on('GET', path, pageFace, answerArea('account'))
  for (const path of CONSOLE_PATHS) mount.on('GET', path, pageFace, answerArea('admin'))
  mount.on('GET', '/', pageFace, (exchange) =>
    redirect(exchange, hasSession(exchange) ? '/account' : '/login'),
  )
  const assets = readWeb()?.assets
  for (const [name, file] of assets ?? []) {
    mount.on('GET', `/assets/${name}`, pageFace, (exchange) => answerFile(exchange, file, FOR_EVER))
  }
}

/**
 * The frame of an area, which needs a session to show anything: the cookie tells whether there may be one. Who may see
 * what of the area is decided at every call that it makes; the frame is the same for everybody.
 */
const answerArea =
  (name: 'account' | 'admin') =>
  (exchange: Exchange): Response =>
    hasSession(exchange)
      ? answerPage(exchange, name)
      : redirect(exchange, `/login?redirectTo=${encodeURIComponent(exchange.path)}`)

const hasSession = (exchange: Exchange): boolean => exchange.cookies.get('refresh') !== undefined

/** 303 also after a POST: the browser then asks with GET and without the body (SECURITY V6). */
export const redirect = (exchange: Exchange, location: string): Response =>
  answer(exchange, { status: 303, kind: 'page', headers: { location } })

/** What a page is given beyond what its address says. */
export type Filling = Partial<Omit<Served, 'config'>>

/**
 * A page in the caller's language. 503 where the pages were not built: the API is whole without them.
 *
 * @param name of the file it was prerendered to: `login`, `signup.sent`.
 */
export function answerPage(exchange: Exchange, name: string, filling: Filling = {}, status = 200): Response {
  const { platform } = exchange.edge
  const web = readWeb()
  const language = languageFor(exchange)
  const template = web?.pages.get(`${language}/${name}`)
  const refusal = filling.refusal
  if (!web || template === undefined) return answerPlain(exchange, refusal?.status ?? 503, refusal?.title)
  const served: Served = {
    config: describeServer(platform, shownProviders(platform)),
    email: '',
    displayName: '',
    redirectTo: returnAddressOf(exchange, parametersOf(exchange).get('redirectTo')),
    token: tokenOf(exchange),
    ...filling,
  }
  return answer(exchange, {
    status,
    kind: 'page',
    body: fillPage(template, web.messages[language], served),
    contentType: HTML_CONTENT_TYPE,
    headers: {
      'content-language': language,
      ...(refusal && problemHeaders(refusal)),
      ...rememberLanguage(exchange),
    },
  })
}

function answerPlain(
  exchange: Exchange,
  status: number,
  title = 'The pages are not installed on this server.',
): Response {
  const body = plainPage({
    title,
    body: html`<h1>${title}</h1><p class="soft">Request id <code>${exchange.id}</code></p>`,
  })
  return answer(exchange, { status, kind: 'page', body, contentType: HTML_CONTENT_TYPE })
}

/** An error, as a page to people and as a problem to programs. */
function answerPageProblem(exchange: Exchange, error: unknown, headers?: Record<string, string>): Response {
  if (!exchange.header('accept')?.includes('text/html')) return answerProblem(exchange, error, headers)
  const problem = problemOf(exchange, error)
  const all = { ...problemHeaders(problem), ...headers }
  if (problem.code === 'not_found' && readWeb()) return answerPage(exchange, 'not-found', {}, 404)
  const { title, detail } = problem
  const body = plainPage({
    title,
    body: html`<h1>${title}</h1>${detail && html`<p>${detail}</p>`}<p class="soft">Request id <code>${problem.requestId}</code></p>`,
  })
  const page: Answer = {
    status: problem.status,
    kind: 'page',
    body,
    contentType: HTML_CONTENT_TYPE,
    headers: all,
  }
  return answer(exchange, page)
}

const parametersOf = (exchange: Exchange): URLSearchParams => new URLSearchParams(exchange.query ?? '')

function tokenOf(exchange: Exchange): string {
  const token = parametersOf(exchange).get('token') ?? ''
  return TOKEN.test(token) ? token : ''
}

/** The address to go on to, if it may be gone to; empty otherwise. */
export function returnAddressOf(exchange: Exchange, raw: string | null): string {
  const { publicUrl, allowedRedirects } = exchange.edge.platform.config
  return safeReturnAddress(raw, { publicOrigin: publicUrl.origin, allowedOrigins: allowedRedirects }) ?? ''
}

/** What was chosen on the page, or before, or in the browser's settings. */
export function languageFor(exchange: Exchange): Language {
  const chosen = languageOf(parametersOf(exchange).get('lang') ?? '')
  const remembered = languageOf(readCookie(exchange.header('cookie') ?? '', LANGUAGE_COOKIE) ?? '')
  return chosen ?? remembered ?? preferredLanguage(exchange.languages)
}

/** Remembers a choice. Not HttpOnly: the pages' script changes it too, and it is worth nothing to a thief. */
function rememberLanguage(exchange: Exchange): Record<string, string> | undefined {
  const chosen = languageOf(parametersOf(exchange).get('lang') ?? '')
  if (!chosen) return undefined
  const secure = exchange.edge.isSecure ? '; Secure' : ''
  return {
    'set-cookie': `${LANGUAGE_COOKIE}=${chosen}; Path=/; Max-Age=${LANGUAGE_COOKIE_SECONDS}; SameSite=Lax${secure}`,
  }
}
