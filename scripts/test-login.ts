// The smoke test of sign-in, for operators: probes, a sign-in with a verified account, a refresh. Where a development
// mailbox is open and no account is named, it makes one.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'

const USAGE = `Usage: npm run test-login -- [--base-url http://localhost:8000] [--email E] [--password P]

Without --email an account is made, which needs the development mailbox of that server.
The password can be in TEST_LOGIN_PASSWORD, so that it stands in no list of processes.`

/** No step may take longer, in ms. */
const TIMEOUT_MS = 10_000

class Failed extends Error {}

let base = ''

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: Answer }> {
  const response = await fetch(base + path, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: isJson ? (JSON.parse(text) as Answer) : {} }
}

type Answer = Record<string, unknown>

/** Says what was asked and what came; throws where that is not what it must be. */
async function step(what: string, status: number, made: ReturnType<typeof call>): Promise<Answer> {
  const answer = await made.catch((error: unknown) => {
    throw new Failed(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (answer.status !== status) {
    const { code, requestId } = answer.body
    const why = code === undefined ? '' : `: ${String(code)} (request ${String(requestId)})`
    throw new Failed(`${what}: answered ${answer.status}, not ${status}${why}`)
  }
  console.log(`ok  ${what}`)
  return answer.body
}

/** An account of this run, proven with the mail that the development mailbox caught. */
async function makeAccount(): Promise<{ email: string; password: string }> {
  const name = `smoke-${randomBytes(6).toString('hex')}`
  const account = { email: `${name}@example.org`, password: randomBytes(18).toString('base64url') }
  await step('POST /register', 202, call('POST', '/api/v1/register', { ...account, displayName: name }))
  const giveUpAt = Date.now() + TIMEOUT_MS
  for (;;) {
    const { status, body } = await call('GET', '/dev/mailbox.json')
    if (status === 404)
      throw new Failed('this server has no development mailbox: name an account with --email')
    const mails = body as unknown as { to: string; text: string }[]
    const mail = mails.find(({ to }) => to === account.email)
    const token = /verify-email\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
    if (token) {
      await step('POST /verify-email', 200, call('POST', '/api/v1/verify-email', { token }))
      return account
    }
    if (Date.now() > giveUpAt) throw new Failed('no mail came within 10 s')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function smoke(given: { email?: string; password?: string }): Promise<void> {
  await step('GET /health', 200, call('GET', '/health'))
  await step('GET /ready', 200, call('GET', '/ready'))
  const { email, password } = given
  const account = email === undefined ? await makeAccount() : { email, password: password ?? '' }
  const signedIn = await step('POST /login', 200, call('POST', '/api/v1/login', account))
  if (signedIn.status !== 'signed_in')
    throw new Failed('POST /login: this account has a second factor: use one without for smoke tests')
  const { refreshToken } = signedIn
  const refreshed = await step('POST /refresh', 200, call('POST', '/api/v1/refresh', { refreshToken }))
  await step('POST /logout', 204, call('POST', '/api/v1/logout', { refreshToken: refreshed.refreshToken }))
  const { status } = await call('POST', '/api/v1/refresh', { refreshToken: refreshed.refreshToken })
  if (status !== 401) throw new Failed(`POST /refresh after signing out: answered ${status}, not 401`)
  console.log('ok  the session is over')
}

const { values } = parseArgs({
  options: {
    'base-url': { type: 'string', default: 'http://localhost:8000' },
    email: { type: 'string' },
    password: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(USAGE)
} else {
  base = values['base-url'].replace(/\/$/, '')
  const password = values.password ?? process.env.TEST_LOGIN_PASSWORD
  try {
    await smoke({ ...(values.email !== undefined && { email: values.email }), ...(password && { password }) })
    console.log('Signing in works.')
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    console.error(`FAILED  ${error.message}`)
    process.exitCode = 1
  }
}
