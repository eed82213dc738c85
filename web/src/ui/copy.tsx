import { useState } from 'preact/hooks'
import { useStrings } from '../environment.ts'

interface CopyButtonProps {
  text: string
  label: string
  class?: string
}

/** Puts a text on the clipboard. Where a browser refuses, the text is on the page, to be marked by hand. */
export function CopyButton({ text, label, class: look = 'button button-small' }: CopyButtonProps) {
  const { common } = useStrings()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }
  return (
    <>
      <button type="button" class={look} onClick={copy}>
        {isCopied ? common.copied : label}
      </button>
      <span role="status" class="visually-hidden">
        {isCopied && common.copied}
      </span>
    </>
  )
}
