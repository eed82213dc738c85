import type { ComponentChildren } from 'preact'

/** What is known of something, fact by fact. */
export const Facts = ({ children }: { children: ComponentChildren }) => <dl class="facts">{children}</dl>

interface FactProps {
  title: string
  /** Too long for a column: an id. */
  isWide?: boolean
  children: ComponentChildren
}

export const Fact = ({ title, isWide, children }: FactProps) => (
  <div class={isWide ? 'fact-wide' : undefined}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)
