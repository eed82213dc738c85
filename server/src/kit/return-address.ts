// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const FORBIDDEN = /[\u0000-\u0020\u007f\\]/
const MAX_LENGTH = 2_048

/**
 * Where to go after signing in, if it is safe to go there: a path of this site, or an address of an origin that was
 * configured. Anything else could lead somebody who has just typed a password to a copy of our page (SECURITY X1).
 *
 * @param publicOrigin this site's, against which paths are read.
 */
export function safeReturnAddress(
  raw: string | null | undefined,
  { publicOrigin, allowedOrigins }: { publicOrigin: string; allowedOrigins: readonly string[] },
): string | undefined {
  if (!raw || raw.length > MAX_LENGTH || FORBIDDEN.test(raw)) return undefined
  const isPath = raw.startsWith('/')
  if (!URL.canParse(raw, isPath ? publicOrigin : undefined)) return undefined
  const address = new URL(raw, isPath ? publicOrigin : undefined)
  if (!isPath) {
    const isPlain = raw === address.origin || raw.startsWith(`${address.origin}/`)
    return isPlain && allowedOrigins.includes(address.origin) ? address.href : undefined
  }
  // `//host` names another site, and `/.//host` becomes that once it is resolved.
  const path = address.pathname + address.search + address.hash
  const stays = address.origin === publicOrigin && !raw.startsWith('//') && !path.startsWith('//')
  return stays ? path : undefined
}
