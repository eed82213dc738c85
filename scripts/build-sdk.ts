import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Makes sdk/dist, what consumers of the package get. Inside the workspace nobody needs it.

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

// What was renamed or removed since the last build must not be published again.
rmSync(join(root, 'sdk/dist'), { recursive: true, force: true })
execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'sdk/tsconfig.json')], {
  stdio: 'inherit',
})
