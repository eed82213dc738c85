import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { type SignedIn, toRefreshed } from '../gate/index.ts'
import { refreshSession } from '../sessions/index.ts'

/**
 * Carries a session on with its refresh token, from the input or the cookie; the new one goes back the same way.
 *
 * @throws {IdentityError} `auth.refresh_invalid` or `auth.refresh_reused`; the cookie is cleared with them.
 */
export async function refresh(ctx: Context, input: { refreshToken?: string | undefined }): Promise<SignedIn> {
  const cookie = ctx.cookies.get('refresh')
  const token = input.refreshToken ?? cookie
  if (token === undefined) throw new IdentityError('auth.refresh_invalid')
  const delivery = input.refreshToken === undefined ? 'cookie' : 'body'
  try {
    return await toRefreshed(ctx, await refreshSession(ctx, token), delivery)
  } catch (error) {
    const isOver = error instanceof IdentityError && error.code.startsWith('auth.refresh_')
    if (isOver && delivery === 'cookie') ctx.cookies.clear('refresh')
    throw error
  }
}
