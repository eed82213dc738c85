import { IdentityError } from '../kit/identity-error.ts'
import type { SignInResult } from '../rooms/gate/index.ts'
import { problemOf } from './answer.ts'
import { readFormText } from './body.ts'
import type { Definition } from './definitions.ts'
import type { Mount } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { challengeOf } from './page-answers.ts'
import { answerPage, type Filling, languageFor, pageFace, redirect, returnAddressOf } from './pages.ts'
import type { Problem } from './problem.ts'

type Fields = ReadonlyMap<string, string>

/** A form of a page without JavaScript: which procedure it calls, and what is shown then. */
interface Form {
  procedure: string
  input(fields: Fields, exchange: Exchange): Record<string, unknown>
  done(exchange: Exchange, fields: Fields, output: unknown): Response
  /** The page a refusal is shown on; the one at the form's path unless told. */
  refusedPage?: string | ((fields: Fields, code: string) => string)
}

const text = (fields: Fields, name: string): string => fields.get(name) ?? ''
const email = (fields: Fields) => ({ email: text(fields, 'email') })
const token = (fields: Fields) => ({ token: text(fields, 'token') })
/** People copy codes with the spaces that make them readable. */
const code = (fields: Fields) => ({ code: text(fields, 'code').replace(/\s/g, '') })

/** What a SignInResult is answered with: the way on, or the page of the second factor. */
function arrive(exchange: Exchange, fields: Fields, output: unknown): Response {
  const result = output as SignInResult & { redirectTo?: string | null }
  const redirectTo = returnAddressOf(exchange, result.redirectTo ?? text(fields, 'redirectTo'))
  if (result.status === 'signed_in') return redirect(exchange, redirectTo || '/account')
  return answerPage(exchange, 'login.mfa', { challenge: result, redirectTo })
}

const forms: Record<string, Form> = {
  login: {
    procedure: 'auth.login',
    input: (fields) => ({ ...email(fields), password: text(fields, 'password'), delivery: 'cookie' }),
    done: arrive,
  },
  'magic-link': {
    procedure: 'passwordless.complete',
    input: (fields) => ({ ...token(fields), delivery: 'cookie' }),
    done: arrive,
  },
  'confirm-email': {
    procedure: 'account.confirmEmailChange',
    input: token,
    done: (exchange) => answerPage(exchange, 'confirm-email.done'),
  },
  'undo-email-change': {
    procedure: 'account.undoEmailChange',
    input: token,
    done: (exchange) => answerPage(exchange, 'undo-email-change.done'),
  },
  signup: {
    procedure: 'auth.register',
    input: (fields, exchange) => ({
      ...email(fields),
      password: text(fields, 'password'),
      displayName: text(fields, 'displayName'),
      locale: languageFor(exchange),
    }),
    done: (exchange, fields) => answerPage(exchange, 'signup.sent', email(fields)),
  },
  'forgot-password': {
    procedure: 'password.requestReset',
    input: email,
    done: (exchange, fields) => answerPage(exchange, 'forgot-password.sent', email(fields)),
  },
  'reset-password': {
    procedure: 'password.confirmReset',
    input: (fields) => ({ ...token(fields), newPassword: text(fields, 'newPassword') }),
    done: (exchange) => answerPage(exchange, 'reset-password.done'),
  },
  logout: {
    procedure: 'auth.logout',
    input: () => ({}),
    done: (exchange) => redirect(exchange, '/login'),
    refusedPage: 'account',
  },
}

/** `/verify-email` has two forms: the one of the link, and the one that asks for another link. */
const confirmAddress: Form = {
  procedure: 'auth.verifyEmail',
  input: token,
  done: (exchange, _, output) => answerPage(exchange, 'verify-email.done', output as { email: string }),
  refusedPage: 'verify-email.request',
}
const requestLink: Form = {
  procedure: 'auth.resendVerification',
  input: email,
  done: (exchange, fields) => answerPage(exchange, 'verify-email.sent', email(fields)),
  refusedPage: 'verify-email.request',
}

/** `/accept-invite` has two forms: the one that makes an account and joins, and the one that declines. */
const acceptInvitation: Form = {
  procedure: 'invitations.accept',
  input: (fields, exchange) => ({
    ...token(fields),
    password: text(fields, 'password'),
    displayName: text(fields, 'displayName'),
    locale: languageFor(exchange),
    delivery: 'cookie',
  }),
  done: arrive,
}
const declineInvitation: Form = {
  procedure: 'invitations.decline',
  input: token,
  done: (exchange) => answerPage(exchange, 'accept-invite.done'),
}

/** `/login/email` has two forms: the one that asks for a mail, and the one that takes the code of it. */
const askForMail: Form = {
  procedure: 'passwordless.start',
  input: email,
  done: (exchange, fields, output) =>
    answerPage(exchange, 'login-email.code', {
      ...email(fields),
      flowId: (output as { flowId: string }).flowId,
      redirectTo: returnAddressOf(exchange, text(fields, 'redirectTo')),
    }),
  refusedPage: 'login-email',
}
const enterCode: Form = {
  procedure: 'passwordless.complete',
  input: (fields) => ({ ...code(fields), flowId: text(fields, 'flowId'), delivery: 'cookie' }),
  done: arrive,
  refusedPage: 'login-email.code',
}

