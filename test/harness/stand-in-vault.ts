import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A secret as an operator would set it. Times are dates, as the portal shows them. */
export interface SecretSetting {
  value: string
  enabled?: boolean
  expiresAt?: Date
  notBefore?: Date
}

/** Azure Key Vault, and the managed identity that gives tokens for it, as far as this platform speaks with them. */
export interface StandInVault {
  url: string
  /** What the platform is told in its environment. */
  env: Record<string, string>
  /** Gives a secret a new version. */
  set(name: string, secret: string | SecretSetting): void
  remove(name: string): void
  /** Answers requests to the vault in the vault's place, until it answers undefined. */
  interfere: (path: string) => Interference | undefined
  /** Ends the validity of all tokens that were given out. */
  forgetTokens(): void
  /** What the identity's endpoint answers instead of a token. */
  refuseTokens: number | undefined
  /** Paths that were asked for, in order, the ones of the identity's endpoint as `token`. */
  readonly asked: string[]
  /** Authorization headers that came, for asking whether one is among what was logged. */
  readonly tokens: string[]
  close(): Promise<void>
}

type Interference = { status: number; headers?: Record<string, string> } | 'hang' | 'cut'

const PAGE = 3

export async function startStandInVault(
  secrets: Record<string, string | SecretSetting> = {},
): Promise<StandInVault> {
  const kept = new Map<string, SecretSetting & { version: string; name: string }>()
  const valid = new Set<string>()
  let versions = 0
  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const say = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  const refuse = (response: ServerResponse, status: number, code: string, inner?: string) =>
    say(response, status, { error: { code, message: code, ...(inner && { innererror: { code: inner } }) } })

  function giveToken(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    vault.asked.push('token')
    if (vault.refuseTokens !== undefined) {
      say(response, vault.refuseTokens, { error: 'invalid_client', error_description: 'of no concern' })
      return
    }
    if (
      request.headers['x-identity-header'] !== 'the-header' ||
      query.get('resource') !== 'https://vault.azure.net'
    ) {
      say(response, 400, { error: 'invalid_request' })
      return
    }
    const token = `eyJ0eXAi.token-${vault.tokens.length}-of-the-stand-in.signature`
    vault.tokens.push(token)
    valid.add(token)
    const endsAt = Math.floor(Date.now() / 1_000) + 86_400
    say(response, 200, { access_token: token, expires_on: String(endsAt), token_type: 'Bearer' })
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    if (pathname === '/token') return giveToken(request, response, searchParams)
    vault.asked.push(pathname)
    const interference = vault.interfere(pathname)
    if (interference === 'hang') return
    if (interference === 'cut') {
      request.socket.destroy()
      return
    }
    if (interference) {
      say(response, interference.status, { error: { code: 'Trouble' } }, interference.headers)
      return
    }
    if (!valid.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) {
      const challenge =
        'Bearer authorization="https://login.microsoftonline.com/a-tenant", resource="https://vault.azure.net"'
      say(response, 401, { error: { code: 'Unauthorized' } }, { 'www-authenticate': challenge })
      return
    }
    if (searchParams.get('api-version') !== '7.4') return void refuse(response, 400, 'BadParameter')
    if (pathname === '/secrets') return void answerList(response, Number(searchParams.get('skip') ?? 0))
    answerSecret(response, /^\/secrets\/([^/]+)$/.exec(pathname)?.[1] ?? '')
  }

  const attributesOf = ({ enabled = true, expiresAt, notBefore }: SecretSetting) => ({
    enabled,
    ...(expiresAt && { exp: Math.floor(expiresAt.getTime() / 1_000) }),
    ...(notBefore && { nbf: Math.floor(notBefore.getTime() / 1_000) }),
  })

  function answerList(response: ServerResponse, skip: number): void {
    const all = [...kept.values()]
    const value = all
      .slice(skip, skip + PAGE)
      .map((secret) => ({ id: `${url}/secrets/${secret.name}`, attributes: attributesOf(secret) }))
    const more = skip + PAGE < all.length
    const nextLink = more ? `${url}/secrets?api-version=7.4&skip=${skip + PAGE}` : null
    say(response, 200, { value, nextLink })
  }

  function answerSecret(response: ServerResponse, name: string): void {
    const secret = kept.get(name.toLowerCase())
    if (!secret) return void refuse(response, 404, 'SecretNotFound')
    if (secret.enabled === false) return void refuse(response, 403, 'Forbidden', 'SecretDisabled')
    const id = `${url}/secrets/${secret.name}/${secret.version}`
    say(response, 200, { value: secret.value, id, attributes: attributesOf(secret) })
  }

  const vault: StandInVault = {
    url,
    env: { KEY_VAULT_URL: url, IDENTITY_ENDPOINT: `${url}/token`, IDENTITY_HEADER: 'the-header' },
    set(name, secret) {
      versions += 1
      const setting = typeof secret === 'string' ? { value: secret } : secret
      kept.set(name.toLowerCase(), { ...setting, name, version: `version${versions}` })
    },
    remove: (name) => void kept.delete(name.toLowerCase()),
    interfere: () => undefined,
    forgetTokens: () => valid.clear(),
    refuseTokens: undefined,
    asked: [],
    tokens: [],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  for (const [name, secret] of Object.entries(secrets)) vault.set(name, secret)
  return vault
}
