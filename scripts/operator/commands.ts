import { spawn } from 'node:child_process'

export interface CommandAnswer {
  /** Null when it could not be started, or took too long. */
  status: number | null
  out: string
  err: string
}

export type RunCommand = (
  words: readonly [command: string, ...rest: string[]],
  options?: { timeoutMs?: number; cwd?: string },
) => Promise<CommandAnswer>

/** Runs a program to its end, or for as long as it may take. Never throws: not running is an answer, too. */
export const runCommand: RunCommand = ([command, ...rest], { timeoutMs = 60_000, cwd } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd !== undefined && { cwd }),
    })
    const said = { out: '', err: '' }
    let gaveUp = false
    const timer = setTimeout(() => {
      gaveUp = true
      child.kill('SIGKILL')
    }, timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ status: null, out: '', err: error.message })
    })
    child.on('close', (status) => {
      clearTimeout(timer)
      resolve({ ...said, status: gaveUp ? null : (status ?? 1) })
    })
  })
