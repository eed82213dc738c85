/** `@gatehouse/sdk/testing`: a stand-in for the server in your tests, in memory, with people in it. Needs `msw`. */
import { type HttpHandler, http } from 'msw'
import type { Fetch } from './exchange.ts'
import { definitions } from './generated/definitions.ts'
import type { ErrorCode, ErrorCodesOf, ProcedurePath } from './generated/errors.ts'
import { addUser, type NewTestUser } from './testing/accounts.ts'
import { type Call, signedIn, whoCalls } from './testing/call.ts'
import { answer } from './testing/faces.ts'
import { handlers } from './testing/handlers.ts'
import { Refusal } from './testing/refusal.ts'
import { emptyState, newId, nowOf, type State, type TestMail, type TestUser } from './testing/state.ts'
import { validate } from './testing/validate.ts'

export type { NewTestUser, TestMail, TestUser }

/** The people every stand-in begins with. Their password is `a long phrase you remember`. */
export interface SeededUsers {
  /** ada@example.org: may sign in. */
  ada: TestUser
  /** grace@example.org: has not followed the link in the mail yet. */
  grace: TestUser
  /** alan@example.org: was disabled by an administrator. */
  alan: TestUser
  /** edith@example.org: must choose a new password first. */
  edith: TestUser
}

export interface TestPlatform {
  /** For `setupServer(...platform.handlers)` or `setupWorker`: every procedure, over tRPC and REST. */
  handlers: HttpHandler[]
  /** For `createClient({ baseUrl, fetch: platform.fetch })`, without anything intercepted. Keeps cookies as one browser does. */
  fetch: Fetch
  users: SeededUsers
  addUser(user: NewTestUser): TestUser
  /** What would have been mailed, newest first. */
  readonly mails: readonly TestMail[]
  /** The token of the newest link to an address. @throws {Error} when there is none. */
  lastTokenTo(email: string): string
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

const FRESH_MS = 5 * 60_000

/**
 * A platform that answers as the server does: same shapes, same codes, same rules of passwords, links, sessions and
 * pauses, checked against the real one by its own tests. It counts no calls by address and knows five common passwords.
 *
 * @param options.baseUrl where the code under test expects the platform.
 */
export function createTestPlatform(options: { baseUrl?: string } = {}): TestPlatform {
  const baseUrl = (options.baseUrl ?? 'http://localhost:8000').replace(/\/+$/, '')
  let state = emptyState()
  let users = seed(state)
  let refusals = new Map<ProcedurePath, { code: ErrorCode; times: number; retryAfterSeconds?: number }>()
  let jar: Cookies = {}

  function run(call: Call, path: ProcedurePath, input: unknown, key: string | null): unknown {
    const refusal = refusals.get(path)
    if (refusal && refusal.times > 0) {
      refusal.times -= 1
      throw new Refusal(refusal.code, { retryAfterSeconds: refusal.retryAfterSeconds ?? 5 })
    }
    const definition = definitions[path]
    const isFresh = (since: Date) => nowOf(state).getTime() - since.getTime() <= FRESH_MS
    if (definition.access !== 'public') {
      const { session } = signedIn(call)
      if (definition.access === 'fresh' && !isFresh(session.authenticatedAt)) {
        throw new Refusal('auth.reauthentication_required')
      }
    }
    const perform = () =>
      (handlers[path] as (call: Call, input: unknown) => unknown)(call, validate(definition.input, input))
    return definition.takesKey && key !== null
      ? once(state, `${whoCalls(call)?.user.id} ${path} ${key}`, input, perform)
      : perform()
  }

  /** @param sendsCookies whether the request goes with what the browser keeps, and its answer changes that. */
  async function respond(request: Request, sendsCookies: boolean): Promise<Response> {
    const call: Call = {
      state,
      accessToken: /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1],
      cookies: sendsCookies ? jar : {},
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
      if (sendsCookies) jar = { ...jar, [name]: value ?? undefined }
      const life = value === null ? '; Max-Age=0' : `${value}; Max-Age=1209600`
      response.headers.append('set-cookie', `gatehouse_${name}=${life}; Path=/; HttpOnly; SameSite=Strict`)
    }
    return response
  }

  return {
    handlers: ['trpc', 'api/v1'].map((face) =>
      // Not msw's own cookies: outside browsers it has none, and cannot tell `include` from the default either.
      http.all(`${baseUrl}/${face}/*`, ({ request }) => respond(request, request.credentials !== 'omit')),
    ),
    async fetch(url, init) {
      init.signal?.throwIfAborted()
      return respond(new Request(url, init), init.credentials === 'include')
    },
    get users() {
      return users
    },
    addUser: (user) => addUser(state, user),
    get mails() {
      return state.mails
    },
    lastTokenTo(email) {
      const token = state.mails.find((mail) => mail.to === email && mail.token !== null)?.token
      if (!token) throw new Error(`no mail with a link was sent to ${email}`)
      return token
    },
    refuseNext(path, code, { times = 1, ...more } = {}) {
      refusals.set(path, { code: code as ErrorCode, times, ...more })
    },
    advance(ms) {
      state.aheadMs += ms
    },
    reset() {
      state = emptyState()
      users = seed(state)
      refusals = new Map()
      jar = {}
    },
  }
}

type Cookies = { refresh?: string | undefined; device?: string | undefined }

function seed(state: State): SeededUsers {
  return {
    ada: addUser(state, { email: 'ada@example.org', displayName: 'Ada Lovelace' }),
    grace: addUser(state, { email: 'grace@example.org', displayName: 'Grace Hopper', isVerified: false }),
    alan: addUser(state, { email: 'alan@example.org', displayName: 'Alan Turing', isDisabled: true }),
    edith: addUser(state, {
      email: 'edith@example.org',
      displayName: 'Edith Clarke',
      passwordChangeRequired: true,
    }),
  }
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
  return first.output
}
