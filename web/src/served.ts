import type { ServerConfig } from '@gatehouse/sdk'
import type { ErrorCode } from '@gatehouse/sdk/errors'

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
