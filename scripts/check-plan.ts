// What an instance that stays must not have, in the plan of one: `node scripts/check-plan.ts plan.json`, with what
// `terraform show -json` printed. Prints each finding; exits 1 when there is one, 2 when there is no plan to read.
import { readFileSync } from 'node:fs'
import type { ShownPlan } from './plan-policy/plan.ts'
import { judge, rules } from './plan-policy/rules.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/check-plan.ts plan.json\n')
  process.exit(64)
}
let shown: ShownPlan
try {
  shown = JSON.parse(readFileSync(file, 'utf8')) as ShownPlan
} catch (error) {
  process.stderr.write(`${file} is no plan: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}
const findings = judge(shown)
for (const { rule, address, what } of findings) process.stdout.write(`${rule}: ${address} ${what}\n`)
process.stdout.write(`${Object.keys(rules).length} rules, ${findings.length} findings\n`)
process.exitCode = findings.length > 0 ? 1 : 0
