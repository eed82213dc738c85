import type { Mail as Message } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { useList } from '../area/list.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { ago } from '../ui/time.ts'
import { useConsole } from './area.ts'
import { ChoiceFilter, Filters, TextFilter, useFiltering } from './filters.tsx'
import { Listing } from './listing.tsx'
import { Moment } from './moment.tsx'
import { useOffers } from './staff.ts'
import type { Column } from './table.tsx'

const statuses = ['queued', 'sending', 'sent', 'failed', 'dropped'] as const

const isStatus = (text: string | undefined): text is Message['status'] =>
  statuses.some((status) => status === text)

const lookOf: Record<Message['status'], string> = {
  queued: 'tag',
  sending: 'tag tag-accent',
  sent: 'tag tag-good',
  failed: 'tag tag-danger',
  dropped: 'tag tag-warn',
}

/** What was sent, what waits, and what was given up and can be tried once more. */
export function Mail() {
  const { gatehouse, strings, language } = useConsole()
  const { mail } = strings
  const isOffered = useOffers()
  const [notice, setNotice] = useState('')
  const filtering = useFiltering(['status', 'recipient'])
  const { status, recipient } = filtering.asked
  const list = useList(filtering.key, (cursor) =>
    gatehouse.admin.mail.list({
      ...(isStatus(status) && { status }),
      ...(recipient && { recipient }),
      ...(cursor && { cursor }),
    }),
  )
  const retried = async () => {
    setNotice('')
    await list.reload()
    setNotice(mail.retried)
  }
  const columns: Column<Message>[] = [
    {
      id: 'to',
      title: mail.to,
      isName: true,
      cell: ({ recipient, userId }) =>
        userId ? <Link to={`/admin/users/${userId}`}>{recipient}</Link> : recipient,
    },
    { id: 'kind', title: mail.kind, cell: ({ template }) => <code>{template}</code> },
    {
      id: 'status',
      title: mail.status,
      cell: ({ status, lastError }) => (
        <div>
          <span class={lookOf[status]}>{mail.statuses[status]}</span>
          {lastError && status !== 'sent' && <span class="sub">{lastError}</span>}
        </div>
      ),
    },
    {
      id: 'created',
      title: mail.created,
      isFigure: true,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      id: 'attempts',
      title: mail.attempts,
      isFigure: true,
      cell: ({ attempts, nextAttemptAt, status }) => (
        <div>
          {attempts}
          {nextAttemptAt && status === 'queued' && attempts > 0 && (
            <span class="sub">{mail.next(ago(language, nextAttemptAt))}</span>
          )}
        </div>
      ),
    },
    ...(isOffered('mail:retry')
      ? [
          {
            id: 'act',
            title: mail.act,
            cell: (message: Message) =>
              message.canRetry && <Retry message={message} onRetried={() => void retried()} />,
          },
        ]
      : []),
  ]
  return (
    <>
      <Heading title={mail.title} />
      <p class="lead">{mail.lead}</p>
      <Filters filtering={filtering} label={mail.caption}>
        <TextFilter name="recipient" label={mail.to} asked={filtering.asked} isWide />
        <ChoiceFilter
          name="status"
          label={mail.status}
          asked={filtering.asked}
          open={strings.list.any}
          choices={statuses.map((value) => ({ value, text: mail.statuses[value] }))}
        />
      </Filters>
      <Notice>{notice}</Notice>
      <Listing
        list={list}
        caption={mail.caption}
        columns={columns}
        keyOf={({ id }) => id}
        empty={mail.empty}
      />
    </>
  )
}

function Retry({ message, onRetried }: { message: Message; onRetried(): void }) {
  const { gatehouse, strings } = useConsole()
  const { mail } = strings
  const run = useRunAct()
  const action = useAction(async () => {
    await run(() => gatehouse.admin.mail.retry({ messageId: message.id }))
    onRetried()
  })
  return (
    <div>
      <ActionButton action={action} class="button-small" label={mail.retryOf(message.recipient)}>
        {mail.retry}
      </ActionButton>
      <FailureAlert failure={action.failure} />
    </div>
  )
}
