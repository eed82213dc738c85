/** Tells the page of a mailed link that this browser asked for the mail. No secret: the link's token is that. */
const ASKED_COOKIE = 'gatehouse_asked'

/** How long a browser is held to wait for the mail: a little longer than the link lives. Fifteen minutes, in seconds. */
const ASKED_SECONDS = 900

/** Remembers that this browser asked, and where the person wanted to go. */
export function rememberAsking(redirectTo: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${ASKED_COOKIE}=${encodeURIComponent(redirectTo || '/account')}; Path=/magic-link; Max-Age=${ASKED_SECONDS}; SameSite=Lax${secure}`
}

/** Where the person wanted to go when this browser asked; undefined when it did not ask. */
export function whereAsked(): string | undefined {
  const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${ASKED_COOKIE}=`))
  try {
    return pair && decodeURIComponent(pair.slice(ASKED_COOKIE.length + 1))
  } catch {
    return undefined
  }
}
