import type { CookieName, Cookies } from '../context.ts'

/** Attributes beyond those every cookie of ours has. The refresh token never travels with a request of another site. */
const SAME_SITE = { refresh: 'Strict', device: 'Lax', browser: 'Lax' } as const satisfies Record<
  CookieName,
  string
>

/** What a browser must keep of one cookie (RFC 6265 section 6.1), and the most we read of all of them. */
const MAX_COOKIE_BYTES = 4_096
const MAX_HEADER_LENGTH = 8_192

/** RFC 6265 section 4.1.1, cookie-octet: what may stand in a value without quoting. */
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/

/** What a cookie is called on the wire. The prefix binds it to this host, https and Path=/; http has no such thing. */
function wireName(name: CookieName, isSecure: boolean): string {
  return `${isSecure ? '__Host-' : ''}gatehouse_${name}`
}

/** The cookies of one request, and those its answer sets. */
export class RequestCookies implements Cookies {
  readonly #header: string
  readonly #isSecure: boolean
  readonly #set = new Map<CookieName, string>()
  #forgetsSite = false

  /** @param isSecure whether PUBLIC_URL is https. */
  constructor(header: string | null, isSecure: boolean) {
    // Past what any browser sends of us; a truncated list could drop one cookie and keep another.
    this.#header = header !== null && header.length <= MAX_HEADER_LENGTH ? header : ''
    this.#isSecure = isSecure
  }

  get(name: CookieName): string | undefined {
    return readCookie(this.#header, wireName(name, this.#isSecure))
  }

  set(name: CookieName, value: string, maxAgeSeconds: number): void {
    if (!VALUE.test(value)) throw new Error(`the ${name} cookie cannot hold this value`)
    const secure = this.#isSecure ? '; Secure' : ''
    const cookie = `${wireName(name, this.#isSecure)}=${value}; Path=/; Max-Age=${Math.max(0, Math.trunc(maxAgeSeconds))}; HttpOnly; SameSite=${SAME_SITE[name]}${secure}`
    if (cookie.length > MAX_COOKIE_BYTES) throw new Error(`the ${name} cookie is too long`)
    this.#set.set(name, cookie)
  }

  clear(name: CookieName): void {
    this.set(name, '', 0)
  }

  forgetSite(): void {
    this.#forgetsSite = true
  }

  /** Whether the answer needs `writeTo`. */
  get changed(): boolean {
    return this.#set.size > 0 || this.#forgetsSite
  }

  writeTo(headers: Headers): void {
    for (const cookie of this.#set.values()) headers.append('set-cookie', cookie)
    // Not "cookies": that would take the device cookie too, and cookies of sister sites on the same domain.
    if (this.#forgetsSite) headers.set('clear-site-data', '"cache", "storage"')
  }
}

/** The first cookie of that name (RFC 6265 section 5.4 sends the most specific one first). */
export function readCookie(header: string, name: string): string | undefined {
  if (header === '') return undefined
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return undefined
}
