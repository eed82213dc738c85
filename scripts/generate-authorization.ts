import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { printAuthorization } from './authorization/print.ts'
import { loadPlatform } from './sdk/load-platform.ts'

const { definitions, catalogue } = await loadPlatform()
const file = fileURLToPath(new URL('../docs/AUTHORIZATION.md', import.meta.url))
const content = printAuthorization(definitions, catalogue)
if (!process.argv.includes('--check')) {
  writeFileSync(file, content)
} else if (readFileSync(file, 'utf8') !== content) {
  console.error('docs/AUTHORIZATION.md is out of date; run npm run generate')
  process.exitCode = 1
}
