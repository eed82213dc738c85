import type { ComponentChildren } from 'preact'
import { useStrings } from '../environment.ts'
import { type FieldProblem, fieldText } from '../failure.ts'

interface FieldSetProps {
  name: string
  legend: string
  hint?: string | undefined
  problem?: FieldProblem | undefined
  /** At least one is to be chosen. */
  isNeeded?: boolean | undefined
  children: ComponentChildren
}

/** Choices that belong together. */
export function FieldSet({ name, legend, hint, problem, isNeeded, children }: FieldSetProps) {
  const strings = useStrings()
  return (
    <fieldset
      class="choices"
      name={name}
      data-needed={isNeeded || undefined}
      aria-describedby={hint ? `${name}-hint` : undefined}
    >
      <legend>{legend}</legend>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${name}-problem`} role="alert">
          {fieldText(strings, problem)}
        </p>
      )}
      <div class="choices-body">{children}</div>
    </fieldset>
  )
}
