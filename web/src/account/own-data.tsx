import type { User } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { CancelButton, SubmitButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { saveFile } from '../ui/files.ts'
import { useForm } from '../ui/form.ts'
import { useAccount } from './area.ts'

/** Moves the account to another address: a link goes there, and nothing changes until it is opened. */
export function EmailChange({ user }: { user: User }) {
  const { gatehouse, strings } = useAccount()
  const { emailChange } = strings
  const run = useRunAct()
  const [isOpen, setOpen] = useState(false)
  const [sentTo, setSentTo] = useState('')
  const form = useForm({
    submit: async ({ newEmail = '' }) => {
      setSentTo('')
      await run(() => gatehouse.account.requestEmailChange({ newEmail }))
      setSentTo(newEmail)
      setOpen(false)
    },
  })
  return (
    <Card
      title={emailChange.title}
      lead={emailChange.lead(user.email)}
      aside={
        <span class="tag">{user.isVerified ? strings.profile.verified : strings.profile.unverified}</span>
      }
    >
      <Notice>{sentTo && emailChange.sent(sentTo)}</Notice>
      <FailureAlert failure={form.failure} />
      {isOpen ? (
        <form method="post" {...form.props}>
          <TextField
            name="newEmail"
            type="email"
            label={emailChange.newEmail}
            hint={emailChange.hint}
            autocomplete="email"
            problem={form.problemOf('newEmail')}
          />
          <SubmitButton form={form} beside={<CancelButton onClick={() => setOpen(false)} />}>
            {emailChange.submit}
          </SubmitButton>
        </form>
      ) : (
        <div class="actions">
          <button type="button" class="button" onClick={() => setOpen(true)}>
            {emailChange.open}
          </button>
        </div>
      )}
    </Card>
  )
}

/** Everything the platform holds about the person, as a file. */
export function Export() {
  const { gatehouse, strings, served } = useAccount()
  const { yourData } = strings
  const run = useRunAct()
  const [isDone, setDone] = useState(false)
  const action = useAction(async () => {
    setDone(false)
    const document = await run(() => gatehouse.account.export())
    saveFile(fileNameOf(served.config.brand.name), JSON.stringify(document, null, 2), 'application/json')
    setDone(true)
  })
  return (
    <Card title={yourData.title} lead={yourData.lead}>
      <Notice>{isDone && yourData.done}</Notice>
      <FailureAlert failure={action.failure} />
      <div class="actions">
        <ActionButton action={action}>{yourData.submit}</ActionButton>
      </div>
    </Card>
  )
}

/** Without what a file system may not take. */
const fileNameOf = (brand: string): string =>
  `${brand.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-${new Date().toISOString().slice(0, 10)}.json`

/** Closes the account, after asking once more. Signing in within the grace keeps it. */
export function CloseAccount() {
  const { gatehouse, strings, go } = useAccount()
  const { closing } = strings
  const run = useRunAct()
  const [isAsking, setAsking] = useState(false)
  const action = useAction(async () => {
    await run(() => gatehouse.account.delete())
    await gatehouse.auth.logout().catch(() => {})
    go('/login', { notice: 'accountClosed' })
  })
  return (
    <Card title={closing.title} lead={closing.lead}>
      <div class="actions">
        <button type="button" class="button" onClick={() => setAsking(true)}>
          {closing.open}
        </button>
      </div>
      {isAsking && (
        <Dialog title={closing.confirmTitle} onClosed={() => setAsking(false)}>
          <p class="lead">{closing.confirmLead}</p>
          <FailureAlert failure={action.failure} />
          <div class="actions">
            <ActionButton action={action} class="button-danger">
              {closing.submit}
            </ActionButton>
            <CancelButton onClick={() => setAsking(false)} />
          </div>
        </Dialog>
      )}
    </Card>
  )
}
