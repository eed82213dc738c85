import type { ComponentChildren } from 'preact'
import { useStrings } from '../environment.ts'
import { type FieldProblem, fieldText } from '../failure.ts'

interface FieldFrameProps {
  id: string
  label: string
  hint?: string | undefined
  problem: FieldProblem | undefined
  /** Beside the label: a link, a state. */
  aside?: ComponentChildren
  children: ComponentChildren
}

/** Label, control, hint and message. */
export function FieldFrame({ id, label, hint, problem, aside, children }: FieldFrameProps) {
  const strings = useStrings()
  return (
    <div class="field">
      <div class="field-label">
        <label for={id}>{label}</label>
        {aside}
      </div>
      {children}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${id}-problem`}>
          {fieldText(strings, problem)}
        </p>
      )}
    </div>
  )
}

/** What ties a control to its hint and message for those who do not see them side by side. */
export function describe(id: string, hint: string | undefined, problem: FieldProblem | undefined) {
  const described = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return {
    id,
    'aria-invalid': problem ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
  }
}

interface TextFieldProps {
  name: string
  label: string
  problem: FieldProblem | undefined
  autocomplete: string
  type?: 'text' | 'email'
  hint?: string
  initial?: string | undefined
  maxLength?: number
  /** It may be left empty. */
  isOptional?: boolean
  /** What has to be typed, to the letter. */
  expected?: string
  aside?: ComponentChildren
}

/** A line of text. */
export function TextField(props: TextFieldProps) {
  const { name, label, problem, hint, aside, type = 'text' } = props
  return (
    <FieldFrame id={name} label={label} hint={hint} problem={problem} aside={aside}>
      <input
        {...describe(name, hint, problem)}
        // One of two: Preact's types want to know which.
        type={type as 'text'}
        name={name}
        autocomplete={props.autocomplete}
        defaultValue={props.initial}
        maxLength={props.maxLength}
        required={!props.isOptional}
        data-expected={props.expected}
        {...(type === 'email' && { inputMode: 'email', spellcheck: false, autocapitalize: 'none' })}
      />
    </FieldFrame>
  )
}
