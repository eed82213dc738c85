import { run } from './running.ts'
import type { Source } from './source.ts'

export interface AzureServer {
  resourceGroup: string
  /** The server that is restored from. It is only ever read. */
  server: string
  /** Where the new server goes in a private network; as the first one's is, unless told. */
  subnet?: string | undefined
  privateDnsZone?: string | undefined
}

interface Shown {
  backup: { earliestRestoreDate: string }
}

/**
 * From the backups that Azure keeps of a flexible server: into a new server of a name of its own, which has the same
 * databases and roles. Only that one is ever deleted.
 *
 * @param databaseUrl of the server that is restored from: the copy answers to the same role, password and database.
 */
export function fromAzure(source: AzureServer, databaseUrl: string, askedFor: Date): Source {
  const { resourceGroup, server } = source
  const copy = `${server.slice(0, 40)}-drill-${stampOf(new Date())}`
  const az = (verb: string, name: string, ...words: string[]) => {
    const which = ['--resource-group', resourceGroup, '--name', name]
    return run('az', ['postgres', 'flexible-server', verb, ...which, ...words])
  }
  return {
    kind: 'azure',
    askedFor,
    async restore() {
      const { backup } = JSON.parse(await az('show', server, '--output', 'json')) as Shown
      if (askedFor < new Date(backup.earliestRestoreDate))
        throw new Error(`${server} can be restored to ${backup.earliestRestoreDate} at the earliest.`)
      const network = [
        ...(source.subnet === undefined ? [] : ['--subnet', source.subnet]),
        ...(source.privateDnsZone === undefined ? [] : ['--private-dns-zone', source.privateDnsZone]),
      ]
      const moment = ['--source-server', server, '--restore-time', askedFor.toISOString()]
      await az('restore', copy, ...moment, ...network, '--yes', '--output', 'none')
      const host = await az('show', copy, '--query', 'fullyQualifiedDomainName', '--output', 'tsv')
      const url = new URL(databaseUrl)
      url.hostname = host.trim()
      return {
        url: url.href,
        place: copy,
        remove: async () => void (await az('delete', copy, '--yes', '--output', 'none')),
      }
    },
  }
}

/** `20261124-1620`, as names of servers may have it. */
const stampOf = (at: Date): string => at.toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')
