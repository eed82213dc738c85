import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** No single command may take longer, in ms; building the image is what takes the most of it. */
const COMMAND_TIMEOUT_MS = 900_000

export interface Outcome {
  status: number
  output: string
}

/** Runs `docker` with these words, and tells what it said on both streams and how it ended. */
export async function docker(words: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const options = {
    cwd: root,
    env: { ...process.env, ...env },
    timeout: COMMAND_TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  }
  try {
    const { stdout, stderr } = await promisify(execFile)('docker', words, options)
    return { status: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    return { status: typeof code === 'number' ? code : -1, output: stdout + stderr }
  }
}

/** A line of the documents, word for word, as a shell runs it in this folder. */
export async function line(command: string, folder: string = root): Promise<Outcome> {
  const child = spawn('bash', ['-c', command], { cwd: folder, timeout: COMMAND_TIMEOUT_MS })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status: status ?? -1, output }))
  })
}

/** As `docker`, where anything but success is an error that says what was said. */
export async function must(words: string[], env?: Record<string, string>): Promise<string> {
  const { status, output } = await docker(words, env)
  if (status !== 0)
    throw new Error(`docker ${words.join(' ')} ended with ${status}:\n${output.slice(-4_000)}`)
  return output
}

/** What the engine knows of the container of a service, by a template of `docker inspect`. */
export async function inspect(service: string, template: string): Promise<string> {
  const id = (await must(['compose', 'ps', '--all', '--quiet', service])).trim()
  return (await must(['inspect', '--format', template, id])).trim()
}

const base = `http://127.0.0.1:${process.env.API_PORT}`

/** Status and body of a GET; status 0 where nobody answered. */
export async function get(path: string): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(base + path, { signal: AbortSignal.timeout(5_000) })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    return { status: 0, text: error instanceof Error ? error.message : String(error) }
  }
}

export async function post(
  path: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

/** Asks again until the answer is not undefined. @throws {Error} naming what was waited for. */
export async function until<Answer>(
  what: string,
  timeoutMs: number,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  const giveUpAt = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > giveUpAt) throw new Error(`not within ${timeoutMs} ms: ${what}`)
    await sleep(200)
  }
}

/** Waits until `/ready` answers with this status, and gives its body. */
export function ready(status: number, timeoutMs: number): Promise<string> {
  return until(`/ready answers ${status}`, timeoutMs, async () => {
    const answer = await get('/api/v1/ready')
    return answer.status === status ? answer.text : undefined
  })
}

interface Summary {
  ID: string
  To: { Address: string }[]
}

/** The token of the newest mail to an address, read from the catcher as a program reads Mailpit. */
export function mailedToken(address: string): Promise<string> {
  const catcher = `http://127.0.0.1:${process.env.MAIL_PORT}/api/v1`
  return until('a mail comes', 20_000, async () => {
    const { messages } = (await (await fetch(`${catcher}/messages`)).json()) as { messages: Summary[] }
    const mail = messages.find(({ To }) => To.some(({ Address }) => Address === address))
    if (!mail) return undefined
    const { Text } = (await (await fetch(`${catcher}/message/${mail.ID}`)).json()) as { Text: string }
    return /[?&]token=([\w-]+)/.exec(Text)?.[1]
  })
}
