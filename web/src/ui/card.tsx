import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface CardProps {
  title: string
  lead: string
  /** Beside the title: a state. */
  aside?: ComponentChildren
  /** It asks for attention, or takes something away for good. */
  look?: 'strong' | 'danger'
  children: ComponentChildren
}

/** One matter of a page: what it is about, how it stands, what can be done. */
export function Card({ title, lead, aside, look, children }: CardProps) {
  const id = useId()
  return (
    <section class={look ? `card card-${look}` : 'card'} aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      <p class="card-lead">{lead}</p>
      {children}
    </section>
  )
}
