import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface DialogProps {
  title: string
  /** It holds more than a line or two. */
  isWide?: boolean | undefined
  /** The person closed it: with Escape, or with a button of its own. */
  onClosed(): void
  children: ComponentChildren
}

/** A question on top of the page. The focus goes into it, stays in it, and goes back to where it was. */
export function Dialog({ title, isWide, onClosed, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const isGone = useRef(false)
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    return () => {
      isGone.current = true
      dialog?.close()
      // By now it may be off the page already, and browsers then give the focus to nobody.
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      class={isWide ? 'dialog-wide' : undefined}
      aria-labelledby={titleId}
      onClose={() => isGone.current || onClosed()}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  )
}
