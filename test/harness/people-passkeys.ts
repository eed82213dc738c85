import type { CreationOptions, RequestOptions } from '../../server/src/rooms/passkeys/index.ts'
import { Authenticator } from './authenticator.ts'
import type { Caller } from './callers.ts'
import type { SignedInPerson } from './people.ts'

/** Adds a passkey to somebody who has just signed in. */
export async function addPasskey(
  caller: Caller,
  person: Pick<SignedInPerson, 'headers'>,
  authenticator = new Authenticator(),
): Promise<{ authenticator: Authenticator; passkeyId: string }> {
  const options = await creationOptions(caller, person)
  const added = await caller.rest<{ id: string }>(
    'POST',
    '/me/passkeys',
    { response: authenticator.register(options) },
    person.headers,
  )
  if (added.status !== 201) throw new Error(`the passkey was answered ${added.text}`)
  return { authenticator, passkeyId: added.body.id }
}

export async function creationOptions(
  caller: Caller,
  { headers }: Pick<SignedInPerson, 'headers'>,
): Promise<CreationOptions> {
  const answer = await caller.rest<{ options: CreationOptions }>('POST', '/me/passkeys/options', {}, headers)
  if (answer.status !== 200) throw new Error(`the options were answered ${answer.text}`)
  return answer.body.options
}

/** Options to sign in with, or for the second factor of a challenge. */
export async function requestOptions(caller: Caller, challengeToken?: string): Promise<RequestOptions> {
  const input = challengeToken === undefined ? {} : { challengeToken }
  const answer = await caller.rest<{ options: RequestOptions }>('POST', '/passkeys/login/options', input)
  if (answer.status !== 200) throw new Error(`the options were answered ${answer.text}`)
  return answer.body.options
}
