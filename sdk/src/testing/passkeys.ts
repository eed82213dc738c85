import type {
  Passkey,
  PasskeyAssertion,
  PasskeyCreationOptions,
  PasskeyRegistration,
  PasskeyRequestOptions,
} from '../generated/types.ts'
import { type Call, type Handler, signedIn } from './call.ts'
import { admit } from './gate.ts'
import type { TestPasskey, TestUser } from './people.ts'
import { keepsWayIn } from './providers.ts'
import { Refusal } from './refusal.ts'
import { getChallenge, settleChange } from './second-factor.ts'
import { type Ceremony, newId, newToken, nowOf, pageOf, record, type State } from './state.ts'

// No signature is verified here: a stand-in has no authenticator to hold to its word. An answer counts when it carries a
// challenge that was given out for its purpose, once, and names a passkey that is known. Test against a server what
// depends on more.

const CEREMONY_MS = 5 * 60_000
const MAX_PASSKEYS = 20
/** What one unlocked by its holder proves. */
export const PASSKEY_AMR = ['hwk', 'user']

function newChallenge(state: State, ceremony: Omit<Ceremony, 'expiresAt'>): string {
  const challenge = toBase64Url(newToken(state, 'ceremony'))
  state.ceremonies.set(challenge, { ...ceremony, expiresAt: nowOf(state, CEREMONY_MS) })
  return challenge
}

function requestOptions(call: Call, ceremony: Omit<Ceremony, 'expiresAt'>): PasskeyRequestOptions {
  const { state, baseUrl } = call
  const user = state.users.find(({ id }) => id === ceremony.userId)
  return {
    challenge: newChallenge(state, ceremony),
    timeout: CEREMONY_MS,
    rpId: new URL(baseUrl).hostname,
    allowCredentials: (user?.passkeys ?? []).map(descriptorOf),
    userVerification: 'required',
  }
}

const descriptorOf = ({ credentialId }: TestPasskey) => ({ id: credentialId, type: 'public-key' as const })

export const registrationOptions: Handler<'passkeys.registrationOptions'> = (call) => {
  const { user, session } = signedIn(call)
  const { state, baseUrl } = call
  record(state, { action: 'passkey.enrolment_begun', userId: user.id })
  const options: PasskeyCreationOptions = {
    rp: { id: new URL(baseUrl).hostname, name: 'Gatehouse' },
    user: { id: toBase64Url(user.id), name: user.email, displayName: user.displayName },
    challenge: newChallenge(state, { purpose: 'register', userId: user.id, boundTo: session.id }),
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ alg, type: 'public-key' })),
    timeout: CEREMONY_MS,
    excludeCredentials: user.passkeys.map(descriptorOf),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  }
  return { options }
}

export const registerPasskey: Handler<'passkeys.register'> = (call, { response, name }) => {
  const { user, session } = signedIn(call)
  const { state } = call
  if (user.passkeys.length >= MAX_PASSKEYS) throw new Refusal('passkey.too_many')
  const wanted = { purpose: 'register', userId: user.id, boundTo: session.id } as const
  if (!takeCeremony(state, response.response.clientDataJSON, wanted) || findPasskey(state, response.id))
    throw new Refusal('passkey.invalid')
  const passkey: TestPasskey = {
    id: newId(state),
    credentialId: response.id,
    name: name ?? 'Unknown device',
    createdAt: nowOf(state),
    lastUsedAt: null,
    isBackedUp: false,
  }
  user.passkeys.unshift(passkey)
  settleChange(call, user, 'passkey.added')
  return toPasskey(passkey)
}

export const listPasskeys: Handler<'passkeys.list'> = (call, { cursor, limit }) => {
  const { items, nextCursor } = pageOf(signedIn(call).user.passkeys, cursor, limit)
  return { items: items.map(toPasskey), nextCursor }
}

export const renamePasskey: Handler<'passkeys.rename'> = (call, { passkeyId, name }) => {
  const { user } = signedIn(call)
  const passkey = user.passkeys.find(({ id }) => id === passkeyId)
  if (!passkey) throw new Refusal('not_found')
  passkey.name = name
  record(call.state, { action: 'passkey.renamed', userId: user.id })
  return toPasskey(passkey)
}

