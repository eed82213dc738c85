import type { Command } from 'commander'
import type { RunningPlatform } from '../platform.ts'
import type { Output } from './output.ts'

interface Tools extends Pick<Output, 'say' | 'warn'> {
  withPlatform(work: (platform: RunningPlatform) => Promise<void>): Promise<void>
}

/** `users`: people by the file, in and out. */
export function addUsers(program: Command, { say, warn, withPlatform }: Tools): void {
  const users = program.command('users').description('People, by the file.')
  users
    .command('import <file>')
    .description(
      'Bring people along from another system, one JSON object a line. Exits 1 when a line was bad.',
    )
    .option('--dry-run', 'only tell what would come of it')
    .option('--report <file>', 'write what became of each line, as NDJSON')
    .action((file: string, { dryRun, report }: { dryRun?: boolean; report?: string }) =>
      withPlatform(async (platform) => {
        const { importFile } = await import('./users-import.ts')
        const isWhole = await importFile(platform, { file, dryRun: dryRun ?? false, report }, { say, warn })
        if (!isWhole) process.exitCode = 1
      }),
    )
  users
    .command('export <file>')
    .description('Write people into a new file that `users import` reads. That it was done is recorded.')
    .option('--with-hashes', 'with the hashes of their passwords: keep the file as you keep the database')
    .action((file: string, { withHashes }: { withHashes?: boolean }) =>
      withPlatform(async (platform) => {
        const { exportFile } = await import('./users-export.ts')
        await exportFile(platform, { file, withHashes: withHashes ?? false }, { say })
      }),
    )
}
