import type { FieldOf } from '../failure.ts'

/** The step a page begins with. Without JavaScript each is a page of its own. */
export type Step = 'form' | 'request' | 'sent' | 'done' | 'mfa' | 'recovery' | 'code'

export interface StepProps {
  step: Step
}

/** What the server has against a new password belongs to its field. */
export function passwordFieldOf(name: string): FieldOf {
  return {
    'password.too_short': [name],
    'password.too_long': [name],
    'password.too_common': [name],
    'password.contains_context': [name],
  }
}
