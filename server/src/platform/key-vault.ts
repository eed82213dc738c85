import type { AzureIdentity } from './azure-identity.ts'
import { IdentityRefused } from './azure-identity.ts'

/** A secret as the vault has it now. */
export interface VaultSecret {
  value: string
  /** Told by the vault, of no meaning but that it changes. */
  version: string
  expiresAt: Date | undefined
}

/** What a vault has of the names that were asked for. Those it does not know are in neither. */
export interface VaultReading {
  found: ReadonlyMap<string, VaultSecret>
  /** Names that are there and must not be used, with why. */
  unusable: ReadonlyMap<string, string>
}

export interface KeyVault {
  /** Reads the newest version of each. @throws {KeyVaultError} when the vault does not answer for one of them. */
  read(names: readonly string[]): Promise<VaultReading>
}

/** Why the vault cannot be read, in words for the operator and without any value. */
class KeyVaultError extends Error {
  override readonly name = 'KeyVaultError'
}

const API_VERSION = '7.4'
const TIMEOUT_MS = 5_000
/** Tries of one request: what is throttled, broken or away is asked again. */
const TRIES = 4
const FIRST_WAIT_MS = 100
/** However long a vault wants to be left alone, in ms: the next round comes anyway. */
const MAX_WAIT_MS = 5_000
const MAX_PAGES = 100

interface Attributes {
  enabled?: boolean
  /** In seconds since 1970, as the next one. */
  exp?: number
  nbf?: number
}

/** What `GET /secrets/{name}` answers; in a list, without the value. */
interface Bundle {
  id?: string
  value?: string
  attributes?: Attributes
}

interface VaultOptions {
  url: string
  identity: AzureIdentity
}

/** Azure Key Vault's secrets, over its REST API: a list of the names, and a request for each that is wanted. */
export function createKeyVault({ url, identity }: VaultOptions): KeyVault {
  const base = new URL(url)
  const call = caller(base, identity)
  return {
    async read(names) {
      const there = await listed(call, base)
      const found = new Map<string, VaultSecret>()
      const unusable = new Map<string, string>()
      await Promise.all(
        names.map(async (name) => {
          const attributes = there.get(name.toLowerCase())
          // Asked for what is listed only: each question for what is not there would stand in the vault's log as a failure.
          const bundle = attributes && (await read(call, base, name, attributes))
          if (!bundle) return
          if (typeof bundle === 'string') unusable.set(name, bundle)
          else found.set(name, toSecret(bundle))
        }),
      )
      return { found, unusable }
    },
  }
}

type Call = (url: URL) => Promise<{ status: number; body: unknown }>

/** Every secret's name, in lower case as the vault compares them, with the newest version's attributes. */
async function listed(call: Call, base: URL): Promise<Map<string, Attributes>> {
  const there = new Map<string, Attributes>()
  let next: URL | undefined = addressed(base, '/secrets', { maxresults: '25' })
  for (let page = 0; next && page < MAX_PAGES; page++) {
    const { status, body } = await call(next)
    if (status !== 200) throw new KeyVaultError(refusalOf(status, 'list its secrets'))
    const { value = [], nextLink } = body as { value?: Bundle[]; nextLink?: string | null }
    for (const { id = '', attributes = {} } of value) {
      const name = /\/secrets\/([^/]+)/.exec(id)?.[1]
      if (name !== undefined) there.set(name.toLowerCase(), attributes)
    }
    next = nextLink ? new URL(nextLink) : undefined
    // The token goes to the vault and to nobody else, whatever it answers.
    if (next && next.origin !== base.origin) throw new KeyVaultError('its list goes on at another address')
  }
  return there
}

/** The secret; why it must not be used; undefined when it has gone meanwhile. */
async function read(
  call: Call,
  base: URL,
  name: string,
  known: Attributes,
): Promise<Bundle | string | undefined> {
  if (known.enabled === false) return 'is disabled'
  const { status, body } = await call(addressed(base, `/secrets/${encodeURIComponent(name)}`))
  if (status === 404) return undefined
  const { error } = body as { error?: { innererror?: { code?: string } } }
  if (status === 403 && error?.innererror?.code === 'SecretDisabled') return 'is disabled'
  if (status !== 200) throw new KeyVaultError(refusalOf(status, `read ${name}`))
  const bundle = body as Bundle
  if (typeof bundle.value !== 'string')
    throw new KeyVaultError(`the vault answered for ${name} without a value`)
  const { enabled, nbf } = { ...known, ...bundle.attributes }
  if (enabled === false) return 'is disabled'
  if (bundle.value.trim() === '') return 'is empty'
  return nbf !== undefined && nbf * 1_000 > Date.now() ? 'is not valid yet' : bundle
}

const toSecret = ({ id = '', value = '', attributes }: Bundle): VaultSecret => ({
  value: value.trim(),
  version: id.split('/').at(-1) ?? '',
  // The vault itself gives out what has expired: it is told, not refused.
  expiresAt: attributes?.exp === undefined ? undefined : new Date(attributes.exp * 1_000),
})

function addressed(base: URL, path: string, query: Record<string, string> = {}): URL {
  const url = new URL(path, base)
  for (const [name, value] of Object.entries({ 'api-version': API_VERSION, ...query }))
    url.searchParams.set(name, value)
  return url
}

function refusalOf(status: number, what: string): string {
  if (status === 403)
    return `this identity may not ${what} (403): give it the role Key Vault Secrets User, and the network access`
  if (status === 401)
    return `the vault does not take this identity’s token (401): is it of the vault’s tenant?`
  return `the vault would not ${what} (${status})`
}

/** The audience of tokens for a vault: its address without its own name. `https://vault.azure.net`, and so in other clouds. */
function resourceOf(base: URL): string {
  const [, ...rest] = base.hostname.split('.')
  return base.protocol === 'https:' && rest.length >= 2
    ? `https://${rest.join('.')}`
    : 'https://vault.azure.net'
}

/** One request with a token, patient with a vault that is busy. @throws {KeyVaultError} when it goes on being busy. */
function caller(base: URL, identity: AzureIdentity): Call {
  const resource = resourceOf(base)
  return async (url) => {
    let isRefused = false
    let trouble = ''
    for (let tried = 1; tried <= TRIES; tried++) {
      let waitMs = FIRST_WAIT_MS * 2 ** (tried - 1) * (0.5 + Math.random())
      try {
        const token = await identity.token(resource, isRefused)
        const response = await fetch(url, {
          headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
          redirect: 'error',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        const { status } = response
        const isAgain = status === 429 || status >= 500 || (status === 401 && !isRefused)
        if (!isAgain) return { status, body: await response.json().catch(() => ({})) }
        await response.body?.cancel()
        // A token can end before its time: one more is asked for, once and at once.
        isRefused = status === 401
        if (isRefused) waitMs = 0
        trouble = status === 429 ? 'the vault is throttling (429)' : `the vault answers ${status}`
        const asked = Number(response.headers.get('retry-after'))
        if (asked > 0) waitMs = Math.min(asked * 1_000, MAX_WAIT_MS)
      } catch (error) {
        if (error instanceof IdentityRefused) throw new KeyVaultError(error.message, { cause: error })
        trouble = `the vault does not answer (${reasonOf(error)})`
      }
      if (tried < TRIES) await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
    throw new KeyVaultError(trouble)
  }
}

/** `fetch` says "fetch failed" and keeps why to itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code } = (error.cause ?? error) as { code?: unknown }
  return typeof code === 'string'
    ? code
    : error.name === 'TimeoutError'
      ? 'no answer within 5 s'
      : error.message
}
