import type { ProviderConfig } from '../../config.ts'
import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { hashToken } from '../../kit/tokens.ts'
import type { ProviderIdentity } from '../../platform/oidc.ts'
import { type Delivery, toResult } from '../gate/index.ts'
import { findCallerSession } from '../sessions/index.ts'
import { allowedAddress, getProvider, openSecrets, redirectUriOf } from './authorize.ts'
import { type LinkingSession, link } from './link.ts'
import { type Outcome, recordFailure } from './outcome.ts'
import type { ProviderSignInResult } from './schemas.ts'
import { signInOrUp } from './sign-in.ts'
import { consumeFlow, type Flow } from './store.ts'

interface Callback {
  provider: string
  code: string
  state: string
  iss?: string | undefined
  delivery: Delivery
}

/**
 * Signs somebody in whom a provider vouches for, or connects the provider to the account of who is signed in.
 *
 * The flow is used up before the provider is asked, whatever comes of it: an answer of the provider counts once
 * (SECURITY O1). No transaction is open while the provider is waited for.
 *
 * @throws {IdentityError} `oauth.*` and the refusals of the gate; see the rooms' catalogues.
 */
export async function completeFlow(ctx: Context, input: Callback): Promise<ProviderSignInResult> {
  const provider = await getProvider(ctx, input.provider).catch(async (error: unknown) => {
    // One that is switched off: who wonders why they did not get in is told so.
    if (error instanceof IdentityError && error.code === 'oauth.provider_unavailable')
      await recordFailure(ctx, { id: input.provider }, { reason: error.code })
    throw error
  })
  const { flow, session } = await takeFlow(ctx, provider, input.state)
  const identity = await askProvider(ctx, provider, { ...input, flow })
  const outcome = await ctx.db.transaction(async (tx): Promise<Outcome> => {
    const inTx: Context = { ...ctx, db: tx }
    // The switch again: the provider may have been waited for, and been switched off meanwhile.
    await getProvider(inTx, provider.id)
    const proven = { provider, identity, delivery: input.delivery }
    return session ? link(inTx, session, proven) : signInOrUp(inTx, proven)
  })
  if (outcome.kind === 'refused') throw new IdentityError(outcome.code)
  const result = await toResult(ctx, outcome.admission, input.delivery)
  return {
    ...result,
    redirectTo: (flow.redirectTo && allowedAddress(ctx, flow.redirectTo)) || null,
    isNewUser: outcome.isNewUser,
  }
}

/** A flow that was used up just now, with the session it belongs to where it is to connect a provider. */
interface Taken {
  flow: Flow
  session: LinkingSession | undefined
}

/** @throws {IdentityError} `oauth.state_invalid` when there is no live flow of this browser, provider and session. */
async function takeFlow(ctx: Context, provider: ProviderConfig, state: string): Promise<Taken> {
  const browser = ctx.cookies.get('browser')
  const flow =
    browser === undefined
      ? undefined
      : await consumeFlow(ctx.db, {
          stateHash: hashToken(state),
          provider: provider.id,
          browserHash: hashToken(browser),
        })
  if (flow?.mode === 'login') return { flow, session: undefined }
  const session = flow && (await ownSession(ctx, flow))
  if (flow && session) return { flow, session }
  await recordFailure(ctx, provider, {
    reason: 'oauth.state_invalid',
    mode: flow?.mode,
    userId: flow?.userId ?? null,
  })
  throw new IdentityError('oauth.state_invalid')
}

/** The very session that began to connect the provider, when it is live and the call comes from it. */
async function ownSession(ctx: Context, flow: Flow): Promise<LinkingSession | undefined> {
  const session = await findCallerSession(ctx)
  return session?.sessionId === flow.sessionId && session?.userId === flow.userId ? session : undefined
}

async function askProvider(
  ctx: Context,
  provider: ProviderConfig,
  { code, iss, flow }: Callback & { flow: Flow },
): Promise<ProviderIdentity> {
  const redirectUri = redirectUriOf(ctx, provider)
  try {
    return await ctx.oidc.exchange(provider, {
      ...openSecrets(ctx, flow.secretsSealed),
      code,
      iss,
      redirectUri,
    })
  } catch (error) {
    if (error instanceof IdentityError) {
      const { mode, userId } = flow
      await recordFailure(ctx, provider, { reason: error.code, mode, userId })
    }
    throw error
  }
}
