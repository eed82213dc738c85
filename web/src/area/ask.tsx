import type { ComponentChildren } from 'preact'
import type { FieldOf } from '../failure.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { CancelButton, SubmitButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { type Form, useForm, type Values } from '../ui/form.ts'
import { useRunAct } from './acts.ts'

interface AskProps<Result> {
  title: string
  lead?: string | undefined
  /** What the button says. */
  submit: string
  /** What is done cannot be undone. */
  isDanger?: boolean
  /** It asks for more than a line or two. */
  isWide?: boolean
  /** Whoever asks shows what came of it in its place. */
  staysOpen?: boolean
  fieldOf?: FieldOf
  /** Carries it out, once whoever asked has proven that it is they, if that is due. */
  act(values: Values, form: HTMLFormElement): Promise<Result>
  onDone(result: Result): unknown
  onClosed(): void
  children?: ((form: Form) => ComponentChildren) | undefined
}

/** Asks before something is done, with what has to be known for it. What went wrong is said in the dialog. */
export function Ask<Result>(props: AskProps<Result>) {
  const { title, lead, submit, isDanger, isWide, staysOpen, fieldOf, act, onDone, onClosed, children } = props
  const run = useRunAct()
  const form = useForm({
    ...(fieldOf && { fieldOf }),
    submit: async (values, element) => {
      const result = await run(() => act(values, element))
      if (!staysOpen) onClosed()
      onDone(result)
    },
  })
  return (
    <Dialog title={title} isWide={isWide} onClosed={onClosed}>
      {lead && <p class="lead">{lead}</p>}
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        {children?.(form)}
        <SubmitButton form={form} isDanger={isDanger} beside={<CancelButton onClick={onClosed} />}>
          {submit}
        </SubmitButton>
      </form>
    </Dialog>
  )
}
