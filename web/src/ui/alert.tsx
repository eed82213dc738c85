import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useStrings } from '../environment.ts'
import { type Failure, failureText, isAboutFields } from '../failure.ts'
import { Countdown } from './countdown.tsx'
import { AlertIcon, CheckIcon } from './icons.tsx'
import { RequestId } from './request-id.tsx'

interface FailureAlertProps {
  failure: Failure | undefined
  /** What can be done about it. */
  children?: ComponentChildren
}

/**
 * Why something did not work, what to do about it, and the request id to name when asking for help. It takes the focus.
 * Where a field is to blame, there is none: the field has the message, and the focus, then.
 */
export function FailureAlert({ failure, children }: FailureAlertProps) {
  const strings = useStrings()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [failure])
  if (!failure || isAboutFields(failure)) return null
  return (
    <div class="alert alert-error" ref={box} tabIndex={-1}>
      <AlertIcon />
      <div>
        <p role="alert">{failureText(strings, failure)}</p>
        {failure.retryAfterMs !== undefined && <Countdown milliseconds={failure.retryAfterMs} />}
        {children}
        {failure.requestId && <RequestId id={failure.requestId} />}
      </div>
    </div>
  )
}

/**
 * Good news. The region is there before its words are, or they would not be read out. It takes the focus when what had it
 * is gone: a row that was removed.
 */
export function Notice({ children }: { children?: ComponentChildren }) {
  const region = useRef<HTMLDivElement>(null)
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current && children && document.activeElement === document.body) region.current?.focus()
    isFirst.current = false
  }, [children])
  return (
    <div role="status" class="notice-region" ref={region} tabIndex={-1}>
      {children && (
        <div class="alert alert-success">
          <CheckIcon />
          <div>
            <p>{children}</p>
          </div>
        </div>
      )}
    </div>
  )
}
