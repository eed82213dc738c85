import type { User } from '@gatehouse/sdk'
import { useEffect, useRef } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { saveFile } from '../ui/files.ts'
import { useAccount } from './area.ts'

/** From here on it is time for new ones. */
const FEW = 3

interface RecoveryCodesProps {
  left: number
  onRegenerated(codes: string[]): void
}

/** How many recovery codes are left, and new ones. */
export function RecoveryCodes({ left, onRegenerated }: RecoveryCodesProps) {
  const { gatehouse, strings } = useAccount()
  const { recovery } = strings
  const run = useRunAct()
  const action = useAction(async () => {
    const { recoveryCodes } = await run(() => gatehouse.mfa.regenerateRecoveryCodes())
    onRegenerated(recoveryCodes)
  })
  return (
    <Card
      title={recovery.title}
      lead={recovery.lead}
      aside={<span class={left <= FEW ? 'tag tag-danger' : 'tag'}>{recovery.left(left)}</span>}
    >
      <FailureAlert failure={action.failure} />
      <div class="actions">
        <ActionButton action={action}>{recovery.regenerate}</ActionButton>
      </div>
    </Card>
  )
}

interface ShownCodesProps {
  codes: string[]
  user: User
  onSaved(): void
}

/** New recovery codes, this once: to copy, to keep as a file, to print. */
export function ShownCodes({ codes, user, onSaved }: ShownCodesProps) {
  const { strings, served } = useAccount()
  const { recovery } = strings
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [codes])
  const head = recovery.fileHead(served.config.brand.name, user.email)
  const file = `${head}\n\n${codes.join('\n')}\n`
  return (
    <section class="card card-strong codes-card" aria-labelledby="shown-codes">
      <h2 id="shown-codes" ref={heading} tabIndex={-1}>
        {recovery.shownTitle}
      </h2>
      <p class="card-lead">{recovery.shownLead}</p>
      <p class="only-print">{head}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="actions">
        <CopyButton text={codes.join('\n')} label={recovery.copy} />
        <button
          type="button"
          class="button button-small"
          onClick={() => saveFile(recovery.fileName, file, 'text/plain')}
        >
          {recovery.download}
        </button>
        <button type="button" class="button button-small" onClick={() => print()}>
          {recovery.print}
        </button>
      </div>
      <div class="actions">
        <button type="button" class="button button-primary" onClick={onSaved}>
          {recovery.saved}
        </button>
      </div>
    </section>
  )
}
