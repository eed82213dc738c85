import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { IdInput } from '../../kit/ids.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { freshProcedure, perIp, userProcedure } from '../../procedure.ts'
import { DisplayName } from '../accounts/index.ts'
import { CreationOptions, Passkey, RegistrationInput } from '../passkeys/index.ts'
import { listPasskeys, registerPasskey, registrationOptions, remove, rename } from './service.ts'

const Name = DisplayName.describe('What the person calls it, 1 to 64 characters.').meta({ id: 'PasskeyName' })
const PasskeyId = IdInput.describe('Of `passkeys.list`.')

export const passkeyEnrolmentProcedures = {
  registrationOptions: freshProcedure
    .meta({
      rest: 'POST /me/passkeys/options',
      success: 200,
      summary: 'Get what the browser needs to make a passkey.',
      limits: [perIp(30, minutes(15))],
      audit: 'passkey.enrolment_begun',
    })
    .input(z.strictObject({}))
    .output(z.object({ options: CreationOptions }))
    .mutation(({ ctx }) => registrationOptions(ctx)),

  register: freshProcedure
    .meta({
      rest: 'POST /me/passkeys',
      success: 201,
      summary: 'Add a passkey, and sign every other device out.',
      limits: [perIp(30, minutes(15))],
      audit: 'passkey.added',
      errors: ['passkey.invalid', 'passkey.too_many'],
    })
    .input(z.strictObject({ response: RegistrationInput, name: Name.optional() }))
    .output(Passkey)
    .mutation(({ ctx, input }) => registerPasskey(ctx, input)),

  list: userProcedure
    .meta({ rest: 'GET /me/passkeys', success: 200, summary: 'List your passkeys, newest first.' })
    .input(z.strictObject(pageInput))
    .output(pageOf(Passkey))
    .query(({ ctx, input }) => listPasskeys(ctx, input)),

  rename: userProcedure
    .meta({
      rest: 'PATCH /me/passkeys/{passkeyId}',
      success: 200,
      summary: 'Call a passkey something else.',
      audit: 'passkey.renamed',
    })
    .input(z.strictObject({ passkeyId: PasskeyId, name: Name }))
    .output(Passkey)
    .mutation(({ ctx, input }) => rename(ctx, input)),

  delete: freshProcedure
    .meta({
      rest: 'DELETE /me/passkeys/{passkeyId}',
      success: 204,
      summary: 'Remove a passkey, and sign every other device out.',
      audit: 'passkey.removed',
      errors: ['account.last_sign_in_method'],
    })
    .input(z.strictObject({ passkeyId: PasskeyId }))
    .output(z.void())
    .mutation(({ ctx, input }) => remove(ctx, input.passkeyId)),
}
