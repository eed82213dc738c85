import { useEffect, useRef } from 'preact/hooks'
import { CopyButton } from './copy.tsx'

interface SecretOnceProps {
  title: string
  lead: string
  secret: string
  copy: string
  saved: string
  /** The person has kept it: it can go. */
  onSaved(): void
}

/** A secret that is shown this once. It takes the focus, and stays until the person says that they have it. */
export function SecretOnce({ title, lead, secret, copy, saved, onSaved }: SecretOnceProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [secret])
  return (
    <section class="card card-strong secret-card" aria-labelledby="secret-once">
      <h2 id="secret-once" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p class="card-lead">{lead}</p>
      <p class="secret-box">
        <code class="secret">{secret}</code>
      </p>
      <div class="actions">
        <CopyButton text={secret} label={copy} class="button button-primary" />
        <button type="button" class="button" onClick={onSaved}>
          {saved}
        </button>
      </div>
    </section>
  )
}
