import { bearerToken } from '../rooms/sessions/index.ts'
import { MAX_BODY_BYTES } from './body.ts'
import type { Definition } from './definitions.ts'
import type { Exchange } from './exchange.ts'

/**
 * The most that is read of a body. More than of all others is read only for whoever shows an access token that we have
 * signed: bodies come before the check of who asks, and strangers must not fill the memory with them.
 */
export async function bodyLimitOf(exchange: Exchange, { meta }: Pick<Definition, 'meta'>): Promise<number> {
  if (meta.maxBodyBytes === undefined) return MAX_BODY_BYTES
  const token = bearerToken(exchange.authorization)
  const isOurs = token !== undefined && (await exchange.edge.platform.keyRing.verify(token)) !== undefined
  return isOurs ? meta.maxBodyBytes : MAX_BODY_BYTES
}
