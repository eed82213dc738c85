import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The environment as the platform that runs us has set it: who we are to Azure stands there. */
export type IdentityEnvironment = Readonly<Record<string, string | undefined>>

/** Tells Azure who we are. Tokens are kept until shortly before they end. */
export interface AzureIdentity {
  /**
   * A token for a resource such as `https://vault.azure.net`.
   *
   * @param isRefused asks for a new one although the one that is kept has not ended.
   * @throws {IdentityRefused} when no identity is there, or it is not given one.
   */
  token(resource: string, isRefused?: boolean): Promise<string>
}

/** Why there is no token, in words for the operator and without anything secret. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused'
}

interface Issued {
  token: string
  /** In ms since 1970. */
  endsAtMs: number
}

type Source = (resource: string) => Promise<Issued>

const TIMEOUT_MS = 5_000
/** The metadata address answers at once, or nothing is there: a laptop is not to wait for it. */
const METADATA_TIMEOUT_MS = 1_000
const CLI_TIMEOUT_MS = 20_000
/** A token is replaced while it still holds for so long. */
const EARLY_MS = 5 * 60_000

/**
 * The identity this process was given, in the order of Azure's own libraries: a workload identity (Kubernetes), the managed
 * identity of Container Apps and App Service, that of a virtual machine, whoever is signed in to the `az` command.
 *
 * Three requests and a command in place of `@azure/identity`: see decision 26.
 */
export function createAzureIdentity(env: IdentityEnvironment): AzureIdentity {
  const source = sourceOf(env)
  const kept = new Map<string, Issued>()
  return {
    async token(resource, isRefused = false) {
      const known = kept.get(resource)
      if (known && !isRefused && known.endsAtMs - EARLY_MS > Date.now()) return known.token
      const issued = await source(resource)
      kept.set(resource, issued)
      return issued.token
    },
  }
}

function sourceOf(env: IdentityEnvironment): Source {
  if (env.AZURE_FEDERATED_TOKEN_FILE && env.AZURE_TENANT_ID && env.AZURE_CLIENT_ID) return workload(env)
  if (env.IDENTITY_ENDPOINT && env.IDENTITY_HEADER) return managed(env)
  return async (resource) => {
    try {
      return await machine(env)(resource)
    } catch (error) {
      // It is there, and says no: another identity would be a surprise.
      if (error instanceof IdentityRefused) throw error
      return commandLine(env)(resource)
    }
  }
}

/** Kubernetes' token for one of Entra (https://learn.microsoft.com/entra/identity-platform, client assertion). */
function workload(env: IdentityEnvironment): Source {
  const authority = env.AZURE_AUTHORITY_HOST || 'https://login.microsoftonline.com'
  const url = new URL(`${env.AZURE_TENANT_ID}/oauth2/v2.0/token`, authority.replace(/\/*$/, '/'))
  return async (resource) => {
    let assertion: string
    try {
      assertion = (await readFile(env.AZURE_FEDERATED_TOKEN_FILE!, 'utf8')).trim()
    } catch (cause) {
      throw new IdentityRefused('the file AZURE_FEDERATED_TOKEN_FILE names cannot be read', { cause })
    }
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: env.AZURE_CLIENT_ID!,
      scope: `${resource}/.default`,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
    return ask('the workload identity', url, { method: 'POST', body })
  }
}

function managed(env: IdentityEnvironment): Source {
  return (resource) => {
    const url = new URL(env.IDENTITY_ENDPOINT!)
    url.searchParams.set('api-version', '2019-08-01')
    url.searchParams.set('resource', resource)
    // Of several identities, the one that is named.
    if (env.AZURE_CLIENT_ID) url.searchParams.set('client_id', env.AZURE_CLIENT_ID)
    return ask('the managed identity', url, { headers: { 'x-identity-header': env.IDENTITY_HEADER! } })
  }
}

function machine(env: IdentityEnvironment): Source {
  const host = env.AZURE_POD_IDENTITY_AUTHORITY_HOST || 'http://169.254.169.254'
  return (resource) => {
    const url = new URL('/metadata/identity/oauth2/token', host)
    url.searchParams.set('api-version', '2018-02-01')
    url.searchParams.set('resource', resource)
    if (env.AZURE_CLIENT_ID) url.searchParams.set('client_id', env.AZURE_CLIENT_ID)
    const init = { headers: { metadata: 'true' }, signal: AbortSignal.timeout(METADATA_TIMEOUT_MS) }
    return ask('the identity of this machine', url, init)
  }
}

/** Who is signed in to `az`, for a developer's machine. */
function commandLine(env: IdentityEnvironment): Source {
  return async (resource) => {
    const asked = ['account', 'get-access-token', '--output', 'json', '--resource', resource]
    let answer: string
    try {
      const options = { timeout: CLI_TIMEOUT_MS, env: { ...env } as NodeJS.ProcessEnv }
      answer = (await promisify(execFile)('az', asked, options)).stdout
    } catch (cause) {
      throw new IdentityRefused(
        'this machine has no managed identity, and the az command gives no token: give the app an identity, or run az login',
        { cause },
      )
    }
    const { accessToken, expires_on: endsAt } = JSON.parse(answer) as Record<string, unknown>
    return issued('the az command', accessToken, Number(endsAt) * 1_000)
  }
}

/** @throws {IdentityRefused} when it says no; anything else when nobody answers. */
async function ask(who: string, url: URL, init: RequestInit): Promise<Issued> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
    ...init,
  })
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown>
  if (!response.ok) {
    // An error's code and no more: descriptions may repeat what was sent.
    const code = typeof said.error === 'string' && /^[\w.-]{1,60}$/.test(said.error) ? ` (${said.error})` : ''
    throw new IdentityRefused(`${who} got no token: ${response.status}${code}`)
  }
  const endsAtMs =
    said.expires_on === undefined
      ? Date.now() + Number(said.expires_in) * 1_000
      : Number(said.expires_on) * 1_000
  return issued(who, said.access_token, endsAtMs)
}

function issued(who: string, token: unknown, endsAtMs: number): Issued {
  if (typeof token !== 'string' || token === '') throw new IdentityRefused(`${who} answered without a token`)
  return { token, endsAtMs: Number.isFinite(endsAtMs) ? endsAtMs : 0 }
}
