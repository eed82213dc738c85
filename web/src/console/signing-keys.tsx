import type { SigningKey } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Ask } from '../area/ask.tsx'
import { useList } from '../area/list.ts'
import { Notice } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { useConsole } from './area.ts'
import { Listing } from './listing.tsx'
import { Moment } from './moment.tsx'
import { useOffers } from './staff.ts'
import type { Column } from './table.tsx'

const lookOf: Record<SigningKey['state'], string> = {
  next: 'tag tag-accent',
  active: 'tag tag-good',
  retiring: 'tag tag-warn',
  retired: 'tag',
  revoked: 'tag tag-danger',
}

/** What access tokens are signed with: which key signs, which comes next, and the way out when one has leaked. */
export function SigningKeys() {
  const { gatehouse, strings } = useConsole()
  const { keys } = strings
  const isOffered = useOffers()
  const [notice, setNotice] = useState('')
  const [isRotating, setRotating] = useState(false)
  const [leaked, setLeaked] = useState<SigningKey>()
  const list = useList('keys', (cursor) => gatehouse.admin.keys.list({ ...(cursor && { cursor }) }))
  const done = async (words: string) => {
    setNotice('')
    await list.reload()
    setNotice(words)
  }
  const mayWrite = isOffered('keys:write')
  const columns: Column<SigningKey>[] = [
    { id: 'kid', title: keys.kid, isName: true, cell: ({ kid }) => <code>{kid}</code> },
    { id: 'algorithm', title: keys.algorithm, cell: ({ algorithm }) => algorithm },
    {
      id: 'state',
      title: keys.state,
      cell: ({ state }) => <span class={lookOf[state]}>{keys.states[state]}</span>,
    },
    {
      id: 'created',
      title: keys.created,
      isFigure: true,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      id: 'active',
      title: keys.active,
      isFigure: true,
      cell: ({ activatesAt }) => <Moment at={activatesAt} />,
    },
    {
      id: 'until',
      title: keys.until,
      isFigure: true,
      cell: ({ retiresAt, revokedAt }) => <Moment at={revokedAt ?? retiresAt} none={keys.open} />,
    },
    ...(mayWrite
      ? [
          {
            id: 'act',
            title: keys.act,
            cell: (key: SigningKey) =>
              isInUse(key) && (
                <button
                  type="button"
                  class="button button-small button-danger"
                  aria-label={keys.revokeOf(key.kid)}
                  onClick={() => setLeaked(key)}
                >
                  {keys.revoke}
                </button>
              ),
          },
        ]
      : []),
  ]
  return (
    <>
      <div class="page-head">
        <Heading title={keys.title} />
        {mayWrite && (
          <button type="button" class="button" onClick={() => setRotating(true)}>
            {keys.rotate}
          </button>
        )}
      </div>
      <p class="lead">{keys.lead}</p>
      <Notice>{notice}</Notice>
      <Listing
        list={list}
        caption={keys.caption}
        columns={columns}
        keyOf={({ kid }) => kid}
        empty={keys.empty}
      />
      {isRotating && (
        <Ask
          title={keys.rotateTitle}
          lead={keys.rotateLead}
          submit={keys.rotate}
          act={() => gatehouse.admin.keys.rotate()}
          onDone={() => void done(keys.rotated)}
          onClosed={() => setRotating(false)}
        />
      )}
      {leaked && (
        <Ask
          title={keys.revokeTitle}
          lead={keys.revokeLead}
          submit={keys.revoke}
          isDanger
          act={() => gatehouse.admin.keys.revoke({ kid: leaked.kid })}
          onDone={() => void done(keys.revoked)}
          onClosed={() => setLeaked(undefined)}
        />
      )}
    </>
  )
}

const isInUse = ({ state }: SigningKey): boolean => state !== 'revoked' && state !== 'retired'