/** The second step. Out of time, it leads back to the first one. */
const secondFactor: Form = {
  procedure: 'mfa.verify',
  input: (fields) => ({
    ...code(fields),
    challengeToken: text(fields, 'challengeToken'),
    method: text(fields, 'method'),
    delivery: 'cookie',
  }),
  done: arrive,
  refusedPage: (fields, code) => (code === 'mfa.challenge_expired' ? 'login' : secondFactorPage(fields)),
}
const secondFactorPage = (fields: Fields): string =>
  text(fields, 'method') === 'recovery_code' ? 'login.recovery' : 'login.mfa'

/** The answer of a provider, handed in by the page it sent somebody back to. */
const handIn: Form = {
  procedure: 'oauth.callback',
  input: (fields, exchange) => {
    const iss = text(fields, 'iss')
    return {
      provider: exchange.param('provider'),
      code: text(fields, 'code'),
      state: text(fields, 'state'),
      ...(iss !== '' && { iss }),
      delivery: 'cookie',
    }
  },
  done: arrive,
  refusedPage: 'login',
}

/** Takes the forms of pages without JavaScript. They call the same procedures, limits and all. */
export function mountForms(mount: Mount, definitions: readonly Definition[]): void {
  const byPath = new Map(definitions.map((definition) => [definition.path, definition]))
  const take = (path: string, choose: (fields: Fields) => Form) =>
    mount.on('POST', `/${path}`, pageFace, async (exchange) => {
      const fields = readForm(await readFormText(exchange.request, exchange.incoming))
      const form = choose(fields)
      // Only another way to take the second step was chosen.
      if (form === secondFactor && !fields.has('code')) {
        return answerPage(exchange, secondFactorPage(fields), fillingOf(exchange, fields))
      }
      return submit(exchange, { form, fields, page: path, definition: byPath.get(form.procedure)! })
    })
  for (const [path, form] of Object.entries(forms)) take(path, () => form)
  take('verify-email', (fields) => (fields.has('email') ? requestLink : confirmAddress))
  take('accept-invite', (fields) =>
    fields.get('answer') === 'decline' ? declineInvitation : acceptInvitation,
  )
  take('login/email', (fields) => (fields.has('flowId') ? enterCode : askForMail))
  take('login/mfa', () => secondFactor)
  take('login/oauth/:provider/callback', () => handIn)
  mount.on('GET', '/login/oauth/:provider', pageFace, (exchange) => leave(exchange, byPath))
}

/**
 * Sends somebody to a provider. A link leads here and no form, since browsers hold the policy of a page (`form-action`)
 * also against where the answer to its form sends them; that nothing but a flow of this browser begins makes it safe to
 * be linked to.
 */
async function leave(exchange: Exchange, byPath: ReadonlyMap<string, Definition>): Promise<Response> {
  const raw = new URLSearchParams(exchange.query ?? '').get('redirectTo')
  const redirectTo = returnAddressOf(exchange, raw)
  const input = { provider: exchange.param('provider'), ...(redirectTo !== '' && { redirectTo }) }
  const outcome = await carryOut(exchange, byPath.get('oauth.authorize')!, input)
  if ('refusal' in outcome) {
    if (outcome.refusal.code === 'not_found') return answerPage(exchange, 'not-found', {}, 404)
    return answerPage(exchange, 'login', { redirectTo, refusal: outcome.refusal }, outcome.refusal.status)
  }
  return redirect(exchange, (outcome.output as { authorizationUrl: string }).authorizationUrl)
}

interface Submission {
  form: Form
  fields: Fields
  page: string
  definition: Definition
}

async function submit(exchange: Exchange, { form, fields, page, definition }: Submission): Promise<Response> {
  const outcome = await carryOut(exchange, definition, form.input(fields, exchange))
  if ('output' in outcome) return form.done(exchange, fields, outcome.output)
  const { refusal } = outcome
  const named = form.refusedPage ?? page
  const name = typeof named === 'string' ? named : named(fields, refusal.code)
  return answerPage(exchange, name, { ...fillingOf(exchange, fields), refusal }, refusal.status)
}

/** Calls a procedure as its faces do. */
async function carryOut(
  exchange: Exchange,
  { path, type, call }: Definition,
  input: Record<string, unknown>,
): Promise<{ output: unknown } | { refusal: Problem }> {
  const ctx = exchange.toContext()
  try {
    const getRawInput = async () => input
    return { output: await call({ ctx, path, type, getRawInput, signal: undefined, batchIndex: 0 }) }
  } catch (error) {
    return { refusal: problemOf(exchange, error) }
  }
}

/** What was typed, and what the page has to say again, but for passwords and codes. */
function fillingOf(exchange: Exchange, fields: Fields): Filling {
  return {
    email: (fields.get('email') ?? text(fields, 'sentTo')).slice(0, 320),
    displayName: text(fields, 'displayName').slice(0, 64),
    redirectTo: returnAddressOf(exchange, text(fields, 'redirectTo')),
    token: text(fields, 'token').slice(0, 256),
    ...(fields.has('challengeToken') && {
      challenge: challengeOf(text(fields, 'challengeToken'), text(fields, 'methods')),
    }),
    ...(fields.has('flowId') && { flowId: text(fields, 'flowId').slice(0, 128) }),
  }
}

/** @throws {IdentityError} `request.invalid` for a field given twice. */
function readForm(body: string): Fields {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) throw new IdentityError('request.invalid', { detail: 'A field stands twice.' })
    fields.set(name, value)
  }
  return fields
}
