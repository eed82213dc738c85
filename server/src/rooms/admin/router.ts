import { z } from 'zod'
import { platformProcedure } from '../../procedure.ts'
import { getSwitchable, listSwitchable, setProvider } from './providers.ts'

const SwitchableProvider = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['google', 'microsoft', 'oidc']),
    issuer: z.string().describe('`{tenantid}` stands for any tenant.'),
    enabled: z.boolean(),
  })
  .meta({ id: 'SwitchableProvider', description: 'A configured provider, and whether it is on.' })

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
