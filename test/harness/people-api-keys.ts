import type { Answer } from './callers.ts'
import type { SignedInPerson } from './people.ts'
import type { World } from './world.ts'

/** A key as it was answered, over REST. */
export interface MadeKey {
  key: string
  apiKey: {
    id: string
    prefix: string
    status: string
    scopes: string[]
    expiresAt: string | null
    replacedById: string | null
    createdBy?: { id: string; displayName: string }
  }
}

export interface KeyWish {
  name?: string
  scopes?: string[]
  expiresAt?: Date
  /** Of an organization; the person's own unless given. */
  organizationId?: string
}

/** Where the keys of an organization are, or a person's own. */
export const keysAt = (organizationId?: string): string =>
  organizationId === undefined ? '/me/api-keys' : `/organizations/${organizationId}/api-keys`

export const askForKey = (
  world: World,
  { headers }: Pick<SignedInPerson, 'headers'>,
  { organizationId, name = 'Deploys', scopes = [], ...more }: KeyWish = {},
): Promise<Answer<MadeKey>> =>
  world.rest<MadeKey>('POST', keysAt(organizationId), { name, scopes, ...more }, headers)

/** Makes a key by the platform's own procedure. */
export async function makeKey(
  world: World,
  person: Pick<SignedInPerson, 'headers'>,
  wish?: KeyWish,
): Promise<MadeKey> {
  const { status, body, text } = await askForKey(world, person, wish)
  if (status !== 201) throw new Error(`making a key answered ${status}: ${text}`)
  return body
}
