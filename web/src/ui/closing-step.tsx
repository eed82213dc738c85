import type { ComponentChildren } from 'preact'
import { Heading } from './heading.tsx'
import { CheckIcon, MailIcon } from './icons.tsx'

interface StepProps {
  title: string
  text: string
  kind: 'mail' | 'done'
  children: ComponentChildren
}

/** A step that asks for nothing more here: a mail is on its way, or something is done. */
export function ClosingStep({ title, text, kind, children }: StepProps) {
  return (
    <div class="closing">
      <Heading title={title}>
        <span class={`badge badge-${kind}`}>{kind === 'mail' ? <MailIcon /> : <CheckIcon />}</span>
      </Heading>
      <p class="lead">{text}</p>
      {children}
    </div>
  )
}
