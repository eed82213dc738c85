import { z } from 'zod'

export const ServerConfig = z
  .object({
    signUpMode: z
      .enum(['public', 'invite_only', 'allowlist', 'closed'])
      .describe('Who may sign up: everybody, the invited, people of certain domains, nobody.'),
    providers: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .describe('Other services one can sign in with.'),
    passwordPolicy: z.object({
      minLength: z.int().describe('In characters (Unicode code points).'),
      maxLength: z.int().describe('In characters (Unicode code points).'),
    }),
    passkeys: z.boolean(),
    passwordless: z.boolean().describe('Whether one can sign in with an emailed link or code.'),
    brand: z.object({
      name: z.string(),
      logoUrl: z.string().nullable(),
      accentColor: z.string().describe('A CSS color.'),
    }),
  })
  .meta({
    id: 'ServerConfig',
    description: 'What this server offers, for pages that are shown before signing in.',
  })
export type ServerConfig = z.infer<typeof ServerConfig>

export const ServerVersion = z
  .object({
    version: z.string().meta({ example: '1.4.0' }),
    commit: z.string().describe('The commit it was built from; `unknown` in a checkout without one.'),
    contractHash: z.string().describe('Changes with every change of the contract.'),
  })
  .meta({ id: 'ServerVersion', description: 'Which build of the server answers.' })
export type ServerVersion = z.infer<typeof ServerVersion>
