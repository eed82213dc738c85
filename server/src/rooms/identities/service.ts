import type { ProviderConfig } from '../../config.ts'
import type { Context } from '../../context.ts'
import { newId } from '../../kit/ids.ts'
import type { ProviderIdentity } from '../../platform/oidc.ts'
import {
  deleteIdentitiesOf,
  findBySubject,
  type IdentityRow,
  insertIdentity,
  lockSubject,
  noteUse,
} from './store.ts'

const TOKENS = 'provider-tokens'

type SealNeeds = Pick<Context, 'db' | 'vault'>

/** Disconnects every provider's account of a person. With `since`, only what came after that. */
export async function removeIdentities(
  ctx: Pick<Context, 'db'>,
  userId: string,
  since?: Date,
): Promise<void> {
  await deleteIdentitiesOf(ctx.db, userId, since)
}

/**
 * Whose account at a provider this is, if anybody's. Until the transaction ends, nobody else gets an answer for the
 * same one, so that what is decided on it holds.
 */
export async function claimIdentity(
  inTx: Pick<Context, 'db'>,
  { issuer, subject }: Pick<ProviderIdentity, 'issuer' | 'subject'>,
): Promise<IdentityRow | undefined> {
  await lockSubject(inTx.db, issuer, subject)
  return findBySubject(inTx.db, issuer, subject)
}

/** Connects an account at a provider to a person. False when it is somebody's by now. */
export async function addIdentity(
  inTx: SealNeeds & Pick<Context, 'clock'>,
  userId: string,
  provider: Pick<ProviderConfig, 'id'>,
  identity: ProviderIdentity,
): Promise<boolean> {
  return insertIdentity(inTx.db, {
    id: newId(inTx.clock.nowMs()),
    userId,
    provider: provider.id,
    issuer: identity.issuer,
    subject: identity.subject,
    email: identity.email?.slice(0, 320) ?? null,
    tokensSealed: sealTokens(inTx, identity),
  })
}

/** Notes that an identity was signed in with, and what the provider said and issued this time. */
export async function noteIdentityUse(
  inTx: SealNeeds,
  id: string,
  identity: ProviderIdentity,
): Promise<void> {
  await noteUse(inTx.db, id, {
    email: identity.email?.slice(0, 320) ?? null,
    tokensSealed: sealTokens(inTx, identity),
  })
}

const sealTokens = ({ vault }: SealNeeds, { tokens }: ProviderIdentity): Buffer =>
  vault.seal(TOKENS, Buffer.from(JSON.stringify(tokens)))
