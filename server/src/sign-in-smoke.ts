// Whether people can sign in, asked of a server from outside: for operators' scripts, and for drills.

/** No request may take longer, in ms. */
const TIMEOUT_MS = 10_000

/** Which request did not answer as it must. Never holds a password or a token. */
export class SmokeFailed extends Error {
  override readonly name = 'SmokeFailed'
}

export interface SmokeAccount {
  email: string
  password: string
}

type Answer = Record<string, unknown>

export interface SmokeOptions {
  baseUrl: string
  say?(line: string): void
  signal?: AbortSignal | undefined
}

/** Asks one server; each answer is checked, and `say` is told of it. */
export function smokeClient({ baseUrl, say = () => {}, signal }: SmokeOptions) {
  const base = baseUrl.replace(/\/$/, '')

  async function call(
    method: string,
    path: string,
    body?: object,
    token?: string,
  ): Promise<{ status: number; body: Answer }> {
    const limit = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(base + path, {
      method,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: isJson ? (JSON.parse(text) as Answer) : {} }
  }

  /** Says what was asked and what came. @throws {SmokeFailed} where that is not what it must be. */
  async function step(
    status: number,
    method: string,
    path: string,
    body?: object,
    token?: string,
  ): Promise<Answer> {
    const what = `${method} ${path.replace('/api/v1', '')}`
    const answer = await call(method, path, body, token).catch((error: unknown) => {
      throw new SmokeFailed(`${what}: ${reasonOf(error)}`)
    })
    if (answer.status !== status) {
      const { code, requestId } = answer.body
      const why = code === undefined ? '' : `: ${String(code)} (request ${String(requestId)})`
      throw new SmokeFailed(`${what}: answered ${answer.status}, not ${status}${why}`)
    }
    say(`ok  ${what}`)
    return answer.body
  }
  return { call, step }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

/**
 * Ends the session that it began, so that a smoke test leaves none behind.
 *
 * @param whileIn is given the access token. @throws {SmokeFailed} at the first answer that is not as it must be.
 */
export async function signInAndOut(
  options: SmokeOptions,
  account: SmokeAccount,
  whileIn: (accessToken: string) => Promise<unknown> = async () => {},
): Promise<void> {
  const { call, step } = smokeClient(options)
  const signedIn = await step(200, 'POST', '/api/v1/login', account)
  if (signedIn.status !== 'signed_in')
    throw new SmokeFailed('POST /login: this account has a second factor: use one without for smoke tests')
  await whileIn(String(signedIn.accessToken))
  const refreshed = await step(200, 'POST', '/api/v1/refresh', { refreshToken: signedIn.refreshToken })
  const { refreshToken } = refreshed
  if (typeof refreshToken !== 'string' || refreshToken === signedIn.refreshToken)
    throw new SmokeFailed('POST /refresh: gave no new refresh token')
  await step(204, 'POST', '/api/v1/logout', { refreshToken })
  const { status } = await call('POST', '/api/v1/refresh', { refreshToken })
  if (status !== 401) throw new SmokeFailed(`POST /refresh after signing out: answered ${status}, not 401`)
  options.say?.('ok  the session is over')
}
