import type { Command } from 'commander'
import type { RunningPlatform } from '../platform.ts'
import { type Progress, showProgress } from './progress.ts'

/** What a bar is told that is asked for absolute numbers. */
function progressOf(message: string): (done: number, total: number) => void {
  let bar: Progress | undefined
  let shown = 0
  return (done, total) => {
    bar ??= showProgress(total, message)
    bar.advance(done - shown, `${done} of ${total}`)
    shown = done
    if (done >= total) bar.stop(`${total} rows looked at.`)
  }
}

interface Tools {
  say(line: string): void
  withPlatform(work: (platform: RunningPlatform) => Promise<void>): Promise<void>
}

/** `secrets rotate`: what a new SECRET_KEY asks for. */
export function addSecrets(program: Command, { say, withPlatform }: Tools): void {
  program
    .command('secrets')
    .description('What SECRET_KEY protects.')
    .command('rotate')
    .description('Seal everything anew with SECRET_KEY, so that SECRET_KEY_PREVIOUS can go.')
    .option('--mode <mode>', '"reseal" signs nobody out; "revoke" is for a key that became known', 'reseal')
    .action(({ mode }: { mode: string }) => {
      if (mode !== 'reseal' && mode !== 'revoke') throw new Error('--mode is "reseal" or "revoke".')
      return withPlatform(async (platform) => {
        const { resealEverything, revokeSecrets } = await import('../rooms/secret-rotation/index.ts')
        const { systemContext } = await import('../rooms/audit/index.ts')
        const { ensureVaultRoots } = await import('../rooms/vault-roots/index.ts')
        await ensureVaultRoots(platform)
        const ctx = systemContext(platform)
        const onProgress = progressOf('Sealing anew')
        const done =
          mode === 'revoke' ? await revokeSecrets(ctx, onProgress) : await resealEverything(ctx, onProgress)
        say(`${done.resealed} rows sealed anew.`)
        if ('sessionsEnded' in done)
          say(`${done.sessionsEnded} sessions ended; new roots and signing keys are in use.`)
        if (done.failed === 0) return
        say(
          `${done.failed} rows open with no known key: put the key they were sealed with into SECRET_KEY_PREVIOUS.`,
        )
        process.exitCode = 1
      })
    })
}
