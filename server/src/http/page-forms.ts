import { IdentityError } from '../kit/identity-error.ts'
import { problemOf } from './answer.ts'
import { readFormText } from './body.ts'
import type { Definition } from './definitions.ts'
import type { Mount } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { answerPage, languageFor, pageFace, redirect, returnAddressOf } from './pages.ts'

type Fields = ReadonlyMap<string, string>

/** A form of a page without JavaScript: which procedure it calls, and what is shown then. */
interface Form {
  procedure: string
  input(fields: Fields, exchange: Exchange): Record<string, unknown>
  done(exchange: Exchange, fields: Fields, output: unknown): Response
  /** The page a refusal is shown on; the form's own unless told. */
  refusedPage?: string
}

const text = (fields: Fields, name: string): string => fields.get(name) ?? ''
const email = (fields: Fields) => ({ email: text(fields, 'email') })

const forms: Record<string, Form> = {
  login: {
    procedure: 'auth.login',
    input: (fields) => ({ ...email(fields), password: text(fields, 'password'), delivery: 'cookie' }),
    done: (exchange, fields) =>
      redirect(exchange, returnAddressOf(exchange, text(fields, 'redirectTo')) || '/account'),
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
    input: (fields) => ({ token: text(fields, 'token'), newPassword: text(fields, 'newPassword') }),
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
  input: (fields) => ({ token: text(fields, 'token') }),
  done: (exchange, _, output) => answerPage(exchange, 'verify-email.done', output as { email: string }),
  refusedPage: 'verify-email.request',
}
const requestLink: Form = {
  procedure: 'auth.resendVerification',
  input: email,
  done: (exchange, fields) => answerPage(exchange, 'verify-email.sent', email(fields)),
  refusedPage: 'verify-email.request',
}

/** Takes the forms of pages without JavaScript. They call the same procedures, limits and all. */
export function mountForms(mount: Mount, definitions: readonly Definition[]): void {
  const byPath = new Map(definitions.map((definition) => [definition.path, definition]))
  const take = (path: string, choose: (fields: Fields) => Form) =>
    mount.on('POST', `/${path}`, pageFace, async (exchange) => {
      const fields = readForm(await readFormText(exchange.request, exchange.incoming))
      const form = choose(fields)
      return submit(exchange, { form, fields, page: path, definition: byPath.get(form.procedure)! })
    })
  for (const [path, form] of Object.entries(forms)) take(path, () => form)
  take('verify-email', (fields) => (fields.has('email') ? requestLink : confirmAddress))
}

interface Submission {
  form: Form
  fields: Fields
  page: string
  definition: Definition
}

async function submit(exchange: Exchange, { form, fields, page, definition }: Submission): Promise<Response> {
  const input = form.input(fields, exchange)
  const { path, type, call } = definition
  const ctx = exchange.toContext()
  let output: unknown
  try {
    output = await call({ ctx, path, type, getRawInput: async () => input, signal: undefined, batchIndex: 0 })
  } catch (error) {
    const refusal = problemOf(exchange, error)
    // What was typed comes back, but for passwords.
    const filling = {
      email: text(fields, 'email').slice(0, 320),
      displayName: text(fields, 'displayName').slice(0, 64),
      redirectTo: returnAddressOf(exchange, text(fields, 'redirectTo')),
      token: text(fields, 'token').slice(0, 256),
      refusal,
    }
    return answerPage(exchange, form.refusedPage ?? page, filling, refusal.status)
  }
  return form.done(exchange, fields, output)
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
