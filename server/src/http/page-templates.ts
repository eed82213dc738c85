import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Language, languages } from '../kit/language.ts'
import type { ServerConfig } from '../rooms/system/index.ts'
import { escapeHtml } from './html.ts'
import { chooseSections } from './page-sections.ts'
import type { Problem } from './problem.ts'
import { readFolder, type StaticFiles } from './static-files.ts'

/** Words of the pages that the server itself needs, in one language. */
interface Messages {
  /** By error code. */
  errors: Record<string, string | undefined>
  requestId: string
  /** What a title begins with after a refusal. */
  errorTitle: string
  /** How long to wait, with `{time}` where that goes. */
  wait: string
}

/** What `web` was built into: pages by language and name, their words, and what they load. */
export interface Web {
  pages: ReadonlyMap<string, string>
  messages: Readonly<Record<Language, Messages>>
  assets: StaticFiles
}

let web: Web | undefined

/** The built pages, read into memory once; undefined in a checkout where they were not built. */
export function readWeb(): Web | undefined {
  const folder = ['../../../web/dist', '../../web/dist', '../web']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(join(path, 'pages')))
  if (!web && folder) web = readWebFrom(folder)
  return web
}

function readWebFrom(folder: string): Web {
  const pages = new Map<string, string>()
  for (const language of languages) {
    const own = join(folder, 'pages', language)
    for (const name of readdirSync(own).filter((name) => name.endsWith('.html'))) {
      pages.set(`${language}/${name.slice(0, -'.html'.length)}`, readFileSync(join(own, name), 'utf8'))
    }
  }
  const wordsOf = (language: Language) =>
    JSON.parse(readFileSync(join(folder, 'pages', language, 'messages.json'), 'utf8')) as Messages
  const messages = Object.fromEntries(languages.map((language) => [language, wordsOf(language)]))
  return { pages, messages: messages as Web['messages'], assets: readFolder(join(folder, 'assets')) }
}

/** What a page is filled in with: web/src/served.ts reads it back, and prerender.tsx leaves the places for it. */
export interface Served {
  config: ServerConfig
  email: string
  displayName: string
  redirectTo: string
  token: string
  /** The demand for a second factor. */
  challenge?: { challengeToken: string; methods: readonly string[] }
  /** Which mail the code to enter is from. */
  flowId?: string
  /** What a provider sent somebody back with: nothing of it is to be trusted. */
  answer?: ProviderAnswer
  refusal?: Problem
}

/** RFC 6749 section 4.1.2 and RFC 9207. */
export interface ProviderAnswer {
  provider: string
  code: string
  state: string
  iss: string
  /** In the provider's words, or empty. */
  error: string
}

const PLACE =
  /(redirectTo=)?__(PAGE|BRAND_NAME|EMAIL|DISPLAY_NAME|REDIRECT_TO|MIN_LENGTH|TOKEN|CHALLENGE|METHODS|FLOW_ID|PROVIDER|CODE|STATE|ISS|PROVIDER_SAID|PROVIDER_(?:ID|NAME)_\d+)__|<!--alert-->|<title>/g

/**
 * Fills a page in. In one pass, so that nothing that is filled in is itself looked through for places; and escaped, so
 * that what somebody typed is text on the page that shows it again.
 */
export function fillPage(template: string, messages: Messages, served: Served): string {
  const { config, challenge, answer } = served
  const chosen = chooseSections(template, {
    config,
    methods: challenge?.methods ?? [],
    hasProviderCode: answer !== undefined && answer.code !== '' && answer.state !== '',
  })
  return chosen.replace(PLACE, (place, inQuery: string | undefined, name: string | undefined) => {
    if (name !== undefined) {
      const value = textAt(name, served)
      return (inQuery ?? '') + escapeHtml(inQuery ? encodeURIComponent(value) : value)
    }
    if (!served.refusal) return place === '<title>' ? place : ''
    return place === '<title>' ? place + escapeHtml(messages.errorTitle) : alertOf(served.refusal, messages)
  })
}

/** What stands at a place. */
function textAt(name: string, served: Served): string {
  const { config, challenge, answer } = served
  const values: Record<string, () => string | undefined> = {
    PAGE: () => JSON.stringify(seenByScript(served)),
    BRAND_NAME: () => config.brand.name,
    EMAIL: () => served.email,
    DISPLAY_NAME: () => served.displayName,
    REDIRECT_TO: () => served.redirectTo,
    MIN_LENGTH: () => String(config.passwordPolicy.minLength),
    TOKEN: () => served.token,
    CHALLENGE: () => challenge?.challengeToken,
    METHODS: () => challenge?.methods.join(' '),
    FLOW_ID: () => served.flowId,
    PROVIDER: () => answer?.provider,
    CODE: () => answer?.code,
    STATE: () => answer?.state,
    ISS: () => answer?.iss,
    PROVIDER_SAID: () => answer?.error,
  }
  const [, field, index] = /^PROVIDER_(ID|NAME)_(\d+)$/.exec(name) ?? []
  const provider = index === undefined ? undefined : config.providers[Number(index)]
  if (provider) return field === 'ID' ? provider.id : provider.name
  return values[name]?.() ?? ''
}

/** Without the token: it stands in the form, and the page's script takes it from the address. */
function seenByScript({ config, email, displayName, redirectTo, refusal, ...rest }: Served) {
  const { challenge, flowId, answer } = rest
  const alert = refusal && {
    code: refusal.code,
    requestId: refusal.requestId,
    ...(refusal.retryAfterSeconds !== undefined && { retryAfterSeconds: refusal.retryAfterSeconds }),
  }
  return { config, email, displayName, redirectTo, alert, challenge, flowId, answer }
}

/** As web/src/ui/alert.tsx draws it, with the focus where its script would put it. */
function alertOf({ code, title, requestId, retryAfterSeconds }: Problem, messages: Messages): string {
  const icon =
    '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M12 3.5 21.5 20h-19L12 3.5Zm0 6v4.5m0 2.6v.4"/></svg>'
  const words = [
    `<p role="alert">${escapeHtml(messages.errors[code] ?? title)}</p>`,
    retryAfterSeconds !== undefined && `<p>${escapeHtml(waitText(messages, retryAfterSeconds))}</p>`,
    `<p class="request-id">${escapeHtml(messages.requestId)} <code>${escapeHtml(requestId)}</code></p>`,
  ]
  return `<div class="alert alert-error" tabindex="-1" autofocus>${icon}<div>${words.filter(Boolean).join('')}</div></div>`
}

/** `4:05`, or `1:04:05`, in a sentence. */
function waitText({ wait }: Messages, seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)]
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts
  return wait.replace('{time}', [first, ...rest.map((part) => String(part).padStart(2, '0'))].join(':'))
}
