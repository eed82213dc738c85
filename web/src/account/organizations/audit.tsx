import type { AuditEvent } from '@gatehouse/sdk'
import { useEffect, useState } from 'preact/hooks'
import { useRunAct } from '../../area/acts.ts'
import { useList } from '../../area/list.ts'
import { Rows } from '../../area/rows.tsx'
import { Heading } from '../../ui/heading.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { dayAndTime } from '../../ui/time.ts'
import { useOrganizations, type Words } from './area.ts'
import { factsOf } from './audit-facts.ts'
import { useStanding } from './standing.ts'

type Sentences = Words['audit']['sentences']
type Told = keyof Sentences

const isTold = (sentences: Sentences, action: string): action is Told => action in sentences

/** What has happened in the organization, newest first, all of it or one kind. */
export function Audit() {
  const { gatehouse, strings } = useOrganizations()
  const { audit, list: words } = strings
  const { organization } = useStanding()
  const organizationId = organization.id
  const [action, setAction] = useState<Told>()
  const list = useList(`${organizationId} ${action}`, (cursor) =>
    gatehouse.organizations.auditEvents({ organizationId, action, cursor }),
  )
  const names = useNames()
  const kinds = Object.entries(audit.sentences).map(([value, text]) => ({ value, text }))
  return (
    <>
      <Heading title={audit.title} of={organization.name} />
      <p class="lead">{audit.lead}</p>
      <div class="filter">
        <SelectField
          name="action"
          label={audit.filter}
          initial=""
          options={[{ value: '', text: audit.everything }, ...kinds]}
          onChange={(value) => setAction(isTold(audit.sentences, value) ? value : undefined)}
          problem={undefined}
        />
      </div>
      <Rows list={list} label={audit.title} more={words.more} empty={<p>{audit.empty}</p>}>
        {(event) => <Entry key={event.id} event={event} names={names} />}
      </Rows>
    </>
  )
}

/** What members are called, as far as the person may know; events hold ids only. */
function useNames(): ReadonlyMap<string, string> {
  const { gatehouse } = useOrganizations()
  const { organization, held, user } = useStanding()
  const run = useRunAct()
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map([[user.id, user.displayName]]))
  useEffect(() => {
    if (!held.has('members:read')) return
    const read = async () => {
      const { items } = await run(() =>
        gatehouse.organizations.members({ organizationId: organization.id, limit: 100 }),
      )
      setNames(new Map(items.map((member) => [member.user.id, member.user.displayName])))
    }
    // Without them, the log still says what happened.
    read().catch(() => undefined)
  }, [])
  return names
}

interface EntryProps {
  event: AuditEvent
  names: ReadonlyMap<string, string>
}

function Entry({ event, names }: EntryProps) {
  const { strings, language } = useOrganizations()
  const { audit } = strings
  const { roles } = useStanding()
  const { at, action, outcome, actor, realActor, target, ip } = event
  const sentence = isTold(audit.sentences, action) ? audit.sentences[action] : audit.other(action)
  const whoIs = (who: AuditEvent['actor']) => {
    if (who.type !== 'user') return audit.actors[who.type]
    return (who.id && names.get(who.id)) || audit.actors.gone
  }
  const facts = factsOf({ words: strings, roles }, event)
  const isAboutOther = target?.type === 'user' && target.id !== actor.id
  return (
    <li class="row row-plain">
      <div class="row-text">
        <p class="row-title">
          {sentence}
          {isAboutOther && `: ${names.get(target.id ?? '') ?? audit.actors.gone}`}{' '}
          {outcome === 'failure' && <span class="tag tag-danger">{audit.failed}</span>}
        </p>
        {facts.length > 0 && (
          <ul class="audit-facts">
            {facts.map(({ label, text }) => (
              <li key={label}>
                {label}: {text}
              </li>
            ))}
          </ul>
        )}
        <p class="hint">
          {audit.by(whoIs(actor))}
          {realActor && ` (${audit.actingAs(whoIs(realActor))})`} ·{' '}
          <time dateTime={at.toISOString()}>{dayAndTime(language, at)}</time>
          {ip && ` · ${ip}`}
        </p>
      </div>
    </li>
  )
}
