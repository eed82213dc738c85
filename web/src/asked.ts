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

/** Whether this browser asked. Where to go then, the server reads of the cookie. */
export const hasAsked = (): boolean => document.cookie.includes(`${ASKED_COOKIE}=`)
