import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { presentedKey } from '../api-keys/index.ts'
import {
  findLiveByToken,
  findLiveOf,
  invitationLookupHash,
  isBacked,
  type LiveInvitation,
  listLiveOf,
} from '../invitations/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { authenticate } from '../sessions/index.ts'
import type { ReceivedInvitation } from './schemas.ts'

/** What an answer names an invitation by. */
export type Named = { token: string } | { invitationId: string }

/**
 * Whoever is signed in; undefined for a request that presents nothing. What it presents must hold: a session that has
 * ended is no reason to treat somebody as new here. Nobody answers for another person, and no program answers.
 *
 * @throws {IdentityError} `auth.unauthenticated`; `impersonation.not_allowed`.
 */
export async function findPerson(ctx: Context): Promise<UserContext | undefined> {
  if (presentedKey(ctx.request) !== undefined) throw new IdentityError('auth.unauthenticated')
  if (ctx.request.authorization === undefined) return undefined
  const actor = await authenticate(ctx, false)
  if (actor.impersonatorId !== null) throw new IdentityError('impersonation.not_allowed')
  return { ...ctx, actor }
}

/**
 * The live invitation of a link, or, for whoever is signed in, of an id; then of their own address only.
 *
 * @throws {IdentityError} `token.invalid`; `not_found` for an id that is not theirs, or over;
 *   `auth.unauthenticated` for an id without a session.
 */
export async function getNamed(
  inTx: Pick<Context, 'db'>,
  named: Named,
  person: UserContext | undefined,
): Promise<LiveInvitation> {
  if ('token' in named) {
    const tokenHash = invitationLookupHash(named.token)
    const found = tokenHash && (await findLiveByToken(inTx.db, tokenHash))
    return found ?? refuse('token.invalid')
  }
  if (!person) throw new IdentityError('auth.unauthenticated')
  const found = await findLiveOf(inTx.db, person.actor.account.emailCanonical, named.invitationId)
  return found ?? refuse('not_found')
}

function refuse(code: 'token.invalid' | 'not_found'): never {
  throw new IdentityError(code)
}

/**
 * The names on an invitation, for whoever holds the link. One that would not be taken shows nothing.
 *
 * @throws {IdentityError} `token.invalid`
 */
export async function previewInvitation(
  ctx: Pick<Context, 'db'>,
  token: string,
): Promise<{ organizationName: string; inviterName: string }> {
  return acrossOrganizations(ctx, async (inTx) => {
    const found = await getNamed(inTx, { token }, undefined)
    if (!(await isBacked(inTx, found))) throw new IdentityError('token.invalid')
    return { organizationName: found.organizationName, inviterName: found.inviterName ?? '' }
  })
}

/** What awaits the caller's answer, newest first: of the address they have proven, and no other (SECURITY I3). */
export async function listReceived(ctx: UserContext, page: PageRequest): Promise<Page<ReceivedInvitation>> {
  const { emailCanonical, isVerified } = ctx.actor.account
  const after = readMomentCursor(page.cursor)
  if (!isVerified) return { items: [], nextCursor: null }
  const rows = await acrossOrganizations(ctx, ({ db }) =>
    listLiveOf(db, emailCanonical, { limit: page.limit + 1, after }),
  )
  return cutPage(rows, page.limit, { toItem: toReceived, keyOf: momentKey })
}

function toReceived({ id, organizationName, inviterName, role, createdAt, expiresAt }: LiveInvitation) {
  return { id, organizationName, inviterName: inviterName ?? '', role, createdAt, expiresAt }
}
