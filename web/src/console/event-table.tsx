import type { AuditEvent } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import type { List } from '../area/list.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Link } from '../ui/link.tsx'
import { RequestId } from '../ui/request-id.tsx'
import { useConsole } from './area.ts'
import { Fact, Facts } from './facts.tsx'
import { Listing } from './listing.tsx'
import { Moment } from './moment.tsx'
import { useOffers } from './staff.ts'
import type { Column } from './table.tsx'

/** Events of the audit log, each with everything that is known of it. */
export function EventTable({ list, caption }: { list: List<AuditEvent>; caption: string }) {
  const { strings } = useConsole()
  const { audit } = strings
  const [shown, setShown] = useState<AuditEvent>()
  const columns: Column<AuditEvent>[] = [
    { id: 'at', title: audit.at, isFigure: true, cell: ({ at }) => <Moment at={at} isExact /> },
    {
      id: 'action',
      title: audit.action,
      isName: true,
      cell: (event) => (
        <div class="event">
          <span class={`dot dot-${event.outcome}`} />
          <button
            type="button"
            class="link"
            aria-label={audit.detailsOf(event.action)}
            onClick={() => setShown(event)}
          >
            {event.action}
          </button>
          {event.outcome === 'failure' && <span class="tag tag-danger">{audit.outcomes.failure}</span>}
        </div>
      ),
    },
    {
      id: 'actor',
      title: audit.actor,
      cell: ({ actor, realActor }) => (
        <div>
          <Party {...actor} />
          {realActor && <span class="sub">{audit.behalf(shortId(realActor.id))}</span>}
        </div>
      ),
    },
    { id: 'target', title: audit.target, cell: ({ target }) => target && <Party {...target} /> },
    { id: 'origin', title: audit.origin, cell: ({ ip }) => ip },
  ]
  return (
    <>
      <Listing list={list} caption={caption} columns={columns} keyOf={({ id }) => id} empty={audit.empty} />
      {shown && <EventDialog event={shown} onClosed={() => setShown(undefined)} />}
    </>
  )
}

/** Ids are long, and their ends tell them apart. */
const shortId = (id: string | null): string => (id && id.length > 12 ? `…${id.slice(-8)}` : (id ?? ''))

/** Whoever did something, or what it was done to. */
function Party({ type, id }: { type: string; id: string | null }) {
  const { strings } = useConsole()
  const isOffered = useOffers()
  const { parties } = strings.audit
  const name = type in parties ? parties[type as keyof typeof parties] : type
  if (!id) return <>{name}</>
  if (type === 'user' && isOffered('users:read'))
    return (
      <Link to={`/admin/users/${id}`}>
        {name} {shortId(id)}
      </Link>
    )
  if (type === 'organization' && isOffered('organizations:read'))
    return (
      <Link to={`/admin/organizations/${id}`}>
        {name} {shortId(id)}
      </Link>
    )
  return (
    <>
      {name} {shortId(id)}
    </>
  )
}

function EventDialog({ event, onClosed }: { event: AuditEvent; onClosed(): void }) {
  const { strings } = useConsole()
  const { audit, list } = strings
  const { actor, realActor, target, organizationId, ip, userAgent, requestId, details } = event
  return (
    <Dialog title={event.action} isWide onClosed={onClosed}>
      <Facts>
        <Fact title={audit.at}>
          <Moment at={event.at} isExact />
        </Fact>
        <Fact title={audit.filterOutcome}>
          <span class={event.outcome === 'success' ? 'tag tag-good' : 'tag tag-danger'}>
            {audit.outcomes[event.outcome]}
          </span>
        </Fact>
        <Fact title={audit.actor}>
          <Whole type={actor.type} id={actor.id} />
        </Fact>
        {realActor && (
          <Fact title={audit.realActor}>
            <Whole type={realActor.type} id={realActor.id} />
          </Fact>
        )}
        {target && (
          <Fact title={audit.target}>
            <Whole type={target.type} id={target.id} />
          </Fact>
        )}
        {organizationId && (
          <Fact title={audit.organization}>
            <code>{organizationId}</code>
          </Fact>
        )}
        {ip && <Fact title={audit.origin}>{ip}</Fact>}
        {userAgent && <Fact title={audit.userAgent}>{userAgent}</Fact>}
      </Facts>
      {Object.keys(details).length > 0 && <pre class="code-block">{JSON.stringify(details, null, 2)}</pre>}
      {requestId && <RequestId id={requestId} />}
      <div class="actions">
        <button type="button" class="button" onClick={onClosed}>
          {list.close}
        </button>
      </div>
    </Dialog>
  )
}

function Whole({ type, id }: { type: string; id: string | null }) {
  const { parties } = useConsole().strings.audit
  return (
    <>
      {type in parties ? parties[type as keyof typeof parties] : type} {id && <code>{id}</code>}
    </>
  )
}
