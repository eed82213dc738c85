import type { FieldProblem } from '../failure.ts'
import { describe, FieldFrame } from './field.tsx'

interface SelectFieldProps {
  name: string
  label: string
  hint?: string
  initial: string
  options: { value: string; text: string }[]
  problem: FieldProblem | undefined
  onChange?(value: string): void
}

/** One of several. */
export function SelectField({ name, label, hint, initial, options, problem, onChange }: SelectFieldProps) {
  return (
    <FieldFrame id={name} label={label} hint={hint} problem={problem}>
      <select
        {...describe(name, hint, problem)}
        name={name}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value} selected={value === initial}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
