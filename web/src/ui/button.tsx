import type { ComponentChildren } from 'preact'
import { useStrings } from '../environment.ts'

interface SubmitButtonProps {
  isPending: boolean
  children: ComponentChildren
}

/** Sends a form. While that takes, it keeps the focus and says so, and a second press does nothing. */
export function SubmitButton({ isPending, children }: SubmitButtonProps) {
  const { common } = useStrings()
  return (
    <>
      <button type="submit" class="button button-primary" aria-disabled={isPending}>
        <span class="button-text">{children}</span>
        {isPending && <span class="spinner" />}
      </button>
      <p role="status" class="visually-hidden">
        {isPending && common.working}
      </p>
    </>
  )
}
