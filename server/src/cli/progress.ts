import { progress } from '@clack/prompts'

export interface Progress {
  /** So much more is done; `message` says how it stands. */
  advance(done: number, message: string): void
  stop(message: string): void
}

/** How far a long command is, on standard error; silent where nobody watches: in a pipe, in CI, in a log. */
export function showProgress(total: number, message: string): Progress {
  if (!process.stderr.isTTY || total === 0) return { advance: () => {}, stop: () => {} }
  const bar = progress({ max: total, output: process.stderr })
  bar.start(message)
  return { advance: (done, text) => bar.advance(done, text), stop: (text) => bar.stop(text) }
}
