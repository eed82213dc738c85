import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { type Failure, toFailure } from '../failure.ts'

interface Action<Input = void> {
  isPending: boolean
  failure: Failure | undefined
  run(input: Input): Promise<void>
}

/** Something that is done by one press, and what went wrong with it. */
export function useAction<Input = void>(act: (input: Input) => Promise<unknown>): Action<Input> {
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const run = async (input: Input) => {
    if (isPending) return
    setPending(true)
    setFailure(undefined)
    try {
      await act(input)
    } catch (error) {
      setFailure(toFailure(error))
    } finally {
      setPending(false)
    }
  }
  return { isPending, failure, run }
}

interface ActionButtonProps {
  action: Action
  class?: string
  /** Where the words alone do not tell one button from the next. */
  label?: string
  children: ComponentChildren
}

/** A button that does something by script alone, and is not there without. */
export function ActionButton({ action, class: look = '', label, children }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={`button needs-script ${look}`}
      onClick={() => action.run()}
      aria-disabled={action.isPending}
      aria-label={label}
    >
      {children}
      {action.isPending && <span class="spinner" />}
    </button>
  )
}
