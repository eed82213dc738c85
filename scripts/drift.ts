// Whether Azure is as Terraform describes it: thin over iac/drift.sh, with its output and its status.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const script = join(root, 'iac/drift.sh')

if (existsSync(script)) {
  const child = spawn('bash', [script, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`bash was not found, and iac/drift.sh needs it: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (status) => {
    process.exitCode = status ?? 1
  })
} else {
  console.error('iac/drift.sh is not there: nothing was compared.')
  process.exitCode = 1
}
