import type { Command } from 'commander'
import type { RunningPlatform } from '../platform.ts'
import { type Output, tableOf } from './output.ts'

interface Tools extends Pick<Output, 'say'> {
  withPlatform(work: (platform: RunningPlatform) => Promise<void>): Promise<void>
}

/** `keys`: what an operator does with signing keys; also when none of them can be opened. */
export function addKeys(program: Command, { say, withPlatform }: Tools): void {
  const keys = program.command('keys').description('The keys access tokens are signed with.')
  keys
    .command('list')
    .description('List every signing key and its state.')
    .action(() =>
      withPlatform(async ({ database }) => {
        const { listSigningKeys } = await import('../rooms/signing-keys/index.ts')
        say(tableOf((await listSigningKeys({ db: database.db })).map((key) => ({ ...key }))))
      }),
    )
  keys
    .command('rotate')
    .description('Publish a new key that takes over once every verifier can know it. Nobody is signed out.')
    .action(() =>
      withPlatform(async (platform) => {
        const { rotateSigningKey } = await import('../rooms/signing-keys/index.ts')
        const { systemContext } = await import('../rooms/audit/index.ts')
        say(tableOf([{ ...(await rotateSigningKey(systemContext(platform))) }]))
      }),
    )
  keys
    .command('revoke <kid>')
    .description('Take a key out of service at once, on every node within a second.')
    .action((kid: string) =>
      withPlatform(async (platform) => {
        const { revokeSigningKey } = await import('../rooms/signing-keys/index.ts')
        const { systemContext } = await import('../rooms/audit/index.ts')
        say(tableOf([{ ...(await revokeSigningKey(systemContext(platform), kid)) }]))
      }),
    )
}

/** A key's id, the base64url of 32 bytes (RFC 7638), begins with a dash once in 64 times. */
const DASHED_KID = /^-[\w-]{42}$/

/** The words of a command line, in which a key's id that begins with a dash is not taken for an option. */
export const withKeyIds = (words: readonly string[]): string[] =>
  words.flatMap((word, index) =>
    words[index - 1] === 'revoke' && DASHED_KID.test(word) ? ['--', word] : [word],
  )