export const deletePasskey: Handler<'passkeys.delete'> = (call, { passkeyId }) => {
  const { user } = signedIn(call)
  const left = user.passkeys.filter(({ id }) => id !== passkeyId)
  if (left.length === user.passkeys.length) throw new Refusal('not_found')
  if (!keepsWayIn({ ...user, passkeys: left })) throw new Refusal('account.last_sign_in_method')
  user.passkeys = left
  settleChange(call, user, 'passkey.removed')
}

export const loginOptions: Handler<'passkeys.loginOptions'> = (call, { challengeToken }) => {
  if (challengeToken === undefined) return { options: requestOptions(call, { purpose: 'sign_in' }) }
  const { userId } = getChallenge(call, challengeToken)
  return { options: requestOptions(call, { purpose: 'second_factor', userId, boundTo: challengeToken }) }
}

export const loginWithPasskey: Handler<'passkeys.login'> = (call, { response, delivery, deviceToken }) => {
  const user = judgeAssertion(call.state, response, { purpose: 'sign_in' })
  if (!user) throw new Refusal('auth.invalid_credentials')
  const amr = [...PASSKEY_AMR, 'mfa']
  return admit(call, user, { amr, delivery, deviceToken: deviceToken ?? call.cookies.device })
}

export const reauthenticateOptions: Handler<'auth.reauthenticateOptions'> = (call) => {
  const { user, session } = signedIn(call)
  return { options: requestOptions(call, { purpose: 'step_up', userId: user.id, boundTo: session.id }) }
}

/** Whose passkey it is; undefined when anything about it is wrong. Its challenge is used up either way. */
export function judgeAssertion(
  state: State,
  { id, response }: PasskeyAssertion,
  wanted: Omit<Ceremony, 'expiresAt'>,
): TestUser | undefined {
  const isAnswer = takeCeremony(state, response.clientDataJSON, wanted)
  const found = findPasskey(state, id)
  if (!isAnswer || !found || (wanted.userId !== undefined && found.user.id !== wanted.userId))
    return undefined
  found.passkey.lastUsedAt = nowOf(state)
  return found.user
}

function takeCeremony(state: State, clientDataJSON: string, wanted: Omit<Ceremony, 'expiresAt'>): boolean {
  const challenge = challengeIn(clientDataJSON)
  const ceremony = state.ceremonies.get(challenge)
  state.ceremonies.delete(challenge)
  return (
    ceremony !== undefined &&
    ceremony.expiresAt > nowOf(state) &&
    ceremony.purpose === wanted.purpose &&
    ceremony.userId === wanted.userId &&
    ceremony.boundTo === wanted.boundTo
  )
}

function findPasskey(
  { users }: State,
  credentialId: string,
): { user: TestUser; passkey: TestPasskey } | undefined {
  for (const user of users) {
    const passkey = user.passkeys.find((one) => one.credentialId === credentialId)
    if (passkey) return { user, passkey }
  }
  return undefined
}

const toPasskey = ({ id, name, createdAt, lastUsedAt, isBackedUp }: TestPasskey): Passkey => ({
  id,
  name,
  createdAt,
  lastUsedAt,
  isBackedUp,
})

/** What a browser answers to `navigator.credentials.create`, as far as the stand-in reads it. */
export function newRegistration({ challenge }: PasskeyCreationOptions): PasskeyRegistration {
  const id = toBase64Url(`passkey ${challenge}`)
  const response = { clientDataJSON: clientData('webauthn.create', challenge), attestationObject: '' }
  return { id, rawId: id, type: 'public-key', response }
}

/** What a browser answers to `navigator.credentials.get` with that passkey. */
export function newAssertion(
  { challenge }: PasskeyRequestOptions,
  { credentialId: id }: Pick<TestPasskey, 'credentialId'>,
): PasskeyAssertion {
  const response = {
    clientDataJSON: clientData('webauthn.get', challenge),
    authenticatorData: '',
    signature: '',
  }
  return { id, rawId: id, type: 'public-key', response }
}

const clientData = (type: string, challenge: string): string =>
  toBase64Url(JSON.stringify({ type, challenge }))

function challengeIn(clientDataJSON: string): string {
  try {
    const text = atob(clientDataJSON.replaceAll('-', '+').replaceAll('_', '/'))
    return String((JSON.parse(text) as { challenge?: unknown }).challenge)
  } catch {
    return ''
  }
}

const toBase64Url = (text: string): string =>
  btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
