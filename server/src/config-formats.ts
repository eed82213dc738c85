import ipaddr from 'ipaddr.js'
import { readConnectionString } from './platform/azure-connection.ts'

/** How a variable's text is read: what to say it should be, and the value, or undefined when it is not that. */
export interface Format<Value> {
  expects: string
  parse(text: string): Value | undefined
}

export const text = (expects: string, pattern: RegExp): Format<string> => ({
  expects,
  parse: (raw) => (pattern.test(raw) ? raw : undefined),
})

export const integer = (min: number, max: number): Format<number> => ({
  expects: `a whole number from ${min} to ${max}`,
  parse: (raw) => {
    const value = /^\d{1,10}$/.test(raw) ? Number(raw) : Number.NaN
    return value >= min && value <= max ? value : undefined
  },
})

/** A share of a whole. */
export const ratio: Format<number> = {
  expects: 'a number from 0 to 1, such as 0.1',
  parse: (raw) => (/^(?:0|1|0?\.\d{1,9}|1\.0{1,9})$/.test(raw) ? Number(raw) : undefined),
}

/** What Application Insights shows as its connection string. */
export const connectionString: Format<string> = {
  expects: 'a connection string of Application Insights: InstrumentationKey=…;IngestionEndpoint=https://…',
  parse: (raw) => (readConnectionString(raw) ? raw : undefined),
}

export const oneOf = <const Values extends readonly string[]>(...values: Values): Format<Values[number]> => ({
  expects: `one of ${values.join(', ')}`,
  parse: (raw) => values.find((value) => value === raw),
})

/** A switch. Takes what people write for it elsewhere as well. */
export const onOff: Format<boolean> = {
  expects: 'on or off',
  parse: (raw) => (/^(?:on|true|1)$/i.test(raw) ? true : /^(?:off|false|0)$/i.test(raw) ? false : undefined),
}

/** Comma-separated, every item in one format. */
export const listOf = <Value>(item: Format<Value>): Format<Value[]> => ({
  expects: `a comma-separated list, each ${item.expects}`,
  parse: (raw) => {
    const items = raw
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const values = items.map((part) => item.parse(part)).filter((value) => value !== undefined)
    return values.length === items.length ? values : undefined
  },
})

/** A URL with one of these schemes, of a server (`host` required). */
export const urlOf = (...schemes: string[]): Format<string> => ({
  expects: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  parse: (raw) => {
    const url = URL.parse(raw)
    return url && url.host !== '' && schemes.includes(url.protocol.slice(0, -1)) ? raw : undefined
  },
})

/** The address people reach the platform at: origin and optional path, nothing else. */
export const publicUrl: Format<URL> = {
  expects: 'an http(s) URL of an origin, perhaps with a path, without credentials, query and fragment',
  parse: (raw) => {
    const url = URL.parse(raw)
    if (!url || !/^https?:$/.test(url.protocol) || /[?#]/.test(raw)) return undefined
    if (url.username !== '' || url.password !== '') return undefined
    url.pathname = url.pathname.replace(/\/+$/, '')
    return url
  },
}

/** A vault's address: https, or http on this machine itself, for tests. */
export const keyVaultUrl: Format<string> = {
  expects: 'an https URL of an origin, such as https://example.vault.azure.net',
  parse: (raw) => {
    const url = URL.parse(raw)
    if (url?.pathname !== '/' || url.username !== '' || /[?#]/.test(raw)) return undefined
    return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1')
      ? url.origin
      : undefined
  },
}

/** An exact origin, as browsers send it: scheme, host, and the port unless it is the scheme's own. No wildcards. */
export const origin: Format<string> = {
  expects: 'an exact origin such as https://app.example.org (no path, no *)',
  parse: (raw) => {
    const url = URL.parse(raw)
    return url && /^https?:$/.test(url.protocol) && url.origin === raw ? raw : undefined
  },
}

/** A network, or a single address. One that holds every address would let anybody name their own. */
export const network: Format<string> = {
  expects: 'an IP address or a CIDR such as 10.0.0.0/8 (not /0)',
  parse: (raw) => {
    if (ipaddr.isValidCIDR(raw)) return ipaddr.parseCIDR(raw)[1] > 0 ? raw : undefined
    return ipaddr.isValid(raw) ? raw : undefined
  },
}

export const domain = text(
  'a domain name such as example.org',
  /^(?=.{1,253}$)(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/i,
)

/** A name with an address, or an address alone, as mail programs show a sender. Nothing that could end a header. */
export const sender = text(
  'an address, or a name with one: Gatehouse <no-reply@example.org>',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it keeps out
  /^(?:[^\x00-\x1f\x7f<>"@]{1,64} <[^\s<>"@]+@[^\s<>"@]+>|[^\s<>"@]+@[^\s<>"@]+)$/,
)

/** The length OWASP and NIST ask of a key: 256 bits. More may be given; less may not. */
const SECRET_MIN_BYTES = 32

/** A key. Words of examples and keys without variety are refused wherever they come from. */
export const secretKey: Format<string> = {
  expects: `${SECRET_MIN_BYTES} or more random characters, as of: openssl rand -base64 48`,
  parse: (raw) => {
    if (Buffer.byteLength(raw) < SECRET_MIN_BYTES) return undefined
    if (/change.?me|example|placeholder|insecure|(?:your|my|super|dev).?(?:secret|key)|^secret/i.test(raw))
      return undefined
    return new Set(raw).size >= 10 ? raw : undefined
  },
}

export const logoUrl: Format<string> = {
  expects: 'an https URL, or a path that begins with one /',
  parse: (raw) => (/^\/[^/\\]/.test(raw) || URL.parse(raw)?.protocol === 'https:' ? raw : undefined),
}

/** A JSON list. What its items must be is judged apart, so that each field can be named. */
export const jsonList: Format<unknown[]> = {
  expects: 'a JSON list, such as [{"id":"acme", …}]',
  parse: (raw) => {
    try {
      const value: unknown = JSON.parse(raw)
      return Array.isArray(value) ? value : undefined
    } catch {
      return undefined
    }
  },
}
