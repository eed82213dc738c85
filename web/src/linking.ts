/** Tells the page a provider sends people back to that an account is being connected, and no sign-in. No secret. */
const LINKING_COOKIE = 'gatehouse_linking'

/** As long as the server waits for the provider's answer. Ten minutes, in seconds. */
const LINKING_SECONDS = 600

export function rememberLinking(): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${LINKING_COOKIE}=1; Path=/login/oauth; Max-Age=${LINKING_SECONDS}; SameSite=Lax${secure}`
}

export const isLinking = (): boolean => document.cookie.includes(`${LINKING_COOKIE}=1`)
