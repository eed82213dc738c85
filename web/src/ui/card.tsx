import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface CardProps {
  title: string
  lead: string
  /** Beside the title: a state. */
  aside?: ComponentChildren
  children: ComponentChildren
}

/** One matter of a page: what it is about, how it stands, what can be done. */
export function Card({ title, lead, aside, children }: CardProps) {
  const id = useId()
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      <p class="card-lead">{lead}</p>
      {children}
    </section>
  )
}
