// Compiled as a consumer's own project would be: with declarations, strictly, and without skipLibCheck.
import {
  createClient,
  type ErrorCode,
  GatehouseError,
  hasCode,
  isErrorOf,
  memoryStorage,
  NetworkError,
  type SignInResult,
  type User,
} from '@gatehouse/sdk'
import { errorTitles } from '@gatehouse/sdk/errors'
import { createRestClient } from '@gatehouse/sdk/rest'
import { type AccessToken, createVerifier, InvalidTokenError } from '@gatehouse/sdk/server'

type Equal<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false
type IsAny<Type> = 0 extends 1 & Type ? true : false
const holds = <_Proof extends true>(): void => undefined

export const client = createClient({ baseUrl: 'https://id.example.org', storage: memoryStorage() })
export const rest = createRestClient({
  baseUrl: new URL('https://id.example.org'),
  accessToken: async () => null,
})
export const verifier = createVerifier({ issuer: 'https://id.example.org', audience: 'gatehouse' })

export async function signIn(): Promise<string> {
  const result = await client.auth.login({ email: 'ada@example.org', password: 'secret' })
  holds<Equal<typeof result, SignInResult>>()
  if (result.status === 'mfa_required') return result.methods.join()
  holds<Equal<typeof result.user, User>>()
  holds<Equal<typeof result.user.createdAt, Date>>()
  return result.user.displayName
}

export function explain(error: unknown): string {
  if (isErrorOf(error, 'auth.refresh')) {
    holds<IsAny<typeof error.code> extends false ? true : false>()
    switch (error.code) {
      case 'auth.refresh_invalid':
      case 'auth.refresh_reused':
        return error.title
      // @ts-expect-error auth.refresh cannot answer this
      case 'password.too_short':
        return ''
      default:
        return error.requestId
    }
  }
  if (hasCode(error, 'rate_limited', 'auth.too_many_attempts')) {
    holds<Equal<typeof error.code, 'rate_limited' | 'auth.too_many_attempts'>>()
    return String(error.retryAfterMs)
  }
  if (error instanceof GatehouseError) {
    holds<Equal<typeof error.code, ErrorCode>>()
    return errorTitles[error.code]
  }
  return error instanceof NetworkError ? error.reason : 'unknown'
}

/** Every method, on both clients, gives something other than `any`. */
type OutputsOf<Space> = {
  [Name in keyof Space]: Space[Name] extends (...input: never[]) => Promise<infer Output>
    ? IsAny<Output>
    : OutputsOf<Space[Name]>
}[keyof Space]
holds<Equal<OutputsOf<Omit<typeof client, 'session'>>, false>>()
holds<Equal<OutputsOf<typeof rest>, false>>()
holds<Equal<typeof client.account.get, typeof rest.account.get>>()

export async function whoIs(authorization: string | null): Promise<AccessToken | null> {
  try {
    return await verifier.verifyHeader(authorization)
  } catch (error) {
    if (error instanceof InvalidTokenError) return null
    throw error
  }
}

// @ts-expect-error a field the procedure does not take
void client.auth.login({ email: 'a@example.org', password: 'x', remember: true })
// @ts-expect-error a procedure there is not
void client.auth.signIn
