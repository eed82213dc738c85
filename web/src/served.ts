import type { ServerConfig } from '@gatehouse/sdk'
import type { ErrorCode } from '@gatehouse/sdk/errors'
import type { Challenge } from './environment.ts'

/** A refusal the server wrote into the page after a form was posted without JavaScript. */
export interface ServedAlert {
  code: ErrorCode
  requestId: string
  retryAfterSeconds?: number
}

/** What the server tells a page when it serves it. Everything in it was checked or escaped there. */
export interface Served {
  config: ServerConfig
  /** What was typed into a form that was posted without JavaScript; empty otherwise. */
  email: string
  displayName: string
  /** The `redirectTo` of the address, if it may be gone to (SECURITY X1); empty otherwise. */
  redirectTo: string
  alert?: ServedAlert
  /** What a second factor is due for, after a form was posted without JavaScript. */
  challenge?: Challenge
  /** The mail that was asked for, after the same. */
  flowId?: string
  /** The answer of another service, on the page it sends people back to. */
  answer?: ProviderAnswer
  /** Set while pages are prerendered: what depends on the server is then left for it to fill in. */
  isTemplate?: true
}

/** What another service sent a person back with (RFC 6749 section 4.1.2, RFC 9207): nothing of it is to be trusted. */
export interface ProviderAnswer {
  provider: string
  code: string
  state: string
  iss: string
  /** In the other service's words, or empty. */
  error: string
}

/** Whether a stranger can get an account by themselves. */
export const isSignUpOpen = ({ config }: Served): boolean =>
  config.signUpMode === 'public' || config.signUpMode === 'allowlist'

/** The name of the meta element that carries `Served` as JSON. */
export const SERVED_META = 'gatehouse-page'

/** Reads what the server wrote into this page. */
export function readServed(): Served {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${SERVED_META}"]`)?.content
  return JSON.parse(content ?? '') as Served
}
