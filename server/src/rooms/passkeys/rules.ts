import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import {
  cose,
  decodeAttestationObject,
  decodeCredentialPublicKey,
  isoBase64URL,
  parseAuthenticatorData,
} from '@simplewebauthn/server/helpers'
import type { Assertion, Registration } from './schemas.ts'

/** COSE algorithms that are taken (SECURITY K1): ES256, EdDSA, RS256. */
export const ALGORITHMS = [-7, -8, -257] as const

/** Section 7.1 step 25. */
const MAX_CREDENTIAL_ID_BYTES = 1_023

/** Whom a ceremony is for: the host, and the exact origin of our pages. */
export interface Site {
  rpId: string
  origin: string
}

/** A credential as it was made. */
export interface NewCredential {
  credentialId: Buffer
  publicKey: Buffer
  algorithm: number
  signCount: number
  aaguid: string
  isBackupEligible: boolean
  isBackedUp: boolean
}

/**
 * The challenge an answer claims to be for; undefined when it is not readable, or was given inside a page of another
 * site (section 7.1 step 10). Checked again by what verifies.
 */
export function challengeOf(response: { clientDataJSON: string }): string | undefined {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')
    const client = JSON.parse(text) as { challenge?: unknown; crossOrigin?: unknown; topOrigin?: unknown }
    if ((client.crossOrigin ?? false) !== false || client.topOrigin !== undefined) return undefined
    const { challenge } = client
    return typeof challenge === 'string' && challenge.length <= 128 ? challenge : undefined
  } catch {
    return undefined
  }
}

/**
 * Checks the making of a credential (WebAuthn Level 3 section 7.1): type, challenge, exact origin, RP id, presence and
 * verification of the person, the algorithm of the key itself. Undefined for anything that is not right.
 *
 * We ask for no attestation. A statement with certificates is refused, since checking those may mean calls to
 * addresses that stand in them.
 */
export async function checkRegistration(
  answer: Registration,
  challenge: string,
  site: Site,
): Promise<NewCredential | undefined> {
  try {
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(answer.response.attestationObject))
    const format = attestation.get('fmt')
    if (format !== 'none' && !(format === 'packed' && attestation.get('attStmt').get('x5c') === undefined))
      return undefined
    const result = await verifyRegistrationResponse({
      response: { ...answer, clientExtensionResults: {} } as unknown as Parameters<
        typeof verifyRegistrationResponse
      >[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...ALGORITHMS],
    })
    if (!result.verified) return undefined
    const { credential, aaguid } = result.registrationInfo
    const { flags, credentialPublicKey, credentialID } = parseAuthenticatorData(attestation.get('authData'))
    const credentialId = Buffer.from(answer.id, 'base64url')
    // The id beside the answer is the caller's word; the one inside is the authenticator's (K1).
    if (!credentialID || !credentialId.equals(credentialID) || credentialId.length > MAX_CREDENTIAL_ID_BYTES)
      return undefined
    const publicKey = Buffer.from(credentialPublicKey ?? credential.publicKey)
    return {
      credentialId,
      publicKey,
      algorithm: Number(decodeCredentialPublicKey(new Uint8Array(publicKey)).get(cose.COSEKEYS.alg)),
      signCount: credential.counter,
      aaguid,
      isBackupEligible: flags.be,
      isBackedUp: flags.bs,
    }
  } catch {
    return undefined
  }
}

/** What an assertion has shown. */
export interface Shown {
  signCount: number
  userVerified: boolean
  isBackupEligible: boolean
  isBackedUp: boolean
}

/**
 * Checks an assertion (section 7.2) against the stored key. The counter is left to the caller, who must tell a copied
 * authenticator from a wrong signature. Undefined for anything that is not right.
 */
export async function checkAssertion(
  answer: Assertion,
  asked: { challenge: string; site: Site; mustVerifyUser: boolean },
  credential: { id: string; publicKey: Buffer },
): Promise<Shown | undefined> {
  try {
    const { flags, counter } = parseAuthenticatorData(
      isoBase64URL.toBuffer(answer.response.authenticatorData),
    )
    const result = await verifyAuthenticationResponse({
      response: { ...answer, clientExtensionResults: {} } as unknown as Parameters<
        typeof verifyAuthenticationResponse
      >[0]['response'],
      expectedChallenge: asked.challenge,
      expectedOrigin: asked.site.origin,
      expectedRPID: asked.site.rpId,
      requireUserVerification: asked.mustVerifyUser,
      credential: {
        id: credential.id,
        publicKey: new Uint8Array(credential.publicKey),
        counter: counter > 0 ? counter - 1 : 0,
      },
    })
    if (!result.verified) return undefined
    return {
      signCount: counter,
      userVerified: flags.uv,
      isBackupEligible: flags.be,
      isBackedUp: flags.bs,
    }
  } catch {
    return undefined
  }
}
