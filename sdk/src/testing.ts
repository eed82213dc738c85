/** `@gatehouse/sdk/testing`: a stand-in for the server in your tests, in memory, with people in it. Needs `msw`. */
import { type HttpHandler, http } from 'msw'
import type { Fetch } from './exchange.ts'
import { definitions } from './generated/definitions.ts'
import type { ErrorCode, ErrorCodesOf, ProcedurePath } from './generated/errors.ts'
import type {
  PasskeyAssertion,
  PasskeyCreationOptions,
  PasskeyRegistration,
  PasskeyRequestOptions,
} from './generated/types.ts'
import { showsSecret } from './testing/api-keys.ts'
import { type Call, type Cookies, FRESH_MS, signedIn, whoCalls } from './testing/call.ts'
import { answer } from './testing/faces.ts'
import { handlers } from './testing/handlers.ts'
import { checkImpersonation } from './testing/impersonation.ts'
import { addInvitation, type NewTestInvitation } from './testing/invitations.ts'
import { newAssertion, newRegistration } from './testing/passkeys.ts'
import {
  addUser,
  type NewTestUser,
  type SeededUsers,
  seed,
  type TestIdentity,
  type TestPasskey,
  type TestTotp,
  type TestUser,
} from './testing/people.ts'
import { confirmAtProvider } from './testing/providers.ts'
import { Refusal } from './testing/refusal.ts'
import {
  emptyState,
  newId,
  nowOf,
  type ProviderProfile,
  type State,
  type TestInvitation,
  type TestMail,
  type TestProvider,
} from './testing/state.ts'
import { codeAt, stepOf } from './testing/totp.ts'
import { validate } from './testing/validate.ts'

export type {
  NewTestInvitation,
  NewTestUser,
  ProviderProfile,
  SeededUsers,
  TestIdentity,
  TestInvitation,
  TestMail,
  TestPasskey,
  TestProvider,
  TestTotp,
  TestUser,
}

export interface TestPlatform {
  /** For `setupServer(...platform.handlers)` or `setupWorker`: every procedure, over tRPC and REST. */
  handlers: HttpHandler[]
  /** For `createClient({ baseUrl, fetch: platform.fetch })`, without anything intercepted. Keeps cookies as one browser does. */
  fetch: Fetch
  /** The same for one more browser, with cookies of its own. */
  newBrowser(): { fetch: Fetch }
  users: SeededUsers
  addUser(user: NewTestUser): TestUser
  /** Mails somebody an invitation into an organization: `lastTokenTo` gives its link's token. */
  addInvitation(invitation: NewTestInvitation): TestInvitation
  /** What would have been mailed, newest first. */
  readonly mails: readonly TestMail[]
  /** The token of the newest link to an address. @throws {Error} when there is none. */
  lastTokenTo(email: string): string
  /** What somebody's authenticator shows now: the code that `mfa_required` asks for. @throws {Error} without one. */
  totpCode(user: Pick<TestUser, 'email' | 'totp'>): string
  /** What a browser answers to the options of `passkeys.registrationOptions`. */
  makePasskey(options: PasskeyCreationOptions): PasskeyRegistration
  /** What it answers to those of `passkeys.loginOptions` and `auth.reauthenticateOptions`, with a passkey it has. */
  usePasskey(options: PasskeyRequestOptions, passkey: Pick<TestPasskey, 'credentialId'>): PasskeyAssertion
  /** Signs somebody in at a provider, on the page `oauth.authorize` leads to: what the browser comes back with. */
  signInAtProvider(authorizationUrl: string, profile: ProviderProfile): { code: string; state: string }
  /** Makes a procedure answer with a code: its next calls, one unless told. */
  refuseNext<Path extends ProcedurePath>(path: Path, code: ErrorCodesOf[Path], options?: RefuseOptions): void
  /** Lets time pass. Faked timers move it as well. */
  advance(ms: number): void
  /** Back to the beginning: the seeded people, no sessions, no mails. */
  reset(): void
}

export interface RefuseOptions {
  times?: number
  retryAfterSeconds?: number
}

export interface TestPlatformOptions {
  /** Where the code under test expects the platform. */
  baseUrl?: string
  /** The providers one can sign in with; Google unless given. */
  providers?: (Pick<TestProvider, 'id' | 'name'> & Partial<TestProvider>)[]
}

/**
 * A platform that answers as the server does: same shapes, same codes, same rules of passwords, links, sessions and
 * pauses, checked against the real one by its own tests. It counts no calls by address and knows five common passwords.
 */
