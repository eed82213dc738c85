import { z } from 'zod'
import { publicProcedure } from '../../procedure.ts'
import { enabledProviders } from '../identities/index.ts'
import { ServerConfig, ServerVersion } from './schemas.ts'
import { describeBuild, describeServer } from './service.ts'

export const systemProcedures = {
  config: publicProcedure
    .meta({
      rest: 'GET /config',
      success: 200,
      summary: 'Read what this server offers: ways to sign in, the password policy, its brand.',
    })
    .input(z.strictObject({}))
    .output(ServerConfig)
    .query(async ({ ctx }) =>
      describeServer(
        ctx,
        (await enabledProviders(ctx)).map(({ id, name }) => ({ id, name })),
      ),
    ),

  version: publicProcedure
    .meta({ rest: 'GET /version', success: 200, summary: 'Read which version of the server answers.' })
    .input(z.strictObject({}))
    .output(ServerVersion)
    .query(({ ctx }) => describeBuild(ctx)),
}
