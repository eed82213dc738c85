// The Azure command line as scripts use it: each call has a limit in time, an answer of a known shape, and a name.
import { spawn } from 'node:child_process'
import type { z } from 'zod'

export interface AzAnswer {
  /** Null when it gave no answer in time and was ended. */
  status: number | null
  stdout: string
  stderr: string
}

export type RunAz = (words: readonly string[], options: { timeoutMs: number }) => Promise<AzAnswer>

/** A call that failed, gave no answer in time, or answered something else. What it was asked is in the message. */
export class AzFailed extends Error {
  override readonly name = 'AzFailed'
}

/** How long one call may take. Making a revision or moving traffic takes Azure half a minute at times. */
const TIMEOUT_MS = 120_000
/** Looking has no effect, so it may be done again. */
const LOOKS = 3

export interface Az {
  /** Asks for something, and asks again when that fails: it changes nothing. @throws {AzFailed} */
  look<Shape extends z.ZodType>(words: readonly string[], shape: Shape): Promise<z.infer<Shape>>
  /** Changes something, once: when it fails nobody knows whether it did. @throws {AzFailed} */
  act<Shape extends z.ZodType>(words: readonly string[], shape: Shape): Promise<z.infer<Shape>>
}

/** A call that is under way is never cut short because somebody is in a hurry: what became of it would be unknown. */
export function createAz(run: RunAz, { sleep }: { sleep(ms: number): Promise<void> }): Az {
  async function act<Shape extends z.ZodType>(words: readonly string[], shape: Shape) {
    const asked = `az ${nameOf(words)}`
    const all = [...words, '--output', 'json', '--only-show-errors']
    const { status, stdout, stderr } = await run(all, { timeoutMs: TIMEOUT_MS })
    if (status === null) throw new AzFailed(`${asked} gave no answer in time`)
    if (status !== 0) throw new AzFailed(`${asked} failed (${status}): ${firstLineOf(stderr)}`)
    const parsed = shape.safeParse(readJson(stdout))
    if (parsed.success) return parsed.data
    // What came is not quoted: it may hold a secret.
    throw new AzFailed(`${asked} answered something else than was asked for`)
  }
  return {
    act,
    async look(words, shape) {
      for (let tries = 1; ; tries++) {
        try {
          return await act(words, shape)
        } catch (error) {
          if (tries >= LOOKS || !(error instanceof AzFailed)) throw error
          await sleep(2_000 * tries)
        }
      }
    },
  }
}

/** The command without what it is given: enough to know it by. */
const nameOf = (words: readonly string[]): string => {
  const first = words.findIndex((word) => word.startsWith('-'))
  return words.slice(0, first === -1 ? words.length : first).join(' ')
}

const firstLineOf = (text: string): string => text.trim().split('\n')[0]?.slice(0, 300) || 'it said nothing'

/** Commands that have nothing to say say nothing. */
function readJson(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Runs `az` of the PATH. It is a shell script that starts Python: both are ended when it takes too long. */
export const runAz: RunAz = (words, { timeoutMs }) =>
  new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32'
    const child = isWindows
      ? spawn('az.cmd', words.map(quotedForCmd), { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('az', [...words], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text
    })
    let gaveUp = false
    const end = () => {
      gaveUp = true
      if (isWindows || child.pid === undefined) child.kill('SIGKILL')
      else process.kill(-child.pid, 'SIGKILL')
    }
    const timer = setTimeout(end, timeoutMs)
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(
        error.code === 'ENOENT'
          ? new AzFailed(
              'az was not found: install the Azure command line, and `az extension add --name containerapp`',
            )
          : error,
      )
    })
    child.on('close', (status) => {
      clearTimeout(timer)
      resolve({ status: gaveUp ? null : (status ?? 1), ...said })
    })
  })

const quotedForCmd = (word: string): string =>
  /^[\w./:@=+-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`
