import type { Config } from '../config.ts'

/** Two years, as the browsers' preload lists ask; browsers heed it over https only. */
const HSTS = 'max-age=63072000; includeSubDomains'

/** Directives every policy shares (SECURITY W4). */
const CSP_BASE = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

/** No page of ours uses any of these; a page injected into one shall not either. */
const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

type HeaderSet = Readonly<Record<string, string>>

const common = {
  'strict-transport-security': HSTS,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS,
  // Links in mails carry a token in their query: no address of ours is told to anybody.
  'referrer-policy': 'no-referrer',
} as const

/** For JSON: never stored, and nothing in it runs even where a browser shows it. */
export const apiHeaders: HeaderSet = {
  ...common,
  'content-security-policy': `default-src 'none'; ${CSP_BASE}`,
  'cache-control': 'no-store',
  vary: 'Origin',
}

/** The headers of every answer, by what is answered. Made once, so that an answer only adds its own. */
export interface HeaderSets {
  api: HeaderSet
  /** A page of ours, or what it loads: everything from here, nothing inline. */
  page: HeaderSet
}

export function headerSets(config: Config): HeaderSets {
  const logo = config.brand.logoUrl ? ` ${new URL(config.brand.logoUrl, config.publicUrl).origin}` : ''
  // Browsers hold `form-action` also against where the answer to a form sends them on.
  const page = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:${logo}; font-src 'self'; connect-src 'self'; manifest-src 'self'; ${[CSP_BASE, ...config.allowedRedirects].join(' ')}`
  return {
    api: apiHeaders,
    page: { ...common, 'content-security-policy': page, 'cache-control': 'no-store' },
  }
}
