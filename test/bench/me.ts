import { bundle, start, startGatehouse } from './lib/contender.ts'
import { scratchDatabase } from './lib/database.ts'
import { inTurn, load } from './lib/load.ts'
import { newPerson, PASSWORD } from './lib/people.ts'
import { compare, figure, heading } from './lib/report.ts'

const CONNECTIONS = 20
const SECONDS = 4

/** `GET /me` against better-auth's get-session, and against a bare route with one verification and one select. */
export async function measureMe(): Promise<void> {
  heading('GET /me')
  const database = await scratchDatabase('me')
  const gatehouse = await startGatehouse(8_401, { DATABASE_URL: database.url })
  const bare = await start('bare', await bundle('bare'), { DATABASE_URL: database.url })
  const betterAuth = await start('better-auth', await bundle('better-auth'), { DATABASE_URL: database.url })
  try {
    const person = await newPerson(gatehouse.url)
    const bareToken = await (await fetch(`${bare.url}/token/${person.userId}`)).text()
    const cookie = await betterAuthCookie(betterAuth.url)
    const get = (url: string, path: string, headers: Record<string, string>) => () =>
      load({ url, connections: CONNECTIONS, seconds: SECONDS, requests: [{ method: 'GET', path, headers }] })
    const results = await inTurn(3, {
      gatehouse: get(gatehouse.url, '/api/v1/me', { authorization: `Bearer ${person.accessToken}` }),
      bare: get(bare.url, '/me', { authorization: `Bearer ${bareToken}` }),
      betterAuth: get(betterAuth.url, '/api/auth/get-session', { cookie }),
    })
    const rate = (name: string) => results[name]!.requestsPerSecond
    for (const name of Object.keys(results)) figure(name, rate(name), 'requests/s')
    compare('GET /me / better-auth get-session', rate('gatehouse') / rate('betterAuth'), { atLeast: 8 })
    compare('GET /me / bare route', rate('gatehouse') / rate('bare'), { atLeast: 0.6 })
  } finally {
    await Promise.all([gatehouse.stop(), bare.stop(), betterAuth.stop()])
    await database.drop()
  }
}

/** Signs somebody up at better-auth and gives the session cookie. */
export async function betterAuthCookie(url: string, email = 'bench@example.org'): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD, name: 'Bench' }),
  })
  if (!answer.ok) throw new Error(`better-auth sign-up: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie()[0]!.split(';')[0]!
}
