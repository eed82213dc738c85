import type { SwitchableProvider } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { Loading, useLoaded } from '../area/loading.tsx'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { useConsole } from './area.ts'
import { useOffers } from './staff.ts'
import { type Column, Table } from './table.tsx'

/** The services people sign in with, each with its switch. */
export function Providers() {
  const { gatehouse, strings } = useConsole()
  const { providers } = strings
  const isOffered = useOffers()
  const [notice, setNotice] = useState('')
  const loaded = useLoaded(async () => (await gatehouse.admin.providers.list({})).items)
  const onSwitched = (items: SwitchableProvider[], next: SwitchableProvider) => {
    loaded.set(items.map((one) => (one.id === next.id ? next : one)))
    setNotice(next.enabled ? providers.switchedOn(next.name) : providers.switchedOff(next.name))
  }
  const columnsOf = (items: SwitchableProvider[]): Column<SwitchableProvider>[] => [
    { id: 'name', title: providers.name, isName: true, cell: ({ name }) => name },
    { id: 'kind', title: providers.kind, cell: ({ kind }) => providers.kinds[kind] },
    { id: 'issuer', title: providers.issuer, cell: ({ issuer }) => <code>{issuer}</code> },
    {
      id: 'state',
      title: providers.state,
      cell: ({ enabled }) => (
        <span class={enabled ? 'tag tag-good' : 'tag tag-danger'}>
          {enabled ? providers.on : providers.off}
        </span>
      ),
    },
    ...(isOffered('providers:write')
      ? [
          {
            id: 'act',
            title: providers.act,
            cell: (provider: SwitchableProvider) => (
              <Switch provider={provider} onSwitched={(next) => onSwitched(items, next)} />
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <Heading title={providers.title} />
      <p class="lead">{providers.lead}</p>
      <Notice>{notice}</Notice>
      <Loading loaded={loaded}>
        {(items) =>
          items.length === 0 ? (
            <p class="empty">{providers.empty}</p>
          ) : (
            <Table
              caption={providers.caption}
              columns={columnsOf(items)}
              items={items}
              keyOf={({ id }) => id}
            />
          )
        }
      </Loading>
    </>
  )
}

interface SwitchProps {
  provider: SwitchableProvider
  onSwitched(next: SwitchableProvider): void
}

function Switch({ provider, onSwitched }: SwitchProps) {
  const { gatehouse, strings } = useConsole()
  const { providers } = strings
  const { id, name, enabled } = provider
  const run = useRunAct()
  const action = useAction(async () => {
    onSwitched(await run(() => gatehouse.admin.providers.set({ provider: id, enabled: !enabled })))
  })
  return (
    <div>
      <ActionButton
        action={action}
        class="button-small"
        label={enabled ? providers.switchOffOf(name) : providers.switchOnOf(name)}
      >
        {enabled ? providers.switchOff : providers.switchOn}
      </ActionButton>
      <FailureAlert failure={action.failure} />
    </div>
  )
}
