import { existsSync, readFileSync } from 'node:fs'

/**
 * A file of `server/assets`, which lies at another distance from the sources than from the bundle.
 *
 * @throws {Error} when it is missing: the installation is incomplete, and nothing should start without it.
 */
export function readAsset(name: string): Buffer {
  for (const up of ['../assets/', '../../assets/', '../../../assets/']) {
    const file = new URL(up + name, import.meta.url)
    if (existsSync(file)) return readFileSync(file)
  }
  throw new Error(`The file assets/${name} is missing.`)
}
