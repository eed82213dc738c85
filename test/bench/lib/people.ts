import { randomBytes } from 'node:crypto'

export const PASSWORD = 'correct horse battery staple 42'

export interface Person {
  email: string
  userId: string
  accessToken: string
  refreshToken: string
}

async function call(url: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${text}`)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** Signs a person up over REST, proves the address with the mail of the dev mailbox, and signs them in. */
export async function newPerson(url: string): Promise<Person> {
  const email = `bench-${randomBytes(6).toString('hex')}@example.org`
  await call(url, '/register', { email, password: PASSWORD, displayName: 'Bench' })
  await call(url, '/verify-email', { token: await mailedToken(url, email) })
  return signIn(url, email)
}

/** Signs a person in and gives what a load needs. */
export async function signIn(url: string, email: string): Promise<Person> {
  const session = await call(url, '/login', { email, password: PASSWORD })
  return {
    email,
    userId: (session.user as { id: string }).id,
    accessToken: String(session.accessToken),
    refreshToken: String(session.refreshToken),
  }
}

async function mailedToken(url: string, email: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const mails = (await (await fetch(`${url}/dev/mailbox.json`)).json()) as { to: string; text: string }[]
    const token = mails.find((mail) => mail.to === email)?.text.match(/vfy_[A-Za-z0-9_-]{43}/)?.[0]
    if (token) return token
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`no mail for ${email}`)
}
