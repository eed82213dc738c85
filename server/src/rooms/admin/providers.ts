import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { listProviders, switchProvider } from '../identities/index.ts'

/** Every configured provider, without its client and its secret. */
export async function listSwitchable(ctx: Pick<Context, 'db' | 'config'>) {
  const listed = await listProviders(ctx)
  return listed.map(({ provider: { id, name, kind, issuer }, isEnabled }) => ({
    id,
    name,
    kind,
    issuer,
    enabled: isEnabled,
  }))
}

/** @throws {IdentityError} `not_found` for one that is not configured. */
export async function getSwitchable(ctx: Pick<Context, 'db' | 'config'>, id: string) {
  const found = (await listSwitchable(ctx)).find((provider) => provider.id === id)
  if (!found) throw new IdentityError('not_found')
  return found
}

/** Switches a provider, and says so in the log. Asking for what is the case already is recorded as well. */
export async function setProvider(
  ctx: UserContext,
  { provider, enabled }: { provider: string; enabled: boolean },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const { enabled: before } = await getSwitchable(inTx, provider)
    await switchProvider(inTx, provider, enabled, ctx.actor.userId)
    await recordAudit(inTx, {
      action: 'provider.switched',
      target: { type: 'provider', id: provider },
      details: { from: before, to: enabled },
    })
  })
}
