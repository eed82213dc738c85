import type { Session } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { useList } from '../../area/list.ts'
import { Card } from '../../ui/card.tsx'
import { ago } from '../../ui/time.ts'
import { useConsole } from '../area.ts'
import { Listing } from '../listing.tsx'
import { Moment } from '../moment.tsx'
import { useOffers } from '../staff.ts'
import type { Column } from '../table.tsx'

interface PersonSessionsProps {
  userId: string
  /** Read anew when it grows. */
  changes: number
  onEnded(words: string): void
}

/** Where a person is signed in, and the way to end all of it. */
export function PersonSessions({ userId, changes, onEnded }: PersonSessionsProps) {
  const { gatehouse, strings, language } = useConsole()
  const { person } = strings
  const isOffered = useOffers()
  const [isAsking, setAsking] = useState(false)
  const list = useList(String(changes), (cursor) =>
    gatehouse.admin.users.sessions({ userId, ...(cursor && { cursor }) }),
  )
  const columns: Column<Session>[] = [
    {
      id: 'device',
      title: person.device,
      isName: true,
      cell: ({ device, ip }) => (
        <div>
          {device}
          <span class="sub">{ip}</span>
        </div>
      ),
    },
    {
      id: 'seen',
      title: person.lastSeen,
      isFigure: true,
      cell: ({ lastSeenAt }) => ago(language, lastSeenAt),
    },
    {
      id: 'since',
      title: person.since,
      isFigure: true,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
  ]
  return (
    <Card title={person.sessions} lead={person.sessionsLead}>
      <Listing
        list={list}
        caption={person.sessions}
        columns={columns}
        keyOf={({ id }) => id}
        empty={person.noSessions}
      />
      {isOffered('users:revoke-sessions') && list.items && list.items.length > 0 && (
        <div class="actions">
          <button type="button" class="button button-small" onClick={() => setAsking(true)}>
            {person.endSessions}
          </button>
        </div>
      )}
      {isAsking && (
        <Ask
          title={person.endSessionsTitle}
          lead={person.endSessionsLead}
          submit={person.endSessions}
          act={() => gatehouse.admin.users.revokeSessions({ userId })}
          onDone={() => onEnded(person.sessionsEnded)}
          onClosed={() => setAsking(false)}
        />
      )}
    </Card>
  )
}
