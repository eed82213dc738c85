import type { World } from './world.ts'

/** A session in which somebody acts as another. */
export interface Acting {
  accessToken: string
  sessionId: string
  headers: { authorization: string }
}

export const REASON = 'Ticket 4711: sees no invoices'

/** Lets an administrator act as a person. @throws {Error} when that is refused. */
export async function actAs(
  world: World,
  admin: { headers: Record<string, string> },
  userId: string,
): Promise<Acting> {
  const { status, body, text } = await world.rest<{ accessToken: string; sessionId: string }>(
    'POST',
    `/admin/users/${userId}/impersonate`,
    { reason: REASON },
    admin.headers,
  )
  if (status !== 200) throw new Error(`impersonate answered ${status}: ${text}`)
  const { accessToken, sessionId } = body
  return { accessToken, sessionId, headers: { authorization: `Bearer ${accessToken}` } }
}
