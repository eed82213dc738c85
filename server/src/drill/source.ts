import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '../backup/format.ts'
import { verifyBackup } from '../backup/read.ts'
import { restoreBackup } from '../backup/restore.ts'
import type { Setting } from '../cli/setting.ts'
import { run } from './running.ts'

/** A database that was restored for a drill, and how to be rid of it. */
export interface Copy {
  /** Of the role that owns the tables. */
  url: string
  /** For people: a folder, a server. */
  place: string
  /** What must be in it, where that is known. */
  manifest?: Manifest
  remove(): Promise<void>
}

/** Where a drill restores from. */
export interface Source {
  /** For the record: `backup`, `program`, `azure`. */
  kind: 'backup' | 'program' | 'azure'
  /** The moment whose state is asked for. */
  askedFor: Date
  /** Makes a new database. Never touches one that is there. */
  restore(): Promise<Copy>
}

/** From a file of `gatehouse backup`: what would be left if everything else were lost now. */
export function fromBackup(file: string, target: string | undefined, setting: Setting): Source {
  return {
    kind: 'backup',
    askedFor: new Date(),
    async restore() {
      const manifest = await verifyBackup(file)
      const place = target === undefined ? await startTemporary() : { url: target, remove: async () => {} }
      try {
        await restoreBackup(file, manifest, { url: place.url, setting })
      } catch (error) {
        await place.remove()
        throw error
      }
      return {
        ...place,
        place: target === undefined ? 'a temporary database' : new URL(target).host,
        manifest,
      }
    },
  }
}

/** An embedded database in a folder of its own, gone with the drill. */
async function startTemporary(): Promise<Pick<Copy, 'url' | 'remove'>> {
  const { startEmbeddedDatabase } = await import('../platform/embedded-database.ts')
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-drill-'))
  const embedded = await startEmbeddedDatabase({ dataDir })
  return {
    url: embedded.url,
    async remove() {
      await embedded.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * By a program of the operator's that knows how to restore to a moment: `program restore <moment>` makes a new server and
 * writes the URL of its database as its last line, `program remove <url>` takes that away again.
 */
export function fromProgram(program: string, askedFor: Date): Source {
  return {
    kind: 'program',
    askedFor,
    async restore() {
      const said = await run(program, ['restore', askedFor.toISOString()])
      const url = said.trim().split('\n').at(-1) ?? ''
      if (!/^postgres(?:ql)?:\/\//.test(url))
        throw new Error(`The last line that ${program} wrote is no URL of a Postgres database.`)
      return {
        url,
        place: new URL(url).host,
        remove: async () => void (await run(program, ['remove', url])),
      }
    },
  }
}
