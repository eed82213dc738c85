import { useEffect, useRef } from 'preact/hooks'
import type { FieldProblem } from '../failure.ts'
import { describe, FieldFrame } from './field.tsx'

interface CodeFieldProps {
  name?: string
  label: string
  problem: FieldProblem | undefined
  /** Six digits, or a recovery code with letters in it. */
  kind?: 'digits' | 'recovery'
  hint?: string
  /** Whether the focus goes here as soon as it is shown: where a step asks for nothing else. */
  takesFocus?: boolean
}

/** A code that works once. Phones offer the one that has just come in. */
export function CodeField(props: CodeFieldProps) {
  const { name = 'code', label, problem, kind = 'digits', hint, takesFocus = true } = props
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) input.current?.focus()
  }, [kind])
  return (
    <FieldFrame id={name} label={label} hint={hint} problem={problem}>
      <input
        {...describe(name, hint, problem)}
        ref={input}
        class="code-input"
        type="text"
        name={name}
        autocomplete={kind === 'digits' ? 'one-time-code' : 'off'}
        inputMode={kind === 'digits' ? 'numeric' : 'text'}
        maxLength={kind === 'digits' ? 12 : 40}
        autocapitalize="none"
        spellcheck={false}
        required
      />
    </FieldFrame>
  )
}

/** As it is sent: people copy codes with the spaces that make them readable. */
export const bareCode = (typed: string): string => typed.replace(/\s/g, '')