export function createTestPlatform(options: TestPlatformOptions = {}): TestPlatform {
  const baseUrl = (options.baseUrl ?? 'http://localhost:8000').replace(/\/+$/, '')
  const begin = () => ({ ...emptyState(), providers: providersOf(options) })
  let state: State = begin()
  let users = seed(state)
  let refusals = new Map<ProcedurePath, { code: ErrorCode; times: number; retryAfterSeconds?: number }>()
  const jar: Cookies = {}

  function run(call: Call, path: ProcedurePath, input: unknown, key: string | null): unknown {
    const refusal = refusals.get(path)
    if (refusal && refusal.times > 0) {
      refusal.times -= 1
      throw new Refusal(refusal.code, { retryAfterSeconds: refusal.retryAfterSeconds ?? 5 })
    }
    const definition = definitions[path]
    const isFresh = (since: Date) => nowOf(state).getTime() - since.getTime() <= FRESH_MS
    if (definition.access !== 'public') {
      const { user, session } = signedIn(call)
      checkImpersonation({ user, session }, path, definition)
      if (/(?:^|\+)fresh$/.test(definition.access) && !isFresh(session.authenticatedAt)) {
        throw new Refusal('auth.reauthentication_required')
      }
      // To everybody else there is nothing here.
      if (definition.access.startsWith('platform:') && !mayOnPlatform(user, definition.access))
        throw new Refusal('not_found')
    }
    const perform = () =>
      (handlers[path] as (call: Call, input: unknown) => unknown)(call, validate(definition.input, input))
    return definition.takesKey && key !== null
      ? once(state, `${whoCalls(call)?.user.id} ${path} ${key}`, input, perform)
      : perform()
  }

  /** @param kept what the browser keeps, where the request goes with that and its answer changes it. */
  async function respond(request: Request, kept: Cookies | undefined): Promise<Response> {
    const call: Call = {
      state,
      baseUrl,
      accessToken: /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1],
      cookies: { ...kept },
      setCookies: new Map(),
      userAgent: request.headers.get('user-agent') ?? '',
    }
    const response = await answer({
      request,
      baseUrl,
      requestId: request.headers.get('x-request-id') ?? newId(state),
      run: (path, input) => run(call, path, input, request.headers.get('idempotency-key')),
    })
    for (const [name, value] of call.setCookies) {
      if (kept) kept[name] = value ?? undefined
      const life = value === null ? '; Max-Age=0' : `${value}; Max-Age=1209600`
      response.headers.append('set-cookie', `gatehouse_${name}=${life}; Path=/; HttpOnly; SameSite=Strict`)
    }
    return response
  }

  const fetchFrom =
    (kept: Cookies): Fetch =>
    async (url, init) => {
      init.signal?.throwIfAborted()
      return respond(new Request(url, init), init.credentials === 'include' ? kept : undefined)
    }

  return {
    handlers: ['trpc', 'api/v1'].map((face) =>
      // Not msw's own cookies: outside browsers it has none, and cannot tell `include` from the default either.
      http.all(`${baseUrl}/${face}/*`, ({ request }) =>
        respond(request, request.credentials === 'omit' ? undefined : jar),
      ),
    ),
    fetch: fetchFrom(jar),
    newBrowser: () => ({ fetch: fetchFrom({}) }),
    get users() {
      return users
    },
    addUser: (user) => addUser(state, user),
    addInvitation: (invitation) => addInvitation(state, invitation),
    get mails() {
      return state.mails
    },
    lastTokenTo(email) {
      const token = state.mails.find((mail) => mail.to === email && mail.token !== null)?.token
      if (!token) throw new Error(`no mail with a link was sent to ${email}`)
      return token
    },
    totpCode({ email, totp }) {
      if (!totp) throw new Error(`${email} has no authenticator`)
      return codeAt(totp.secret, stepOf(nowOf(state)))
    },
    makePasskey: newRegistration,
    usePasskey: newAssertion,
    signInAtProvider: (url, profile) => confirmAtProvider(state, url, profile),
    refuseNext(path, code, { times = 1, ...more } = {}) {
      refusals.set(path, { code: code as ErrorCode, times, ...more })
    },
    advance(ms) {
      state.aheadMs += ms
    },
    reset() {
      state = begin()
      users = seed(state)
      refusals = new Map()
      for (const name of Object.keys(jar) as (keyof Cookies)[]) delete jar[name]
    },
  }
}

/** What support may: look, and help people back in. */
const SUPPORT =
  /^platform:(?:(?:audit|diagnostics|mail|organizations|providers|stats|users):read|mail:retry|users:(?:reset-password|revoke-sessions|unlock))(?:\+fresh)?$/

const mayOnPlatform = ({ platformRole }: TestUser, access: string): boolean =>
  platformRole === 'admin' || (platformRole === 'support' && SUPPORT.test(access))

const GOOGLE = {
  id: 'google',
  name: 'Google',
  kind: 'google',
  issuer: 'https://accounts.google.com',
} as const

function providersOf({ providers = [GOOGLE] }: TestPlatformOptions): TestProvider[] {
  return providers.map((provider) => ({
    kind: 'oidc',
    issuer: `https://${provider.id}.example.com`,
    enabled: true,
    trustedDomains: [],
    ...provider,
  }))
}

/** One effect for one key: the same input gets the first answer, another is refused. */
function once(state: State, key: string, input: unknown, perform: () => unknown): unknown {
  const first = state.answers.get(key)
  const text = JSON.stringify(input)
  if (!first) {
    const output = perform()
    state.answers.set(key, { input: text, output })
    return output
  }
  if (first.input !== text) throw new Refusal('idempotency.key_reused')
  // A secret is shown once, whoever asks again.
  if (showsSecret(first.output)) throw new Refusal('idempotency.already_completed')
  return first.output
}
