import type { Command } from 'commander'
import type { RunningPlatform } from '../platform.ts'
import type { Output } from './output.ts'

interface Tools extends Pick<Output, 'say'> {
  withPlatform(work: (platform: RunningPlatform) => Promise<void>): Promise<void>
}

interface ByEmail {
  email: string
}

/** `admin`: the first administrator, and the way back in for whoever has locked themselves out (SECURITY A1). */
export function addAdmin(program: Command, { say, withPlatform }: Tools): void {
  const admin = program.command('admin').description('The platform’s administrators, and people in need.')
  admin
    .command('create')
    .description('Make somebody an administrator, and print a link that sets a password, once.')
    .requiredOption('--email <address>', 'whom; an account is made where there is none')
    .action(({ email }: ByEmail) =>
      withPlatform(async (platform) => {
        const { grantAdmin } = await import('../rooms/user-administration/index.ts')
        const { systemContext } = await import('../rooms/audit/index.ts')
        const { link, isNew } = await grantAdmin(systemContext(platform), email)
        say(`${email} ${isNew ? 'has an account now and ' : ''}is an administrator.`)
        say(`This link sets a password. It works once, for half an hour:\n\n  ${link}\n`)
        say('Then switch a second factor on: what changes people’s rights asks for it.')
      }),
    )
  admin
    .command('unlock')
    .description('End the pause that failed sign-ins have led to.')
    .requiredOption('--email <address>', 'whose')
    .action(({ email }: ByEmail) =>
      withPlatform(async (platform) => {
        const { unlockAccount } = await import('../rooms/user-administration/index.ts')
        const { systemContext } = await import('../rooms/audit/index.ts')
        await unlockAccount(systemContext(platform), email)
        say(`${email} may sign in again.`)
      }),
    )
  admin
    .command('reset-mfa')
    .description('Take somebody’s second factors away. Make sure first that it is they who ask.')
    .requiredOption('--email <address>', 'whose')
    .action(({ email }: ByEmail) =>
      withPlatform(async (platform) => {
        const { resetMfaNow } = await import('../rooms/user-administration/index.ts')
        const { systemContext } = await import('../rooms/audit/index.ts')
        await resetMfaNow(systemContext(platform), email)
        say(`${email} has no second factor any more, is signed out everywhere, and was told by mail.`)
      }),
    )
}
