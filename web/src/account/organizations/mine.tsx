import type { Organization } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../../area/acts.ts'
import { useList } from '../../area/list.ts'
import { useLoaded } from '../../area/loading.tsx'
import { Rows } from '../../area/rows.tsx'
import { ActionButton, useAction } from '../../ui/action.tsx'
import { FailureAlert, Notice } from '../../ui/alert.tsx'
import { Heading } from '../../ui/heading.tsx'
import { BuildingIcon } from '../../ui/icons.tsx'
import { Link } from '../../ui/link.tsx'
import { useOrganizations } from './area.ts'
import { Found } from './found.tsx'
import { Invited } from './invited.tsx'
import { Monogram } from './monogram.tsx'
import { roleName } from './permissions.ts'

/** The organizations the person belongs to, those that want them, and a new one. */
export function Mine() {
  const { gatehouse, strings, carried } = useOrganizations()
  const { mine, list: words } = strings
  const list = useList('', (cursor) => gatehouse.organizations.list({ cursor }))
  const active = useActive()
  const [notice, setNotice] = useState(carried.done ?? '')
  const [isFounding, setFounding] = useState(false)
  const joined = async (done: string) => {
    setNotice('')
    await list.reload()
    setNotice(done)
  }
  return (
    <>
      <Heading title={mine.title} />
      <p class="lead">{mine.lead}</p>
      <Notice>{notice}</Notice>
      <Invited onJoined={joined} onDeclined={setNotice} />
      <FailureAlert failure={active.failure} />
      <Rows
        list={list}
        label={mine.listTitle}
        more={words.more}
        empty={
          <>
            <BuildingIcon />
            <p>{mine.empty}</p>
            <p class="hint">{mine.emptyHint}</p>
          </>
        }
      >
        {(organization) => (
          <Row
            key={organization.id}
            organization={organization}
            isActive={active.organizationId === organization.id}
            onChosen={active.choose}
            onDone={setNotice}
          />
        )}
      </Rows>
      <div class="actions">
        <button type="button" class="button button-primary" onClick={() => setFounding(true)}>
          {mine.create}
        </button>
      </div>
      {isFounding && <Found onClosed={() => setFounding(false)} />}
    </>
  )
}

/** Which organization this device acts for. */
function useActive() {
  const { gatehouse } = useOrganizations()
  const run = useRunAct()
  const loaded = useLoaded(async () => {
    const { items } = await gatehouse.sessions.list({ limit: 100 })
    return items.find(({ current }) => current)?.organizationId ?? ''
  })
  return {
    organizationId: loaded.result,
    failure: loaded.failure,
    choose: async (organizationId: string | null) => {
      await run(() => gatehouse.sessions.setOrganization({ organizationId, delivery: 'cookie' }))
      loaded.set(organizationId ?? '')
    },
  }
}

interface RowProps {
  organization: Organization
  isActive: boolean
  onChosen(organizationId: string | null): Promise<void>
  onDone(done: string): void
}

function Row({ organization, isActive, onChosen, onDone }: RowProps) {
  const { strings } = useOrganizations()
  const { mine } = strings
  const { id, name, slug, memberCount, myRole } = organization
  const toggle = useAction(async () => {
    await onChosen(isActive ? null : id)
    onDone(isActive ? mine.deactivated : mine.activated(name))
  })
  return (
    <li class="row">
      <Monogram name={name} />
      <div class="row-text">
        <p class="row-title">
          <Link to={`/account/organizations/${id}`}>{name}</Link>{' '}
          {isActive && <span class="tag tag-accent">{mine.active}</span>}
        </p>
        <p class="hint">
          {roleName(strings, [], myRole)} · {mine.members(memberCount)} · {slug}
        </p>
        <FailureAlert failure={toggle.failure} />
      </div>
      <ActionButton action={toggle} class="button-small" label={isActive ? undefined : mine.activateOf(name)}>
        {isActive ? mine.deactivate : mine.activate}
      </ActionButton>
    </li>
  )
}
