import { z } from 'zod'

const Base64Url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]*$/, { error: 'Not base64url.' })
const Transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])
const CredentialType = z.literal('public-key')

const Descriptor = z
  .object({ id: z.string(), type: CredentialType, transports: z.array(Transport).optional() })
  .meta({ id: 'PasskeyDescriptor' })

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3 section 5.1.10). */
export const RequestOptions = z
  .object({
    challenge: z.string(),
    timeout: z.number().int().describe('Milliseconds.'),
    rpId: z.string(),
    allowCredentials: z.array(Descriptor),
    userVerification: z.enum(['required', 'preferred', 'discouraged']),
  })
  .meta({ id: 'PasskeyRequestOptions', description: 'For `navigator.credentials.get`.' })
export type RequestOptions = z.infer<typeof RequestOptions>

/** PublicKeyCredentialCreationOptionsJSON (section 5.1.9). */
export const CreationOptions = z
  .object({
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ alg: z.number().int(), type: CredentialType })),
    timeout: z.number().int().describe('Milliseconds.'),
    excludeCredentials: z.array(Descriptor),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
  })
  .meta({ id: 'PasskeyCreationOptions', description: 'For `navigator.credentials.create`.' })
export type CreationOptions = z.infer<typeof CreationOptions>

/** What browsers add of extensions. Nothing is asked for, so nothing in it is read. */
const Extensions = z.record(z.string().max(64), z.unknown()).optional()

/** What is around either answer of an authenticator. */
const envelope = {
  id: Base64Url,
  rawId: Base64Url,
  type: CredentialType,
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: Extensions,
}

/** RegistrationResponseJSON (section 5.1.8). */
export const RegistrationInput = z
  .strictObject({
    ...envelope,
    response: z.strictObject({
      clientDataJSON: Base64Url,
      attestationObject: Base64Url,
      authenticatorData: Base64Url.optional(),
      transports: z.array(z.string().max(32)).max(8).optional(),
      publicKeyAlgorithm: z.number().int().optional(),
      publicKey: Base64Url.optional(),
    }),
  })
  .meta({ id: 'PasskeyRegistration', description: 'The answer of `navigator.credentials.create`, as JSON.' })
export type Registration = z.infer<typeof RegistrationInput>

/** AuthenticationResponseJSON (section 5.1.8). */
export const AssertionInput = z
  .strictObject({
    ...envelope,
    response: z.strictObject({
      clientDataJSON: Base64Url,
      authenticatorData: Base64Url,
      signature: Base64Url,
      userHandle: Base64Url.optional(),
      attestationObject: Base64Url.optional(),
    }),
  })
  .meta({ id: 'PasskeyAssertion', description: 'The answer of `navigator.credentials.get`, as JSON.' })
export type Assertion = z.infer<typeof AssertionInput>

export const Passkey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    createdAt: z.date(),
    lastUsedAt: z.date().nullable(),
    isBackedUp: z.boolean().describe('Whether it is synced to other devices of the person.'),
  })
  .meta({ id: 'Passkey' })
export type Passkey = z.infer<typeof Passkey>
