// The smoke test of sign-in, for operators: probes, a sign-in with a verified account, a refresh. Where a development
// mailbox is open and no account is named, it makes one.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import {
  type SmokeAccount,
  SmokeFailed,
  type SmokeOptions,
  signInAndOut,
  smokeClient,
} from './operator/smoke.ts'

const USAGE = `Usage: npm run test-login -- [--base-url http://localhost:8000] [--email E] [--password P]

Without --email an account is made, which needs the development mailbox of that server.
The password can be in TEST_LOGIN_PASSWORD, so that it stands in no list of processes.`

/** How long mail may take, in ms. */
const MAIL_TIMEOUT_MS = 10_000

/** An account of this run, proven with the mail that the development mailbox caught. */
async function makeAccount(options: SmokeOptions): Promise<SmokeAccount> {
  const { call, step } = smokeClient(options)
  const name = `smoke-${randomBytes(6).toString('hex')}`
  const account = { email: `${name}@example.org`, password: randomBytes(18).toString('base64url') }
  await step(202, 'POST', '/api/v1/register', { ...account, displayName: name })
  const giveUpAt = Date.now() + MAIL_TIMEOUT_MS
  for (;;) {
    const { status, body } = await call('GET', '/dev/mailbox.json')
    if (status === 404)
      throw new SmokeFailed('this server has no development mailbox: name an account with --email')
    const mails = body as unknown as { to: string; text: string }[]
    const mail = mails.find(({ to }) => to === account.email)
    const token = /verify-email\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
    if (token) {
      await step(200, 'POST', '/api/v1/verify-email', { token })
      return account
    }
    if (Date.now() > giveUpAt) throw new SmokeFailed('no mail came within 10 s')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function testLogin(options: SmokeOptions, given: SmokeAccount | undefined): Promise<void> {
  const { step } = smokeClient(options)
  await step(200, 'GET', '/health')
  await step(200, 'GET', '/ready')
  await signInAndOut(options, given ?? (await makeAccount(options)))
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
  const password = values.password ?? process.env.TEST_LOGIN_PASSWORD ?? ''
  const account = values.email === undefined ? undefined : { email: values.email, password }
  try {
    await testLogin({ baseUrl: values['base-url'], say: console.log }, account)
    console.log('Signing in works.')
  } catch (error) {
    if (!(error instanceof SmokeFailed)) throw error
    console.error(`FAILED  ${error.message}`)
    process.exitCode = 1
  }
}
