import { spawn } from 'node:child_process'

/**
 * Runs a program to its end and gives what it wrote to standard output; what it says beside that is the operator's to
 * read as it comes.
 *
 * @throws {Error} when it is not there, or ends with anything but 0.
 */
export function run(program: string, words: readonly string[]): Promise<string> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new Error(`${program} cannot be run: ${cause.message}`, { cause })))
    child.on('close', (status) =>
      status === 0
        ? resolve(said)
        : reject(new Error(`${program} ${words.slice(0, 3).join(' ')} ended with ${status ?? 'a signal'}.`)),
    )
  })
}
