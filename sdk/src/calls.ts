import type { CallOptions } from './call-options.ts'
import { unlessAborted } from './exchange.ts'
import { hasCode } from './gatehouse-error.ts'
import type { ProcedurePath } from './generated/errors.ts'
import type { SignInResult, User } from './generated/types.ts'
import { newKey } from './idempotency-key.ts'
import type { Retries } from './retry.ts'
import type { Attempt, Send } from './sender.ts'
import type { DeliveryMode } from './session.ts'
import type { SessionKeeper } from './session-keeper.ts'
import {
  GIVES_USER,
  MUTATION,
  NEEDS_SESSION,
  SIGNS_IN,
  TAKES_DELIVERY,
  TAKES_DEVICE,
  TAKES_KEY,
  TAKES_REFRESH_TOKEN,
} from './traits.ts'

export interface CallNeeds {
  send: Send
  keeper: SessionKeeper
  retries: Retries
  delivery: DeliveryMode
}

type Call = (path: ProcedurePath, traits: number, input?: object, options?: CallOptions) => Promise<unknown>

/** A call as the client's methods make it: in its session, and again where that is right. */
export function createCall({ send, keeper, retries, delivery }: CallNeeds): Call {
  const sendAlone = createSendAlone({ send, keeper, delivery })

  /**
   * With the session's token; once more with a new one when the platform no longer takes it. What anyone may call is
   * sent with the token at hand, and waits for one only when it is asked for: connecting a provider needs a session,
   * signing in there does not.
   */
  async function authorized(path: ProcedurePath, traits: number, attempt: Attempt): Promise<unknown> {
    const perform = traits & (SIGNS_IN | TAKES_REFRESH_TOKEN) ? sendAlone : send
    const needsSession = (traits & NEEDS_SESSION) !== 0
    const accessToken = needsSession ? await unlessAborted(keeper.token(), attempt.signal) : keeper.peek()
    try {
      return await perform(path, traits, { ...attempt, accessToken })
    } catch (error) {
      const isSignedOut = needsSession && accessToken === undefined
      if (isSignedOut || !hasCode(error, 'auth.unauthenticated')) throw error
      const next = await unlessAborted(keeper.token(accessToken), attempt.signal)
      if (next === undefined) throw error
      return perform(path, traits, { ...attempt, accessToken: next })
    }
  }

  return async (path, traits, input = {}, options = {}) => {
    const { signal, timeoutMs } = options
    // One key for all attempts: however often it is sent, it happens once.
    const idempotencyKey = traits & TAKES_KEY ? (options.idempotencyKey ?? newKey()) : undefined
    const repeatable = !(traits & MUTATION) || idempotencyKey !== undefined
    const attempt = () => authorized(path, traits, { input, signal, timeoutMs, idempotencyKey })
    const result = await retries.run(attempt, { repeatable, signal })
    if (traits & GIVES_USER) keeper.updateUser(result as User)
    return result
  }
}

/** Sends what begins or ends a session, while nothing else does, and has the keeper follow. */
function createSendAlone({ send, keeper, delivery }: Omit<CallNeeds, 'retries'>): Send {
  /** Fills in what the client knows and the caller left out. */
  async function withOwnTokens(traits: number, given: object): Promise<object> {
    const stored = await keeper.stored()
    return {
      ...(traits & TAKES_DELIVERY && { delivery }),
      ...(traits & TAKES_DEVICE && stored?.deviceToken && { deviceToken: stored.deviceToken }),
      ...(traits & TAKES_REFRESH_TOKEN && stored?.refreshToken && { refreshToken: stored.refreshToken }),
      ...given,
    }
  }

  return (path, traits, attempt) =>
    keeper.exclusively(async () => {
      const sentAtMs = Date.now()
      const result = await send(path, traits, {
        ...attempt,
        input: await withOwnTokens(traits, attempt.input),
      })
      if (path === 'auth.logout') await keeper.signedOut()
      else if (traits & SIGNS_IN) {
        // A demand for a second factor leaves whatever session there is as it was.
        const signIn = result as SignInResult | undefined
        if (signIn?.status === 'signed_in') await keeper.adopt(signIn, sentAtMs)
      }
      return result
    })
}
