import { z } from 'zod'
import { platformProcedure } from '../../procedure.ts'
import { ImportReport, MAX_ROWS } from './schemas.ts'
import { importUsers } from './service.ts'

/** Five thousand rows of some 800 bytes. */
const MAX_BODY_BYTES = 4 * 1_024 * 1_024

export const userImportProcedures = {
  import: platformProcedure('users:import')
    .meta({
      rest: 'POST /admin/users/import',
      success: 200,
      summary: 'Bring people along from another system, with the passwords they have there.',
      description: `Up to ${MAX_ROWS} lines, each a JSON object: \`email\` and \`displayName\`; and if you like \`isVerified\`, \`passwordHash\`, \`createdAt\`, \`locale\`, \`timezone\`. Hashes are PHC strings of argon2 (i, d, id), scrypt and pbkdf2 (sha1, sha256, sha512), or bcrypt (\`$2a$\`, \`$2b$\`, \`$2y$\`); each is replaced by one of this server's at its person's first sign-in. People without one get in by resetting their password. A bad line stops none of the others, and an account that exists is left as it is, so that an import can be repeated. Nobody is written to. \`gatehouse users import\` sends files of any length.`,
      audit: 'admin.users_imported',
      maxBodyBytes: MAX_BODY_BYTES,
      idempotent: true,
    })
    .input(
      z.strictObject({
        ndjson: z
          .string()
          .describe('One JSON object per line.')
          .meta({ example: '{"email":"ada@example.org","displayName":"Ada Lovelace","isVerified":true}' }),
        dryRun: z.boolean().default(false).describe('Only tell what would come of it.'),
      }),
    )
    .output(ImportReport)
    .mutation(({ ctx, input }) => importUsers(ctx, input)),
}
