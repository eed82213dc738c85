import { open } from 'node:fs/promises'
import type { RunningPlatform } from '../platform.ts'
import { systemContext } from '../rooms/audit/index.ts'
import { exportUsers } from '../rooms/user-import/index.ts'
import type { Output } from './output.ts'
import { showProgress } from './progress.ts'

/** Writes people into a file that only its owner reads. Never over another one. */
export async function exportFile(
  platform: RunningPlatform,
  { file, withHashes }: { file: string; withHashes: boolean },
  { say }: Pick<Output, 'say'>,
): Promise<void> {
  await using target = await open(file, 'wx', 0o600)
  const { total, left, batches } = await exportUsers(systemContext(platform), { withHashes })
  const bar = showProgress(total, `Writing ${file}`)
  let written = 0
  for await (const rows of batches) {
    await target.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    written += rows.length
    bar.advance(rows.length, `${written} people`)
  }
  bar.stop(`${written} people`)
  say(`${written} people written to ${file}; ${left} who are disabled or being closed are left out.`)
}
