import type { ComponentChildren } from 'preact'
import { useStrings } from '../environment.ts'
import { isAboutFields } from '../failure.ts'
import type { Form } from './form.ts'
import { RequestId } from './request-id.tsx'

interface SubmitButtonProps {
  form: Form
  /** What it does cannot be undone. */
  isDanger?: boolean | undefined
  /** What else can be done instead. */
  beside?: ComponentChildren
  children: ComponentChildren
}

/**
 * Sends a form. While that takes, it keeps the focus and says so, and a second press does nothing. Where the server's
 * objection stands at a field, the request's id stands here.
 */
export function SubmitButton({
  form: { isPending, failure },
  isDanger,
  beside,
  children,
}: SubmitButtonProps) {
  const { common } = useStrings()
  return (
    <>
      <div class="actions">
        <button
          type="submit"
          class={`button ${isDanger ? 'button-danger' : 'button-primary'}`}
          aria-disabled={isPending}
        >
          <span>{children}</span>
          {isPending && <span class="spinner" />}
        </button>
        {beside}
      </div>
      <p role="status" class="visually-hidden">
        {isPending && common.working}
      </p>
      {failure?.requestId && isAboutFields(failure) && <RequestId id={failure.requestId} />}
    </>
  )
}

/** Leaves what was begun as it was. */
export function CancelButton({ onClick }: { onClick(): void }) {
  const { common } = useStrings()
  return (
    <button type="button" class="button" onClick={onClick}>
      {common.cancel}
    </button>
  )
}
