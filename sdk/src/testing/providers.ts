import type { ProviderSignInResult, SwitchableProvider } from '../generated/types.ts'
import { type Call, FRESH_MS, type Handler, type Signed, signedIn, whoCalls } from './call.ts'
import { admit, browserOf } from './gate.ts'
import { forgetDevices, voidMailed } from './links.ts'
import { addUser, findUser, hasSecondFactor, type TestIdentity, type TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import {
  endSessions,
  newId,
  newToken,
  nowOf,
  type ProviderProfile,
  pageOf,
  record,
  type State,
  type TestFlow,
  type TestProvider,
} from './state.ts'

const FLOW_MS = 10 * 60_000

export const enabledProviders = ({ providers }: State): { id: string; name: string }[] =>
  providers.filter(({ enabled }) => enabled).map(({ id, name }) => ({ id, name }))

export const listProviders: Handler<'oauth.providers'> = ({ state }) => ({ items: enabledProviders(state) })

export const authorize: Handler<'oauth.authorize'> = (call, input) => {
  const { state, baseUrl } = call
  const { id, issuer } = getProvider(state, input.provider)
  const linking = input.mode === 'link' ? freshlySignedIn(call) : undefined
  const redirectTo = input.redirectTo === undefined ? null : pathOnly(input.redirectTo, baseUrl)
  const secret = newToken(state, 'state')
  state.flows.set(secret, {
    provider: id,
    browser: browserOf(call),
    redirectTo,
    linking: linking && { sessionId: linking.session.id, userId: linking.user.id },
    expiresAt: nowOf(state, FLOW_MS),
  })
  const query = new URLSearchParams({
    client_id: 'testing',
    response_type: 'code',
    redirect_uri: `${baseUrl}/login/oauth/${id}/callback`,
    state: secret,
    ...(input.loginHint !== undefined && { login_hint: input.loginHint }),
  })
  return { authorizationUrl: `${issuer}/authorize?${query}`, state: secret }
}

export const callback: Handler<'oauth.callback'> = (call, input): ProviderSignInResult => {
  const { state } = call
  const provider = getProvider(state, input.provider)
  const flow = takeFlow(call, provider, input.state)
  const grant = state.grants.get(input.code)
  state.grants.delete(input.code)
  if (grant?.provider !== provider.id) throw new Refusal('oauth.exchange_failed')
  const { delivery } = input
  const redirectTo = flow.redirectTo
  if (flow.linking) {
    const { user, session } = ownSession(call, flow)!
    connectOwn(state, user, { provider, profile: grant.profile })
    const amr = [...new Set([...session.amr, 'fed'])]
    return { ...admit(call, user, { amr, delivery, replaces: session.id }), redirectTo, isNewUser: false }
  }
  const { user, isNewUser } = whoIs(state, { provider, profile: grant.profile })
  const deviceToken = call.cookies.device
  return { ...admit(call, user, { amr: ['fed'], delivery, deviceToken }), redirectTo, isNewUser }
}

interface Vouched {
  provider: TestProvider
  profile: ProviderProfile
}

/** @throws {Refusal} `oauth.state_invalid`, also for a flow of another browser, provider or session; they live on. */
function takeFlow(call: Call, provider: TestProvider, secret: string): TestFlow {
  const { state, cookies } = call
  const flow = state.flows.get(secret)
  const isLive = flow && flow.expiresAt > nowOf(state)
  if (!isLive || flow.provider !== provider.id || flow.browser !== cookies.browser)
    throw new Refusal('oauth.state_invalid')
  state.flows.delete(secret)
  if (flow.linking && !ownSession(call, flow)) throw new Refusal('oauth.state_invalid')
  return flow
}

/** The session that began to connect a provider, when the call comes from it: by its token, else by its cookie. */
function ownSession(call: Call, { linking }: TestFlow): Signed | undefined {
  const { state, cookies } = call
  const id = call.accessToken
    ? whoCalls(call)?.session.id
    : /^rt_testing_([\w-]+)_\d+$/.exec(cookies.refresh ?? '')?.[1]
  const session = state.sessions.find((one) => one.id === id && one.id === linking?.sessionId && !one.end)
  const user = session && state.users.find((one) => one.id === linking?.userId)
  return session && user && { session, user }
}

/** @throws {Refusal} `oauth.email_unverified`, `oauth.link_required` */
function whoIs(state: State, vouched: Vouched): { user: TestUser; isNewUser: boolean } {
  const { provider, profile } = vouched
  const known = findIdentity(state, vouched)
  if (known) {
    Object.assign(known.identity, { lastUsedAt: nowOf(state), email: profile.email })
    return { user: known.user, isNewUser: false }
  }
  if (profile.isEmailVerified === false) throw new Refusal('oauth.email_unverified')
  const holder = findUser(state, profile.email)
  if (!holder) {
    const name = profile.name && { displayName: profile.name }
    const user = addUser(state, { email: profile.email, password: null, ...name })
    record(state, { action: 'account.created', userId: user.id, details: { provider: provider.id } })
    addIdentity(state, user, vouched)
    return { user, isNewUser: true }
  }
  const isTrusted = provider.trustedDomains.includes(profile.email.split('@')[1]!.toLowerCase())
  const isGuarded = hasSecondFactor(holder) || holder.passkeys.length > 0
  const hasOther = holder.identities.some((identity) => identity.provider === provider.id)
  if (!isTrusted || (holder.isVerified && (isGuarded || hasOther))) throw new Refusal('oauth.link_required')
  if (!holder.isVerified) reclaim(state, holder)
  addIdentity(state, holder, vouched)
  return { user: holder, isNewUser: false }
}

/** The first proof of a mailbox takes away what was put on the account before it. */
export function reclaim(state: State, user: TestUser): void {
  Object.assign(user, {
    isVerified: true,
    password: null,
    totp: null,
    recoveryCodes: [],
    passkeys: [],
    identities: [],
  })
  endSessions(state, ({ userId }) => userId === user.id)
  forgetDevices(state, user)
  voidMailed(state, user)
  record(state, { action: 'email.verified', userId: user.id })
}

/** @throws {Refusal} `oauth.identity_in_use` */
function connectOwn(state: State, user: TestUser, vouched: Vouched): void {
  const known = findIdentity(state, vouched)
  if (known && known.user !== user) throw new Refusal('oauth.identity_in_use')
  if (known) known.identity.lastUsedAt = nowOf(state)
  else addIdentity(state, user, vouched)
}

const subjectOf = ({ profile }: Vouched): string => profile.subject ?? profile.email

function findIdentity(
  { users }: State,
  vouched: Vouched,
): { user: TestUser; identity: TestIdentity } | undefined {
  for (const user of users) {
    const identity = user.identities.find(
      ({ provider, subject }) => provider === vouched.provider.id && subject === subjectOf(vouched),
    )
    if (identity) return { user, identity }
  }
  return undefined
}

function addIdentity(state: State, user: TestUser, vouched: Vouched): void {
  const { provider, profile } = vouched
  const now = nowOf(state)
  user.identities.push({
    id: newId(state),
    provider: provider.id,
    subject: subjectOf(vouched),
    email: profile.email,
    createdAt: now,
    lastUsedAt: now,
  })
  record(state, { action: 'identity.linked', userId: user.id, details: { provider: provider.id } })
}

export const listIdentities: Handler<'identities.list'> = (call, { cursor, limit }) => {
  const { user } = signedIn(call)
  const { items, nextCursor } = pageOf(user.identities, cursor, limit)
  const nameOf = (id: string) => call.state.providers.find((provider) => provider.id === id)?.name ?? id
  return {
    items: items.map(({ subject, ...identity }) => ({
      ...identity,
      providerName: nameOf(identity.provider),
    })),
    nextCursor,
  }
}

export const unlinkIdentity: Handler<'identities.unlink'> = (call, { identityId }) => {
  const { user, session } = signedIn(call)
  const left = user.identities.filter(({ id }) => id !== identityId)
  if (left.length === user.identities.length) throw new Refusal('not_found')
  if (!keepsWayIn({ ...user, identities: left })) throw new Refusal('account.last_sign_in_method')
  user.identities = left
  endSessions(call.state, ({ userId, id }) => userId === user.id && id !== session.id)
  record(call.state, { action: 'identity.unlinked', userId: user.id })
}

/** Whether somebody like this can still sign in. */
export const keepsWayIn = ({ password, passkeys, identities }: TestUser): boolean =>
  password !== null || passkeys.length > 0 || identities.length > 0

export const listSwitchable: Handler<'admin.providers.list'> = ({ state }) => ({
  items: state.providers.map(toSwitchable),
})

export const setProvider: Handler<'admin.providers.set'> = (call, { provider: id, enabled }) => {
  const provider = call.state.providers.find((one) => one.id === id)
  if (!provider) throw new Refusal('not_found')
  provider.enabled = enabled
  return toSwitchable(provider)
}

const toSwitchable = ({ id, name, kind, issuer, enabled }: TestProvider): SwitchableProvider => ({
  id,
  name,
  kind,
  issuer,
  enabled,
})

/** @throws {Refusal} `not_found` for one there is not, `oauth.provider_unavailable` for one that is off */
function getProvider({ providers }: State, id: string): TestProvider {
  const provider = providers.find((one) => one.id === id)
  if (!provider) throw new Refusal('not_found')
  if (!provider.enabled) throw new Refusal('oauth.provider_unavailable')
  return provider
}

function freshlySignedIn(call: Call): Signed {
  const who = signedIn(call)
  if (nowOf(call.state).getTime() - who.session.authenticatedAt.getTime() > FRESH_MS)
    throw new Refusal('auth.reauthentication_required')
  return who
}

/** The stand-in knows no other origins to return to. */
function pathOnly(address: string, baseUrl: string): string {
  const isPath =
    /^\/(?!\/)[^\\\s]*$/.test(address) && new URL(address, baseUrl).origin === new URL(baseUrl).origin
  if (isPath) return address
  const message = 'Neither a path of this site nor an address of an allowed origin.'
  throw new Refusal('request.invalid', {
    errors: [{ pointer: '/redirectTo', code: 'redirect.not_allowed', message }],
  })
}

/** What the browser comes back with from a provider's page, after somebody has signed in there. */
export function confirmAtProvider(
  state: State,
  authorizationUrl: string,
  profile: ProviderProfile,
): { code: string; state: string } {
  const secret = new URL(authorizationUrl).searchParams.get('state') ?? ''
  const flow = state.flows.get(secret)
  if (!flow) throw new Error('no sign-in at a provider was begun with this address')
  const code = newToken(state, 'code')
  state.grants.set(code, { provider: flow.provider, profile })
  return { code, state: secret }
}
