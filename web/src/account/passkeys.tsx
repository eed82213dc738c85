import type { Passkey } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { Loading, useLoaded } from '../area/loading.tsx'
import { canUsePasskeys, makePasskey } from '../passkeys.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { CancelButton, SubmitButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { KeyIcon } from '../ui/icons.tsx'
import { ago, day } from '../ui/time.ts'
import { useAccount } from './area.ts'

type Asking = { what: 'rename' | 'remove'; passkey: Passkey }

/** The person's passkeys: made, named, removed. */
export function Passkeys({ onChanged }: { onChanged(done: string): Promise<void> }) {
  const { gatehouse, strings } = useAccount()
  const { passkeys } = strings
  const run = useRunAct()
  const loaded = useLoaded(async () => (await gatehouse.passkeys.list({})).items)
  const [asking, setAsking] = useState<Asking>()
  const changed = async (done: string) => {
    setAsking(undefined)
    await loaded.reload()
    await onChanged(done)
  }
  const add = useAction(async () => {
    const { options } = await run(() => gatehouse.passkeys.registrationOptions())
    const response = await makePasskey(options)
    const made = await run(() => gatehouse.passkeys.register({ response }))
    await changed(passkeys.added(made.name))
  })
  return (
    <Card title={passkeys.title} lead={passkeys.lead}>
      <Loading loaded={loaded}>
        {(items) =>
          items.length === 0 ? (
            <p class="hint">{passkeys.empty}</p>
          ) : (
            <ul class="rows">
              {items.map((passkey) => (
                <Row key={passkey.id} passkey={passkey} onAsked={(what) => setAsking({ what, passkey })} />
              ))}
            </ul>
          )
        }
      </Loading>
      <FailureAlert failure={add.failure} />
      <div class="actions">
        {canUsePasskeys() ? (
          <ActionButton action={add}>{passkeys.add}</ActionButton>
        ) : (
          <p class="hint">{passkeys.unsupported}</p>
        )}
      </div>
      {asking?.what === 'rename' && (
        <Rename
          passkey={asking.passkey}
          onDone={() => changed(passkeys.renamed)}
          onClosed={() => setAsking(undefined)}
        />
      )}
      {asking?.what === 'remove' && (
        <Remove
          passkey={asking.passkey}
          onDone={() => changed(passkeys.removed(asking.passkey.name))}
          onClosed={() => setAsking(undefined)}
        />
      )}
    </Card>
  )
}

function Row({ passkey, onAsked }: { passkey: Passkey; onAsked(what: Asking['what']): void }) {
  const { strings, language } = useAccount()
  const { passkeys } = strings
  const { name, createdAt, lastUsedAt } = passkey
  return (
    <li class="row">
      <span class="row-icon">
        <KeyIcon />
      </span>
      <div class="row-text">
        <p class="row-title">{name}</p>
        <p class="hint">
          {passkeys.created(day(language, createdAt))},{' '}
          {lastUsedAt ? passkeys.used(ago(language, lastUsedAt)) : passkeys.neverUsed}
        </p>
      </div>
      <div class="row-actions">
        <button
          type="button"
          class="button button-small"
          onClick={() => onAsked('rename')}
          aria-label={passkeys.renameOf(name)}
        >
          {passkeys.rename}
        </button>
        <button
          type="button"
          class="button button-small"
          onClick={() => onAsked('remove')}
          aria-label={passkeys.removeOf(name)}
        >
          {passkeys.remove}
        </button>
      </div>
    </li>
  )
}

interface QuestionProps {
  passkey: Passkey
  onDone(): void
  onClosed(): void
}

function Rename({ passkey, onDone, onClosed }: QuestionProps) {
  const { gatehouse, strings } = useAccount()
  const { passkeys } = strings
  const run = useRunAct()
  const form = useForm({
    submit: async ({ passkeyName = '' }) => {
      await run(() => gatehouse.passkeys.rename({ passkeyId: passkey.id, name: passkeyName }))
      onDone()
    },
  })
  return (
    <Dialog title={passkeys.renameTitle} onClosed={onClosed}>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        <TextField
          name="passkeyName"
          label={passkeys.name}
          autocomplete="off"
          maxLength={64}
          initial={passkey.name}
          problem={form.problemOf('passkeyName') ?? form.problemOf('name')}
        />
        <SubmitButton form={form} beside={<CancelButton onClick={onClosed} />}>
          {passkeys.save}
        </SubmitButton>
      </form>
    </Dialog>
  )
}

function Remove({ passkey, onDone, onClosed }: QuestionProps) {
  const { gatehouse, strings } = useAccount()
  const { passkeys } = strings
  const run = useRunAct()
  const action = useAction(async () => {
    await run(() => gatehouse.passkeys.delete({ passkeyId: passkey.id }))
    onDone()
  })
  return (
    <Dialog title={passkeys.removeTitle(passkey.name)} onClosed={onClosed}>
      <p class="lead">{passkeys.removeLead}</p>
      <FailureAlert failure={action.failure} />
      <div class="actions">
        <ActionButton action={action} class="button-danger">
          {passkeys.remove}
        </ActionButton>
        <CancelButton onClick={onClosed} />
      </div>
    </Dialog>
  )
}
