import { useState } from 'preact/hooks'
import { useStrings } from '../environment.ts'
import { type Failure, toFailure } from '../failure.ts'
import { FailureAlert } from './alert.tsx'

interface ResendProps {
  label: string
  /** What is said once it has been sent. */
  done: string
  act(): Promise<unknown>
}

/** Sends a mail once more. */
export function Resend({ label, done, act }: ResendProps) {
  const { common } = useStrings()
  const [state, setState] = useState<'idle' | 'pending' | 'done'>('idle')
  const [failure, setFailure] = useState<Failure>()

  const resend = async () => {
    if (state === 'pending') return
    setState('pending')
    setFailure(undefined)
    try {
      await act()
      setState('done')
    } catch (error) {
      setFailure(toFailure(error))
      setState('idle')
    }
  }

  return (
    <div class="resend needs-script">
      <button type="button" class="button button-quiet" onClick={resend} aria-disabled={state === 'pending'}>
        {label}
      </button>
      <p role="status">{state === 'pending' ? common.working : state === 'done' && done}</p>
      <FailureAlert failure={failure} />
    </div>
  )
}
