import { hasCode } from '@gatehouse/sdk'

/**
 * Takes the one-time token out of the address bar, where it would end up in the history, in screenshots and over
 * shoulders. It is kept with this history entry, so that a reload does not lose it.
 */
export function takeToken(): string {
  const address = new URL(location.href)
  // What a provider sent somebody back with was served with the page, and is as secret.
  if (address.pathname.endsWith('/callback')) history.replaceState(null, '', address.pathname)
  const token = address.searchParams.get('token')
  if (token === null) return (history.state as { token?: string } | null)?.token ?? ''
  address.searchParams.delete('token')
  history.replaceState({ token }, '', address.pathname + address.search)
  return token
}

/** Uses the token for something; it is forgotten once it has served, or turned out to be worth nothing. */
export async function spendToken<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    const result = await act()
    history.replaceState(null, '')
    return result
  } catch (error) {
    if (hasCode(error, 'token.invalid')) history.replaceState(null, '')
    throw error
  }
}
