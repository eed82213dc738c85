import type { SignInResult } from '@gatehouse/sdk'
import { useEnvironment } from '../environment.ts'
import { safeReturnAddress } from '../return-address.ts'

/** Where the person wants to go on to. */
interface Wanted {
  /** As a form, an address or a cookie says it. */
  redirectTo?: string | null | undefined
  /** What the server has allowed, where that is not what it served the page with. */
  allowed?: string | null | undefined
}

/**
 * What follows a sign-in, whichever way it was: the place the person wanted to go to, if it is safe, or the account; or
 * the second factor, on the sign-in page.
 */
export function useArrival(): (result: SignInResult, wanted?: Wanted) => void {
  const { served, address, carried, go } = useEnvironment()
  return (result, wanted = {}) => {
    const raw = wanted.redirectTo || address.searchParams.get('redirectTo')
    const allowed = wanted.allowed ?? carried.allowedRedirect ?? served.redirectTo
    const target = safeReturnAddress(raw, allowed, location.origin)
    if (result.status === 'signed_in') {
      go(target ?? '/account')
      return
    }
    const query = target ? `?redirectTo=${encodeURIComponent(target)}` : ''
    go(`/login${query}`, { challenge: result, allowedRedirect: allowed })
  }
}
