import type { FieldProblem } from '../failure.ts'
import type { Choice } from './check-list.tsx'
import { FieldSet } from './field-set.tsx'

interface RadioListProps {
  name: string
  legend: string
  choices: Choice[]
  initial: string
  problem?: FieldProblem | undefined
}

/** One of several, each with a word about what it means. */
export function RadioList({ name, legend, choices, initial, problem }: RadioListProps) {
  return (
    <FieldSet name={name} legend={legend} problem={problem}>
      {choices.map(({ value, label, hint, isBarred }) => (
        <div class="choice" key={value}>
          <input
            type="radio"
            id={`${name}-${value}`}
            name={name}
            value={value}
            defaultChecked={value === initial}
            disabled={isBarred}
            aria-describedby={hint ? `${name}-${value}-hint` : undefined}
          />
          <div>
            <label for={`${name}-${value}`}>{label}</label>
            {hint && (
              <p class="hint" id={`${name}-${value}-hint`}>
                {hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </FieldSet>
  )
}
