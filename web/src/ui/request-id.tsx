import { useRef, useState } from 'preact/hooks'
import { useStrings } from '../environment.ts'

/** The id under which the server's log tells of a request, and a button that copies it. */
export function RequestId({ id }: { id: string }) {
  const { common } = useStrings()
  const text = useRef<HTMLElement>(null)
  const [isCopied, setCopied] = useState(false)

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id)
      setCopied(true)
    } catch {
      // No permission, or not a secure context: the person can copy what is selected.
      if (text.current) getSelection()?.selectAllChildren(text.current)
    }
  }

  return (
    <p class="request-id">
      {common.requestId} <code ref={text}>{id}</code>{' '}
      <button
        type="button"
        class="link needs-script"
        onClick={copy}
        aria-label={`${common.copy}: ${common.requestId}`}
      >
        {common.copy}
      </button>
      <span role="status">{isCopied && common.copied}</span>
    </p>
  )
}
