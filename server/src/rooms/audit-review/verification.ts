import type { Context } from '../../context.ts'
import { decodeCursor, encodeCursor, refuseCursor } from '../../kit/page.ts'
import { type Anchor, verifyAuditSlice } from '../audit/index.ts'
import type { AuditVerification } from './schemas.ts'

interface Wanted {
  organizationId?: string | undefined
  cursor?: string | undefined
}

/**
 * Recomputes a stretch of the log's hash chains, or of one organization's. Call after call goes on from `nextCursor`.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of a verification.
 */
export async function verifyLog(
  ctx: Pick<Context, 'db'>,
  { organizationId, cursor }: Wanted,
): Promise<AuditVerification> {
  const chain = organizationId === undefined ? undefined : `organization:${organizationId}`
  const { next, ...found } = await verifyAuditSlice(ctx, { chain, after: readCursor(cursor, chain) })
  const nextCursor = next && encodeCursor([next.chain, String(next.position), next.hash])
  return { ...found, nextCursor }
}

const CHAIN = /^[\w:-]{1,64}$/
const POSITION = /^\d{1,15}$/
const HASH = /^[0-9a-f]{64}$/

function readCursor(cursor: string | undefined, wanted: string | undefined): Anchor | undefined {
  if (cursor === undefined) return undefined
  const [chain = '', position = '', hash = ''] = decodeCursor(cursor, 3) ?? []
  const isOurs = CHAIN.test(chain) && POSITION.test(position) && HASH.test(hash)
  if (!isOurs || (wanted !== undefined && wanted !== chain)) refuseCursor()
  return { chain, position: Number(position), hash }
}
