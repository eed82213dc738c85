import { useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { Notice } from '../../ui/alert.tsx'
import { Card } from '../../ui/card.tsx'
import { Heading } from '../../ui/heading.tsx'
import { useOrganizations } from './area.ts'
import { mayGrant, namesOf, type Role } from './permissions.ts'
import { RoleForm } from './role-form.tsx'
import { useStanding } from './standing.ts'

type Asking = { what: 'add' } | { what: 'edit' | 'remove'; role: Role }

/** The roles there are: the organization's own, and those that every one has. */
export function Roles() {
  const { strings } = useOrganizations()
  const words = strings.roles
  const { organization, held, roles, reload } = useStanding()
  const [asking, setAsking] = useState<Asking>()
  const [notice, setNotice] = useState('')
  const changed = async (done: string) => {
    setNotice('')
    await reload()
    setNotice(done)
  }
  const own = roles.filter(({ id }) => id !== null)
  return (
    <>
      <Heading title={words.title} of={organization.name} />
      <p class="lead">{words.lead}</p>
      <Notice>{notice}</Notice>
      <Card title={words.custom} lead={words.customLead}>
        {own.length === 0 && <div class="empty">{words.empty}</div>}
        {own.length > 0 && (
          <ul class="rows">
            {own.map((role) => (
              <Row key={role.key} role={role} onAsked={(what) => setAsking({ what, role })} />
            ))}
          </ul>
        )}
        {held.has('roles:manage') && (
          <div class="actions">
            <button type="button" class="button" onClick={() => setAsking({ what: 'add' })}>
              {words.add}
            </button>
          </div>
        )}
      </Card>
      <Card title={words.builtIn} lead={words.builtInLead}>
        <ul class="rows">
          {roles
            .filter(({ id }) => id === null)
            .map((role) => (
              <Row key={role.key} role={role} />
            ))}
        </ul>
      </Card>
      {asking && <Question asking={asking} onDone={changed} onClosed={() => setAsking(undefined)} />}
    </>
  )
}

interface RowProps {
  role: Role
  /** Without it, the role cannot be changed by anybody. */
  onAsked?(what: 'edit' | 'remove'): void
}

function Row({ role, onAsked }: RowProps) {
  const { strings } = useOrganizations()
  const words = strings.roles
  const { organization, held } = useStanding()
  const { name, about, memberCount, permissions } = role
  const mayTouch = held.has('roles:manage') && mayGrant({ role: organization.myRole, held }, role)
  return (
    <li class="row row-plain">
      <div class="row-text">
        <p class="row-title">
          {name} <span class="tag">{strings.mine.members(memberCount)}</span>
        </p>
        <p class="hint">{about || namesOf(strings, permissions)}</p>
      </div>
      {onAsked && mayTouch && (
        <div class="row-actions">
          <button
            type="button"
            class="button button-small"
            onClick={() => onAsked('edit')}
            aria-label={words.editOf(name)}
          >
            {words.edit}
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={() => onAsked('remove')}
            aria-label={words.removeOf(name)}
          >
            {words.remove}
          </button>
        </div>
      )}
    </li>
  )
}

interface QuestionProps {
  asking: Asking
  onDone(done: string): void
  onClosed(): void
}

function Question({ asking, onDone, onClosed }: QuestionProps) {
  const { gatehouse, strings } = useOrganizations()
  const words = strings.roles
  const organizationId = useStanding().organization.id
  if (asking.what !== 'remove') {
    const role = asking.what === 'edit' ? asking.role : undefined
    return <RoleForm role={role} onDone={onDone} onClosed={onClosed} />
  }
  const { id, name } = asking.role
  return (
    <Ask
      title={words.removeTitle(name)}
      lead={words.removeLead}
      submit={words.remove}
      isDanger
      act={() => gatehouse.organizations.roles.delete({ organizationId, roleId: id ?? '' })}
      onDone={() => onDone(words.removed(name))}
      onClosed={onClosed}
    />
  )
}
