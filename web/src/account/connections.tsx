import type { Identity } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { Loading, useLoaded } from '../area/loading.tsx'
import { rememberLinking } from '../linking.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { LinkIcon } from '../ui/icons.tsx'
import { day } from '../ui/time.ts'
import { useAccount } from './area.ts'

/** The accounts elsewhere that open this one, and those that could. */
export function Connections() {
  const { gatehouse, strings } = useAccount()
  const { connections } = strings
  const [notice, setNotice] = useState('')
  const loaded = useLoaded(async () => {
    const [identities, providers] = await Promise.all([
      gatehouse.identities.list({}),
      gatehouse.oauth.providers(),
    ])
    const known = new Set(identities.items.map(({ provider }) => provider))
    return {
      identities: identities.items,
      others: providers.items.filter(({ id }) => !known.has(id)),
    }
  })
  const gone = async (name: string) => {
    setNotice('')
    await loaded.reload()
    setNotice(connections.disconnected(name))
  }
  return (
    <>
      <Heading title={connections.title} />
      <p class="lead">{connections.lead}</p>
      <Notice>{notice}</Notice>
      <Loading loaded={loaded}>
        {({ identities, others }) =>
          identities.length + others.length === 0 ? (
            <p class="hint">{connections.empty}</p>
          ) : (
            <ul class="rows">
              {identities.map((identity) => (
                <Connected key={identity.id} identity={identity} onGone={() => gone(identity.providerName)} />
              ))}
              {others.map((provider) => (
                <Connectable key={provider.id} {...provider} />
              ))}
            </ul>
          )
        }
      </Loading>
    </>
  )
}

function Connected({ identity, onGone }: { identity: Identity; onGone(): void }) {
  const { gatehouse, strings, language } = useAccount()
  const { connections } = strings
  const { id, providerName, email, createdAt } = identity
  const run = useRunAct()
  const action = useAction(async () => {
    await run(() => gatehouse.identities.unlink({ identityId: id }))
    onGone()
  })
  return (
    <li class="row">
      <span class="row-icon">
        <LinkIcon />
      </span>
      <div class="row-text">
        <p class="row-title">{providerName}</p>
        {email && <p class="hint">{email}</p>}
        <p class="hint">{connections.connected(day(language, createdAt))}</p>
        <FailureAlert failure={action.failure} />
      </div>
      <ActionButton action={action} class="button-small" label={connections.disconnectOf(providerName)}>
        {connections.disconnect}
      </ActionButton>
    </li>
  )
}

/** Leaves for the provider; the page it sends people back to leads here again. */
function Connectable({ id, name }: { id: string; name: string }) {
  const { gatehouse, strings } = useAccount()
  const { connections } = strings
  const run = useRunAct()
  const action = useAction(async () => {
    const input = { provider: id, mode: 'link', redirectTo: '/account/connections' } as const
    const { authorizationUrl } = await run(() => gatehouse.oauth.authorize(input))
    rememberLinking()
    location.assign(authorizationUrl)
  })
  return (
    <li class="row">
      <span class="row-icon">
        <LinkIcon />
      </span>
      <div class="row-text">
        <p class="row-title">{name}</p>
        <p class="hint">{connections.none}</p>
        <FailureAlert failure={action.failure} />
      </div>
      <ActionButton action={action} class="button-small" label={connections.connectOf(name)}>
        {connections.connect}
      </ActionButton>
    </li>
  )
}
