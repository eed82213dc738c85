import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'
import type { FieldProblem } from '../failure.ts'
import { describe, FieldFrame } from './field.tsx'

interface PasswordFieldProps {
  name: string
  label: string
  problem: FieldProblem | undefined
  /** Tells password managers whether to fill one in or to make one up. */
  autocomplete: 'current-password' | 'new-password'
  /** Where a form stands beside another: ids must differ, names need not. */
  id?: string
  aside?: ComponentChildren
}

/**
 * A password, and a button that shows it. Seeing it replaces typing it twice, and nothing stands in the way of pasting.
 * A new one says how long it must be; whether it is a good one, the server judges.
 */
export function PasswordField({ name, label, problem, autocomplete, id = name, aside }: PasswordFieldProps) {
  const { strings, served } = useEnvironment()
  const { common } = strings
  const [isShown, setShown] = useState(false)
  const [hasCapsLock, setCapsLock] = useState(false)
  const { minLength } = served.config.passwordPolicy
  const isNew = autocomplete === 'new-password'
  const hint = isNew ? common.passwordHint(String(minLength)) : undefined

  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} aside={aside}>
      <div class="password">
        <input
          {...describe(id, hint, problem)}
          // One of two: Preact's types want to know which.
          type={(isShown ? 'text' : 'password') as 'text'}
          name={name}
          autocomplete={autocomplete}
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          minLength={isNew ? minLength : undefined}
          required
          onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
        />
        <button
          type="button"
          class="reveal needs-script"
          aria-label={isShown ? common.hidePassword : common.showPassword}
          aria-controls={id}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? common.hide : common.show}
        </button>
      </div>
      <p role="status" class="hint">
        {hasCapsLock && common.capsLock}
      </p>
    </FieldFrame>
  )
}
