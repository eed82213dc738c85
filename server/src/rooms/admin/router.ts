import { z } from 'zod'
import { pageInput, pageOf } from '../../kit/page.ts'
import { freshPlatformProcedure, platformProcedure } from '../../procedure.ts'
import { listKeys, revokeKey, rotateKey } from './keys.ts'
import { getSwitchable, listSwitchable, setProvider } from './providers.ts'
import { SigningKey, Stats, SwitchableProvider } from './schemas.ts'
import { readStats } from './stats.ts'

export const adminProvidersProcedures = {
  list: platformProcedure('providers:write')
    .meta({
      rest: 'GET /admin/providers',
      success: 200,
      summary: 'List the configured providers, on or off.',
    })
    .input(z.strictObject({}))
    .output(z.object({ items: z.array(SwitchableProvider) }))
    .query(async ({ ctx }) => ({ items: await listSwitchable(ctx) })),

  set: platformProcedure('providers:write')
    .meta({
      rest: 'PATCH /admin/providers/{provider}',
      success: 200,
      summary: 'Switch a provider off or on.',
      description: 'At once, on every node, also for sign-ins that have begun. Sessions go on.',
      audit: 'provider.switched',
    })
    .input(
      z.strictObject({
        provider: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/, 'Not the id of a provider.'),
        enabled: z.boolean(),
      }),
    )
    .output(SwitchableProvider)
    .mutation(async ({ ctx, input }) => {
      await setProvider(ctx, input)
      return getSwitchable(ctx, input.provider)
    }),
}

export const adminKeysProcedures = {
  list: platformProcedure('keys:read')
    .meta({
      rest: 'GET /admin/signing-keys',
      success: 200,
      summary: 'List every signing key and its state, newest first.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(SigningKey))
    .query(({ ctx, input }) => listKeys(ctx, input)),

  rotate: freshPlatformProcedure('keys:write')
    .meta({
      rest: 'POST /admin/signing-keys/rotate',
      success: 200,
      summary: 'Publish a new signing key that takes over once every verifier can know it.',
      description:
        'Nobody is signed out. While a rotation is under way it answers with the key that is next in line, and makes no other.',
      audit: 'signing_key.rotated',
    })
    .input(z.strictObject({}))
    .output(SigningKey)
    .mutation(({ ctx }) => rotateKey(ctx)),

  revoke: freshPlatformProcedure('keys:write')
    .meta({
      rest: 'POST /admin/signing-keys/{kid}/revoke',
      success: 200,
      summary: 'Take a signing key out of service at once.',
      description:
        'From then on no token of it is believed; sessions live on, and their holders refresh. When it is the one that signs, the next in line takes over, or a new one. Doing it twice does no harm.',
      audit: ['signing_key.revoked', 'signing_key.created'],
      errors: ['not_found'],
    })
    .input(z.strictObject({ kid: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'Not the id of a key.') }))
    .output(SigningKey)
    .mutation(({ ctx, input }) => revokeKey(ctx, input.kid)),
}

export const adminStatsProcedures = {
  stats: platformProcedure('stats:read')
    .meta({ rest: 'GET /admin/stats', success: 200, summary: 'Read the platform in numbers, day by day.' })
    .input(
      z.strictObject({
        days: z.number().int().min(1).max(90).default(14).describe('How many days, today included.'),
      }),
    )
    .output(Stats)
    .query(({ ctx, input }) => readStats(ctx, input.days)),
}
