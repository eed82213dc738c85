import type { FieldProblem } from '../failure.ts'
import { describe, FieldFrame } from './field.tsx'

interface TextAreaProps {
  name: string
  label: string
  problem: FieldProblem | undefined
  hint?: string
  rows: number
  onInput?(text: string): void
}

/** Several lines of text. */
export function TextArea({ name, label, problem, hint, rows, onInput }: TextAreaProps) {
  return (
    <FieldFrame id={name} label={label} hint={hint} problem={problem}>
      <textarea
        {...describe(name, hint, problem)}
        name={name}
        rows={rows}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
        onInput={(event) => onInput?.(event.currentTarget.value)}
      />
    </FieldFrame>
  )
}
