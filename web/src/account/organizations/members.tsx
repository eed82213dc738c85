import type { Member } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { useList } from '../../area/list.ts'
import { Rows } from '../../area/rows.tsx'
import { Notice } from '../../ui/alert.tsx'
import { Heading } from '../../ui/heading.tsx'
import { day } from '../../ui/time.ts'
import { useOrganizations } from './area.ts'
import { Monogram } from './monogram.tsx'
import { mayGrant, roleName } from './permissions.ts'
import { RoleChoice } from './role-choice.tsx'
import { useStanding } from './standing.ts'

type Asking = { what: 'role' | 'remove'; member: Member }

/** Who belongs to the organization, with a role that can be changed, and a membership that can be ended. */
export function Members() {
  const { gatehouse, strings } = useOrganizations()
  const { members, list: words } = strings
  const { organization, reload, user } = useStanding()
  const organizationId = organization.id
  const list = useList(organizationId, (cursor) =>
    gatehouse.organizations.members({ organizationId, cursor }),
  )
  const [asking, setAsking] = useState<Asking>()
  const [notice, setNotice] = useState('')
  const changed = async (done: string) => {
    setNotice('')
    await list.reload()
    // Who removed or changed somebody may have changed themselves.
    await reload()
    setNotice(done)
  }
  return (
    <>
      <Heading title={members.title} of={organization.name} />
      <p class="lead">{members.lead}</p>
      <Notice>{notice}</Notice>
      <Rows list={list} label={members.title} more={words.more} empty={<p>{members.empty}</p>}>
        {(member) => (
          <Row
            key={member.user.id}
            member={member}
            isSelf={member.user.id === user.id}
            onAsked={(what) => setAsking({ what, member })}
          />
        )}
      </Rows>
      {asking && <Question {...asking} onDone={changed} onClosed={() => setAsking(undefined)} />}
    </>
  )
}

interface RowProps {
  member: Member
  isSelf: boolean
  onAsked(what: Asking['what']): void
}

function Row({ member, isSelf, onAsked }: RowProps) {
  const { strings, language } = useOrganizations()
  const { members } = strings
  const { organization, held, roles } = useStanding()
  const { displayName, email } = member.user
  const role = roles.find(({ key }) => key === member.role) ?? { key: member.role, permissions: [] }
  const mayTouch = held.has('members:manage') && mayGrant({ role: organization.myRole, held }, role)
  return (
    <li class="row">
      <Monogram name={displayName} isPerson />
      <div class="row-text">
        <p class="row-title">
          {displayName} {isSelf && <span class="tag tag-accent">{strings.organization.you}</span>}{' '}
          <span class="tag">{roleName(strings, roles, member.role)}</span>
        </p>
        {email && <p class="hint">{email}</p>}
        <p class="hint">{members.joined(day(language, member.joinedAt))}</p>
      </div>
      {mayTouch && (
        <div class="row-actions">
          <button
            type="button"
            class="button button-small"
            onClick={() => onAsked('role')}
            aria-label={members.changeRoleOf(displayName)}
          >
            {members.changeRole}
          </button>
          {!isSelf && (
            <button
              type="button"
              class="button button-small"
              onClick={() => onAsked('remove')}
              aria-label={members.removeOf(displayName)}
            >
              {members.remove}
            </button>
          )}
        </div>
      )}
    </li>
  )
}

interface QuestionProps extends Asking {
  onDone(done: string): void
  onClosed(): void
}

function Question({ what, member, onDone, onClosed }: QuestionProps) {
  const { gatehouse, strings } = useOrganizations()
  const { members } = strings
  const { organization, roles } = useStanding()
  const { id: userId, displayName } = member.user
  const organizationId = organization.id
  if (what === 'remove') {
    return (
      <Ask
        title={members.removeTitle(displayName)}
        lead={members.removeLead}
        submit={members.remove}
        isDanger
        act={() => gatehouse.organizations.removeMember({ organizationId, userId })}
        onDone={() => onDone(members.removed(displayName))}
        onClosed={onClosed}
      />
    )
  }
  return (
    <Ask
      title={members.roleTitle(displayName)}
      lead={members.roleLead}
      submit={members.roleSubmit}
      act={async ({ role = '' }) => {
        await gatehouse.organizations.setRole({ organizationId, userId, role })
        return role
      }}
      onDone={(role) => onDone(members.roleChanged(displayName, roleName(strings, roles, role)))}
      onClosed={onClosed}
    >
      {(form) => <RoleChoice initial={member.role} problem={form.problemOf('role')} />}
    </Ask>
  )
}
