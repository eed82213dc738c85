// The smoke test of sign-in, for operators: probes, a sign-in with a verified account, a refresh. Where mail can be read
// (the development mailbox of `npm start`, the catcher of docker-compose.yml) and no account is named, it makes one.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import {
  type SmokeAccount,
  SmokeFailed,
  type SmokeOptions,
  signInAndOut,
  smokeClient,
} from '../server/src/sign-in-smoke.ts'

const USAGE = `Usage: npm run test-login -- [--base-url http://localhost:8000] [--email E] [--password P]
                             [--mail-catcher http://localhost:8025] [--wait 60]

Without --email an account is made, whose mail is read from the development mailbox of that server or, where it has
none, from the Mailpit at --mail-catcher. API_PORT and MAIL_PORT move both defaults, as they do for Compose.
--wait gives a server that is starting so many seconds to be ready.
The password can be in TEST_LOGIN_PASSWORD, so that it stands in no list of processes.`

/** How long mail may take, in ms. */
const MAIL_TIMEOUT_MS = 10_000

interface Options extends SmokeOptions {
  /** Where mail of this server can be read, if it shows none itself. */
  mailCatcher: string | undefined
}

/** The text of the mail to an address, from wherever it can be read. */
async function mailTo(address: string, options: Options): Promise<string | undefined> {
  const own = await smokeClient(options).call('GET', '/dev/mailbox.json')
  if (own.status === 200) {
    const mails = own.body as unknown as { to: string; text: string }[]
    return mails.find(({ to }) => to === address)?.text
  }
  const { mailCatcher } = options
  if (mailCatcher === undefined)
    throw new SmokeFailed('this server has no development mailbox: name an account with --email')
  const { call } = smokeClient({ ...options, baseUrl: mailCatcher })
  const { body } = await call('GET', '/api/v1/messages').catch(() => {
    throw new SmokeFailed(
      `this server has no development mailbox, and no mail can be read at ${mailCatcher}: name an account with --email`,
    )
  })
  const messages = (body.messages ?? []) as { ID: string; To: { Address: string }[] }[]
  const found = messages.find(({ To }) => To.some(({ Address }) => Address === address))
  return found && String((await call('GET', `/api/v1/message/${found.ID}`)).body.Text ?? '')
}

/** An account of this run, proven with the mail that was caught. */
async function makeAccount(options: Options): Promise<SmokeAccount> {
  const { step } = smokeClient(options)
  const name = `smoke-${randomBytes(6).toString('hex')}`
  const account = { email: `${name}@example.org`, password: randomBytes(18).toString('base64url') }
  await step(202, 'POST', '/api/v1/register', { ...account, displayName: name })
  const giveUpAt = Date.now() + MAIL_TIMEOUT_MS
  for (;;) {
    const token = /verify-email\?token=([\w-]+)/.exec((await mailTo(account.email, options)) ?? '')?.[1]
    if (token) {
      await step(200, 'POST', '/api/v1/verify-email', { token })
      return account
    }
    if (Date.now() > giveUpAt) throw new SmokeFailed('no mail came within 10 s')
    await pause()
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 200))

/** Waits until the server is ready, or until it has had its time: what it says then is for the steps that follow. */
async function waitForReady(options: Options, seconds: number): Promise<void> {
  const { call } = smokeClient(options)
  const isReady = () =>
    call('GET', '/ready')
      .then(({ status }) => status === 200)
      .catch(() => false)
  const giveUpAt = Date.now() + seconds * 1_000
  while (Date.now() < giveUpAt && !(await isReady())) await pause()
}

async function testLogin(options: Options, given: SmokeAccount | undefined): Promise<void> {
  const { step } = smokeClient(options)
  await step(200, 'GET', '/health')
  await step(200, 'GET', '/ready')
  await signInAndOut(options, given ?? (await makeAccount(options)))
}

const { API_PORT = '8000', MAIL_PORT = '8025' } = process.env
const { values } = parseArgs({
  options: {
    'base-url': { type: 'string', default: `http://localhost:${API_PORT}` },
    'mail-catcher': { type: 'string' },
    wait: { type: 'string', default: '0' },
    email: { type: 'string' },
    password: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(USAGE)
} else {
  const baseUrl = values['base-url']
  // Only a server on this machine sends its mail to a catcher on this machine.
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname)
  const mailCatcher = values['mail-catcher'] ?? (isHere ? `http://localhost:${MAIL_PORT}` : undefined)
  const options = { baseUrl, mailCatcher, say: console.log }
  const password = values.password ?? process.env.TEST_LOGIN_PASSWORD ?? ''
  const account = values.email === undefined ? undefined : { email: values.email, password }
  try {
    await waitForReady(options, Number(values.wait))
    await testLogin(options, account)
    console.log('Signing in works.')
  } catch (error) {
    if (!(error instanceof SmokeFailed)) throw error
    console.error(`FAILED  ${error.message}`)
    process.exitCode = 1
  }
}
