import type { Command } from 'commander'
import { readAddress, readConfiguration } from '../config.ts'
import type { Output } from './output.ts'

/** `config print` and `healthcheck`: how the server of this environment is set up, and whether it is there. */
export function addServer(program: Command, { say }: Pick<Output, 'say'>): void {
  program
    .command('config')
    .description('The configuration.')
    .command('print')
    .description('Print what was understood of the environment. Secrets are never printed.')
    .option('--redacted', 'as it always is')
    .action(async () => {
      const { config, secrets, vaulted } = await readConfiguration()
      const shown = Object.entries(secrets).map(([name, value]) => [
        name,
        value?.length ? '(set)' : '(not set)',
      ])
      const fromVault = vaulted?.status().taken
      say(JSON.stringify({ ...config, secrets: Object.fromEntries(shown), fromVault }, null, 2))
    })

  program
    .command('healthcheck')
    .description('Exit 0 when the server of this environment answers /health, for containers.')
    .action(async () => {
      const { host, port } = readAddress()
      const local =
        host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
      const answer = await fetch(`http://${local}:${port}/health`, { signal: AbortSignal.timeout(2_000) })
      if (!answer.ok) throw new Error(`/health answered ${answer.status}`)
    })
}
