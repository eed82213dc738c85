import { hasCode, type PasskeyAssertion, type PasskeyRegistration } from '@gatehouse/sdk'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import { Cancelled, PasskeyFailure } from './failure.ts'

/** Fetched only by those who use a passkey, or whose browser could. */
const library = () => import('@simplewebauthn/browser')

export const canUsePasskeys = (): boolean => typeof globalThis.PublicKeyCredential === 'function'

/**
 * Has the device prove that it holds a passkey.
 *
 * @throws {Cancelled} when the person closed the device's dialog, let it run out, or another one took its place.
 */
export async function provePasskey(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<PasskeyAssertion> {
  const { startAuthentication } = await library()
  return toWire(await quietly(startAuthentication({ optionsJSON })))
}

/** Has the device make a passkey. */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<PasskeyRegistration> {
  const { startRegistration } = await library()
  return toWire(await quietly(startRegistration({ optionsJSON })))
}

/** What a browser gives, as the contract names it: the same, without members that are undefined. */
const toWire = <Wire>(answer: AuthenticationResponseJSON | RegistrationResponseJSON): Wire =>
  JSON.parse(JSON.stringify(answer)) as Wire

const GIVEN_UP = new Set(['NotAllowedError', 'AbortError'])

async function quietly<Result>(ceremony: Promise<Result>): Promise<Result> {
  try {
    return await ceremony
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (GIVEN_UP.has(name)) throw new Cancelled()
    throw new PasskeyFailure(name === 'InvalidStateError' ? 'passkeyKnown' : 'passkeyFailed', {
      cause: error,
    })
  }
}

/** Has the server judge a passkey: its words for what is wrong speak of passwords and codes. */
export async function judged<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer
  } catch (error) {
    if (!hasCode(error, 'auth.invalid_credentials', 'mfa.code_invalid')) throw error
    throw new PasskeyFailure('passkeyUnknown', { cause: error })
  }
}

/** The server forgets a challenge after five minutes: one that waits is replaced before that. In ms. */
const ROUND_MS = 4 * 60_000

interface Offer {
  /** A fresh challenge. */
  options(): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** Takes the passkey that the person picked. */
  picked(assertion: PasskeyAssertion): Promise<void>
}

/**
 * Lists the person's passkeys among what the browser offers to fill the address in with (WebAuthn level 3, conditional
 * mediation), for as long as the page is open. Says nothing where that cannot be done: the button is still there.
 *
 * @returns what takes the offer back.
 */
export function offerPasskeys(offer: Offer): () => void {
  let isOver = false
  let began = 0
  const round = async () => {
    began = performance.now()
    const { browserSupportsWebAuthnAutofill, startAuthentication } = await library()
    if (isOver || !(await browserSupportsWebAuthnAutofill())) return
    const optionsJSON = await offer.options()
    if (isOver) return
    const assertion = await startAuthentication({ optionsJSON, useBrowserAutofill: true })
    if (!isOver) await offer.picked(toWire(assertion))
  }
  const begin = () => void round().catch(() => {})
  const renew = () => {
    if (document.visibilityState === 'visible' && performance.now() - began >= ROUND_MS) begin()
  }
  const timer = setInterval(renew, ROUND_MS)
  document.addEventListener('visibilitychange', renew)
  begin()
  return () => {
    isOver = true
    clearInterval(timer)
    document.removeEventListener('visibilitychange', renew)
    void library().then(({ WebAuthnAbortService }) => WebAuthnAbortService.cancelCeremony())
  }
}
