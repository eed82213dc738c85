import type { ComponentChildren } from 'preact'
import type { FieldProblem } from '../failure.ts'
import { FieldSet } from './field-set.tsx'

export interface Choice {
  value: string
  label: string
  hint?: ComponentChildren
  /** It is shown, but cannot be chosen. */
  isBarred?: boolean
}

interface CheckListProps {
  name: string
  legend: string
  hint?: string
  choices: Choice[]
  initial?: readonly string[]
  problem: FieldProblem | undefined
  isNeeded?: boolean
}

/** Any number of several. What was chosen, `chosenIn` reads of the form. */
export function CheckList({ name, legend, hint, choices, initial = [], problem, isNeeded }: CheckListProps) {
  return (
    <FieldSet name={name} legend={legend} hint={hint} problem={problem} isNeeded={isNeeded}>
      {choices.map(({ value, label, hint: about, isBarred }, index) => (
        <div class="choice" key={value}>
          <input
            type="checkbox"
            id={`${name}-${value}`}
            name={name}
            value={value}
            defaultChecked={initial.includes(value)}
            disabled={isBarred}
            aria-describedby={index === 0 && problem ? `${name}-problem` : undefined}
          />
          <div>
            <label for={`${name}-${value}`}>{label}</label>
            {about && <p class="hint">{about}</p>}
          </div>
        </div>
      ))}
    </FieldSet>
  )
}

/** What was chosen in the list of a form. */
export const chosenIn = (form: HTMLFormElement, name: string): string[] =>
  new FormData(form).getAll(name).map(String)
