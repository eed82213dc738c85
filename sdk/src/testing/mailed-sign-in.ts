import type { Handler } from './call.ts'
import { admit } from './gate.ts'
import { findUser } from './people.ts'
import { reclaim } from './providers.ts'
import { Refusal } from './refusal.ts'
import { type MailedFlow, newId, newToken, nowOf, record, type State } from './state.ts'

const LIFETIME_MS = 10 * 60_000
const MAX_WRONG_CODES = 5

export const startPasswordless: Handler<'passwordless.start'> = ({ state }, { email }) => {
  const user = findUser(state, email)
  const reader = user && !user.isDisabled ? user : undefined
  const address = email.toLowerCase()
  state.mailedFlows = state.mailedFlows.filter((flow) => flow.email !== address)
  const flow: MailedFlow = {
    id: newId(state),
    userId: reader?.id,
    email: address,
    token: newToken(state, 'mlk'),
    code: String(100_000 + ((state.count * 7_919) % 900_000)),
    wrongCodes: 0,
    expiresAt: nowOf(state, LIFETIME_MS),
  }
  state.mailedFlows.push(flow)
  if (reader)
    state.mails.unshift({ to: reader.email, template: 'sign_in', token: flow.token, code: flow.code })
  else if (!user)
    state.mails.unshift({ to: email, template: 'passwordless_invitation', token: null, code: null })
  if (user)
    record(state, {
      action: 'passwordless.requested',
      userId: user.id,
      outcome: reader ? 'success' : 'failure',
    })
  return { flowId: flow.id }
}

export const completePasswordless: Handler<'passwordless.complete'> = (call, input) => {
  const { state } = call
  const flow = 'token' in input ? byToken(state, input.token) : byCode(state, input.flowId, input.code)
  const user = flow && state.users.find(({ id }) => id === flow.userId)
  if (!flow || !user || user.email.toLowerCase() !== flow.email) throw refused(state, input)
  state.mailedFlows = state.mailedFlows.filter(({ id }) => id !== flow.id)
  if (!user.isVerified && !user.isDisabled) reclaim(state, user)
  return admit(call, user, {
    amr: ['email'],
    delivery: input.delivery,
    deviceToken: input.deviceToken ?? call.cookies.device,
  })
}

/** Whoever's mail it was can read of it in their log. */
function refused(state: State, input: { flowId: string } | { token: string }): Refusal {
  const flow = state.mailedFlows.find((held) => 'flowId' in input && held.id === input.flowId)
  if (flow?.userId !== undefined && isLive(state, flow))
    record(state, { action: 'sign_in.failed', userId: flow.userId, outcome: 'failure' })
  return new Refusal('token.invalid')
}

const isLive = (state: State, flow: MailedFlow): boolean => flow.expiresAt > nowOf(state)

const byToken = (state: State, token: string): MailedFlow | undefined =>
  state.mailedFlows.find((flow) => flow.token === token && isLive(state, flow))

function byCode(state: State, flowId: string, code: string): MailedFlow | undefined {
  const flow = state.mailedFlows.find(({ id }) => id === flowId)
  if (!flow || !isLive(state, flow) || flow.wrongCodes >= MAX_WRONG_CODES) return undefined
  if (flow.code === code) return flow
  flow.wrongCodes += 1
  return undefined
}
