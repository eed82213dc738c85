import { readCookie } from './cookies.ts'
import type { Exchange } from './exchange.ts'
import type { ProviderAnswer, Served } from './page-templates.ts'

/** The methods a second factor can have, as the page says them again with each of its forms. */
const METHODS = ['totp', 'passkey', 'recovery_code']

/** The challenge a form of the second step carries; of its methods only those that exist. */
export function challengeOf(token: string, methods: string): NonNullable<Served['challenge']> {
  const named = methods.split(' ').filter((method) => METHODS.includes(method))
  return { challengeToken: token.slice(0, 128), methods: named }
}

/** Far more than any provider sends; what is longer is no answer. */
const MAX_PARAMETER_LENGTH = 4_096

/** How much of a provider's words is shown. */
const MAX_ERROR_LENGTH = 300

/** What a provider sent somebody back with: text to be shown and handed in, never to be believed. */
export function providerAnswerOf(exchange: Exchange): ProviderAnswer {
  const parameters = new URLSearchParams(exchange.query ?? '')
  const read = (name: string): string => {
    const all = parameters.getAll(name)
    // RFC 6749 section 3.1: a parameter stands once.
    return all.length === 1 && all[0]!.length <= MAX_PARAMETER_LENGTH ? all[0]! : ''
  }
  const error = [read('error'), read('error_description')].filter(Boolean).join(': ')
  return {
    provider: exchange.param('provider'),
    code: error === '' ? read('code') : '',
    state: read('state'),
    iss: read('iss'),
    error: error.slice(0, MAX_ERROR_LENGTH),
  }
}

/** As web/src/asked.ts writes it. */
const ASKED_COOKIE = 'gatehouse_asked'

/** Where the person who asked for a mail in this browser wanted to go; null when nobody did. Anybody could have written it. */
export function whereAsked(exchange: Exchange): string | null {
  const written = readCookie(exchange.header('cookie') ?? '', ASKED_COOKIE)
  try {
    return written === undefined ? null : decodeURIComponent(written)
  } catch {
    return null
  }
}
