// Helps an operator to set a provider up: prints the redirect URI to register there, asks for what it gave in return, and
// puts it into the environment file, which nobody else may read. Prints no secret.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')

const USAGE = `Usage: npm run setup-oauth -- [--provider google|microsoft] [--public-url URL] [--env-file .env] [--restart-containers]

Asks for the client's id and secret, unless they are in the environment (GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, …).`

const PROVIDERS = {
  google: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  microsoft: ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET', 'MICROSOFT_TENANT'],
} as const

type Provider = keyof typeof PROVIDERS

/** What a value of each variable looks like, and what to say when it does not. */
const FORMATS: Record<string, [pattern: RegExp, expects: string]> = {
  GOOGLE_CLIENT_ID: [/^[\w-]+\.apps\.googleusercontent\.com$/, 'ends in .apps.googleusercontent.com'],
  GOOGLE_CLIENT_SECRET: [
    /^[^\s'"`\\]{10,200}$/,
    'is 10 to 200 characters without spaces, quotes and backslashes',
  ],
  MICROSOFT_CLIENT_ID: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'is a UUID'],
  MICROSOFT_CLIENT_SECRET: [
    /^[^\s'"`\\]{10,200}$/,
    'is 10 to 200 characters without spaces, quotes and backslashes',
  ],
  MICROSOFT_TENANT: [
    /^(?:common|organizations|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
    'is common, organizations or a tenant id',
  ],
}

class Refused extends Error {}

/** The file with some variables set, each once; everything else in it stays as it is, byte for byte. */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  let changed = text
  for (const [name, value] of Object.entries(variables)) {
    const line = `${name}=${quoted(value)}`
    const there = new RegExp(`^#?[ \\t]*(?:export[ \\t]+)?${name}=.*$`, 'm')
    if (there.test(changed)) changed = changed.replace(there, () => line)
    else changed += `${changed === '' || changed.endsWith('\n') ? '' : '\n'}${line}\n`
  }
  return changed
}

/** As both Compose and a shell read it: no value has a quote in it. */
const quoted = (value: string): string => (/^[\w./:@~-]+$/.test(value) ? value : `'${value}'`)

/** Written aside and put in place at once, for its owner only: it holds secrets from now on. */
function writeSecretFile(file: string, text: string): void {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, text, { mode: 0o600 })
  chmodSync(aside, 0o600)
  renameSync(aside, file)
}

async function ask(name: string, prompt: (question: string) => Promise<string>): Promise<string> {
  const given = process.env[name] ?? (name === 'MICROSOFT_TENANT' ? 'common' : undefined)
  const value = (given ?? (await prompt(`${name}: `))).trim()
  const [pattern, expects] = FORMATS[name]!
  if (!pattern.test(value)) throw new Refused(`${name} is not valid: it ${expects}.`)
  return value
}

async function setUp(provider: Provider, publicUrl: URL, file: string): Promise<void> {
  const base = publicUrl.href.replace(/\/$/, '')
  console.log(
    `Register this redirect URI at ${provider}, to the letter:\n\n  ${base}/login/oauth/${provider}/callback\n`,
  )
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const variables: Record<string, string> = {}
  try {
    for (const name of PROVIDERS[provider])
      variables[name] = await ask(name, (question) => lines.question(question))
  } finally {
    lines.close()
  }
  writeSecretFile(file, withVariables(existsSync(file) ? readFileSync(file, 'utf8') : '', variables))
  console.log(`${Object.keys(variables).join(', ')} are in ${file}.`)
}

function restartContainers(): void {
  console.log('Starting the containers anew…')
  const { status, error } = spawnSync('docker', ['compose', 'up', '-d'], { cwd: root, stdio: 'inherit' })
  if (error || status !== 0) throw new Refused('docker compose up -d failed; the settings are written.')
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      provider: { type: 'string', default: 'google' },
      'public-url': { type: 'string', default: process.env.PUBLIC_URL ?? 'http://localhost:8000' },
      'env-file': { type: 'string', default: join(root, '.env') },
      'restart-containers': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  if (!Object.hasOwn(PROVIDERS, values.provider))
    throw new Refused(`--provider is ${Object.keys(PROVIDERS).join(' or ')}.`)
  if (!URL.canParse(values['public-url'])) throw new Refused('--public-url is not a URL.')
  await setUp(values.provider as Provider, new URL(values['public-url']), values['env-file'])
  if (values['restart-containers']) restartContainers()
  else console.log('Restart the server to have it offer the provider.')
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
