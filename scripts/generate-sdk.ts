import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readContract } from './sdk/contract.ts'
import { loadPlatform } from './sdk/load-platform.ts'
import { printContract } from './sdk/print-contract.ts'
import { printDefinitions } from './sdk/print-definitions.ts'
import { printErrors } from './sdk/print-errors.ts'
import { printLlms } from './sdk/print-llms.ts'
import { printMethods } from './sdk/print-methods.ts'
import { printRouter } from './sdk/print-router.ts'
import { printRoutes } from './sdk/print-routes.ts'

// Writes what the SDK knows of the platform from the router: `node scripts/generate-sdk.ts`. With `--check` it writes
// nothing and fails when what is there is not what it would write.

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const GENERATED = 'sdk/src/generated'

const platform = await loadPlatform()
const contract = readContract(platform)
// After the contract: the document gives names of its own to schemas that have none.
const { version } = JSON.parse(read('sdk/package.json')!) as { version: string }
const files: Record<string, string> = {
  [`${GENERATED}/types.ts`]: contract.types,
  [`${GENERATED}/methods.ts`]: printMethods(contract),
  [`${GENERATED}/errors.ts`]: printErrors(contract),
  [`${GENERATED}/contract.ts`]: printContract(contract),
  [`${GENERATED}/definitions.ts`]: printDefinitions(contract),
  'sdk/openapi.json': `${JSON.stringify(platform.openApi(version))}\n`,
  [`${GENERATED}/router.ts`]: printRouter(contract),
  [`${GENERATED}/routes.ts`]: printRoutes(contract),
}
for (const [path, text] of Object.entries(files)) files[path] = format(path, text)
files['sdk/llms.txt'] = printLlms(
  { ...contract, types: files[`${GENERATED}/types.ts`]! },
  read('sdk/README.md')!,
)

const stale = Object.keys(files).filter((path) => read(path) !== files[path])
const foreign = list(GENERATED).filter((path) => !(path in files))
if (process.argv.includes('--check')) {
  if (stale.length + foreign.length > 0) {
    console.error(`Not as the router says: ${[...stale, ...foreign].join(', ')}. Run \`npm run generate\`.`)
    process.exit(1)
  }
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), files[path]!)
  }
  for (const path of foreign) rmSync(join(root, path))
  console.log(`SDK: ${platform.definitions.length} procedures, ${stale.length} files written.`)
}

function read(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined
}

function list(folder: string): string[] {
  return existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).map((name) => join(folder, name))
    : []
}

/** As Biome would write it, so that the check of the repository and this one agree. */
function format(path: string, text: string): string {
  return execFileSync(
    join(root, 'node_modules/.bin/biome'),
    [
      'check',
      '--write',
      '--config-path',
      root,
      `--stdin-file-path=${basename(dirname(path))}/${basename(path)}`,
    ],
    { input: text, encoding: 'utf8', cwd: root },
  )
}
