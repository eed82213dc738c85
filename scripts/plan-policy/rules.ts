import { dataRules } from './data-rules.ts'
import { type Finding, Plan, type ShownPlan } from './plan.ts'
import { serverRules } from './server-rules.ts'
import { watchRules } from './watch-rules.ts'

/** What an instance that stays must keep to, by name. */
export const rules: Readonly<Record<string, (plan: Plan) => void>> = {
  ...dataRules,
  ...serverRules,
  ...watchRules,
}

/** Everything in a plan that an instance that stays must not have. Empty means that every rule was kept. */
export function judge(shown: ShownPlan): Finding[] {
  const plan = new Plan(shown)
  for (const [name, check] of Object.entries(rules)) plan.judge(name, check)
  return plan.findings
}
