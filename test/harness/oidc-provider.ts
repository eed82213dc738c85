import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A certified OpenID provider on loopback, whose pages are walked as a browser would. */
export interface RealProvider {
  issuer: string
  /** Signs somebody in there, by name: the query the browser is sent back with. */
  signIn(authorizationUrl: string, name: string): Promise<Record<string, string>>
  close(): Promise<void>
}

const REAL_CLIENT = { id: 'gatehouse-client', secret: 'a-secret-between-two-test-servers' }

/** @param redirectUri the one that is registered there. */
export async function startRealProvider(redirectUri: string): Promise<RealProvider> {
  // The issuer holds the port, so the port comes first.
  const { createServer } = await import('node:http')
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: REAL_CLIENT.id,
        client_secret: REAL_CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, name: id }),
    }),
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true },
  })
  server.on('request', provider.callback())

  async function signIn(authorizationUrl: string, name: string): Promise<Record<string, string>> {
    const cookies = new Map<string, string>()
    let next = new URL(authorizationUrl)
    let form: URLSearchParams | undefined
    for (let steps = 0; steps < 12; steps += 1) {
      const response = await fetch(next, {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
        ...(form && { body: form }),
      })
      form = undefined
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
      }
      const location = response.headers.get('location')
      if (location?.startsWith(redirectUri)) return Object.fromEntries(new URL(location).searchParams)
      if (location) {
        next = new URL(location, next)
        continue
      }
      const page = await response.text()
      const action = /action="([^"]+)"/.exec(page)?.[1]
      if (!action) throw new Error(`the provider answered ${response.status}: ${page.slice(0, 500)}`)
      next = new URL(action, next)
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login'
      form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login: name, password: 'any' }) })
    }
    throw new Error('the provider goes round in circles')
  }

  return {
    issuer,
    signIn,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
