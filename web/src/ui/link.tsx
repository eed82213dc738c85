import type { ComponentChildren } from 'preact'
import { type Carried, useEnvironment } from '../environment.ts'

interface LinkProps {
  to: string
  /** What the next page gets to know: only what is known at the moment of the click. */
  carry?(): Carried
  class?: string
  current?: boolean
  children: ComponentChildren
}

/** A link to a page of ours: followed in place, unless the person asks for a new tab or a download. */
export function Link({ to, carry, class: className, current, children }: LinkProps) {
  const { go } = useEnvironment()
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to, carry?.())
  }
  return (
    <a href={to} class={className} onClick={onClick} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  )
}

/** The address of a page between which and this one the return address is handed on. */
export function useHandingOn(): (path: string) => string {
  const { served, address } = useEnvironment()
  const redirectTo = served.redirectTo || address.searchParams.get('redirectTo')
  return (path) => (redirectTo ? `${path}?redirectTo=${encodeURIComponent(redirectTo)}` : path)
}
