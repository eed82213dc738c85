import type { Context } from '../../context.ts'
import { newId } from '../../kit/ids.ts'
import { consumeLiveFlow, countCodeTry, type MailedSignIn, putFlow, selectLiveFlow } from './mailed-store.ts'
import { newCode, newSignInToken, signInLookupHash } from './rules.ts'

type Needs = Pick<Context, 'db'>

const CODE_PURPOSE = 'passwordless-code'
const macInput = (flowId: string, code: string): string => `${flowId} ${code}`

interface SignInOrder {
  /** Null for an address that nobody has: the row is there, and signs nobody in. */
  userId: string | null
  /** The canonical address the mail goes to. */
  emailCanonical: string
  ttlMs: number
}

/** What goes into the mail, to be sent and then forgotten; and the id, which is told to whoever asked. */
interface Begun {
  flowId: string
  token: string
  code: string
}

/** A new link and a new code for an address. Earlier ones of that address die with this. Call it in a transaction. */
export async function beginMailedSignIn(
  inTx: Pick<Context, 'db' | 'clock' | 'vault'>,
  order: SignInOrder,
): Promise<Begun> {
  const flowId = newId(inTx.clock.nowMs())
  const token = newSignInToken()
  const code = newCode()
  const linkHash = signInLookupHash(token)!
  const codeMac = inTx.vault.mac(CODE_PURPOSE, macInput(flowId, code))
  await putFlow(inTx.db, { id: flowId, linkHash, codeMac, ...order })
  return { flowId, token, code }
}

/** The sign-in behind a link that could be used now. It decides nothing: only `consumeMailedSignIn` settles a race. */
export async function findMailedSignIn(ctx: Needs, token: string): Promise<MailedSignIn | undefined> {
  const linkHash = signInLookupHash(token)
  return linkHash === undefined ? undefined : selectLiveFlow(ctx.db, linkHash)
}

/**
 * The live sign-in of that id, and whether the code is its own; undefined when there is none, or it has been shown five
 * codes already. The try is counted before it is judged: call it outside of the effect's transaction, so that what
 * rolls back gives no try back.
 */
export async function judgeMailedCode(
  ctx: Pick<Context, 'db' | 'vault'>,
  flowId: string,
  code: string,
): Promise<{ flow: MailedSignIn; isRight: boolean } | undefined> {
  const flow = await countCodeTry(ctx.db, flowId)
  if (!flow) return undefined
  return { flow, isRight: ctx.vault.verifyMac(CODE_PURPOSE, macInput(flow.id, code), flow.codeMac) }
}

/**
 * Uses a found sign-in up, its link and its code; false when that has happened, or it is over or void by now. Call it
 * in the transaction of the session.
 */
export async function consumeMailedSignIn(inTx: Needs, flow: MailedSignIn): Promise<boolean> {
  return (await consumeLiveFlow(inTx.db, flow.id)) !== undefined
}
