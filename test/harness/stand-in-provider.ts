import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

type Answering = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** What a provider of ours does differently this time. */
export interface Misdeed {
  /** Claims in place of the right ones; undefined leaves one out. */
  claims?: Record<string, unknown>
  /** Makes the ID token by itself, of the claims that would be right. */
  idToken?: (claims: JWTPayload) => Promise<string> | string
  /** What `/userinfo` answers. Without it there are only the claims of the ID token. */
  userInfo?: Record<string, unknown>
  /** Answers a path by itself. */
  at?: Record<string, Answering>
}

/** A provider on loopback that speaks OpenID Connect as told: right in everything that is not a misdeed. */
export interface StandInProvider {
  issuer: string
  /** Members in place of those of the discovery document. Read once an hour: a world of its own sees them. */
  metadata: Record<string, unknown>
  misdeed: Misdeed
  /** Requests it has seen, by path. */
  seen: { path: string; body: URLSearchParams }[]
  /** Signs as it would an ID token. */
  sign(claims: JWTPayload): Promise<string>
  /** Lets somebody sign in: what the browser comes back with from that address. */
  signIn(authorizationUrl: string, claims: Record<string, unknown>): { code: string; state: string }
  close(): Promise<void>
}

export const STAND_IN_CLIENT = 'gatehouse-client'

export async function startStandInProvider(): Promise<StandInProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const codes = new Map<string, { challenge: string; claims: JWTPayload }>()
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const sign = (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey)

  const provider: StandInProvider = {
    issuer,
    metadata: {},
    misdeed: {},
    seen: [],
    sign,
    signIn(authorizationUrl, claims) {
      const asked = new URL(authorizationUrl).searchParams
      const code = `code-${codes.size}-${createHash('sha256').update(authorizationUrl).digest('hex').slice(0, 8)}`
      const now = Math.floor(Date.now() / 1_000)
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        claims: {
          ...{ iss: issuer, aud: asked.get('client_id') ?? '', iat: now, exp: now + 300 },
          ...{ nonce: asked.get('nonce') ?? '', ...claims },
        },
      })
      return { code, state: asked.get('state') ?? '' }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? '/', issuer)
    let text = ''
    for await (const chunk of incoming) text += String(chunk)
    const body = new URLSearchParams(text)
    provider.seen.push({ path: pathname, body })
    const own = provider.misdeed.at?.[pathname]
    if (own) return own(incoming, outgoing)
    if (pathname.endsWith('/.well-known/openid-configuration')) return json(outgoing, 200, document())
    if (pathname === '/jwks') return json(outgoing, 200, { keys: [jwk] })
    if (pathname === '/userinfo') return json(outgoing, 200, provider.misdeed.userInfo ?? {})
    if (pathname === '/token') return token(body, outgoing)
    return json(outgoing, 404, {})
  }

  const document = () => ({
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ['RS256'],
    ...(provider.misdeed.userInfo && { userinfo_endpoint: `${issuer}/userinfo` }),
    ...provider.metadata,
  })

  async function token(body: URLSearchParams, outgoing: ServerResponse): Promise<void> {
    const granted = codes.get(body.get('code') ?? '')
    codes.delete(body.get('code') ?? '')
    const verifier = body.get('code_verifier') ?? ''
    // RFC 7636 section 4.6, as a real one does it.
    if (granted?.challenge !== createHash('sha256').update(verifier).digest('base64url'))
      return json(outgoing, 400, { error: 'invalid_grant' })
    const claims: JWTPayload = JSON.parse(JSON.stringify({ ...granted.claims, ...replaced() }))
    const id_token = provider.misdeed.idToken ? await provider.misdeed.idToken(claims) : await sign(claims)
    json(outgoing, 200, {
      ...{ access_token: 'provider-access-token', token_type: 'Bearer', expires_in: 300, id_token },
      refresh_token: 'provider-refresh-token',
    })
  }

  const replaced = () => provider.misdeed.claims ?? {}

  return provider
}

function json(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
