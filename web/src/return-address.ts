// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const FORBIDDEN = /[\u0000-\u0020\u007f\\]/

/**
 * Where to go after signing in, if it is safe to go there: a path of this site, or the very address the server allowed
 * when it served the page. Anything else could lead a person who has just typed a password to a copy of this page.
 *
 * @param allowed what the server checked against its list of origins, or empty.
 */
export function safeReturnAddress(raw: string | null, allowed: string, origin: string): string | undefined {
  if (!raw || raw.length > 2_048 || FORBIDDEN.test(raw)) return undefined
  if (raw.startsWith('/')) return pathOf(raw, origin)
  return raw === allowed ? webAddressOf(raw) : undefined
}

/** A path that stays one: `//host` names another site, and `/.//host` becomes that once it is resolved. */
function pathOf(raw: string, origin: string): string | undefined {
  if (!URL.canParse(raw, origin)) return undefined
  const address = new URL(raw, origin)
  const path = address.pathname + address.search + address.hash
  return address.origin === origin && !raw.startsWith('//') && !path.startsWith('//') ? path : undefined
}

function webAddressOf(raw: string): string | undefined {
  if (!URL.canParse(raw)) return undefined
  const address = new URL(raw)
  const isWeb = address.protocol === 'https:' || address.protocol === 'http:'
  return isWeb && address.username === '' && address.password === '' ? address.href : undefined
}
