import type { Session } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { Loading, useLoaded } from '../area/loading.tsx'
import { type Failure, toFailure } from '../failure.ts'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { DeviceIcon, PhoneIcon } from '../ui/icons.tsx'
import { ago, dayAndTime } from '../ui/time.ts'
import { type AccountWords, useAccount } from './area.ts'

/** The devices that are signed in, and the way to sign them out. */
export function Sessions() {
  const { gatehouse, strings } = useAccount()
  const { sessions } = strings
  const run = useRunAct()
  const loaded = useLoaded(async () => (await gatehouse.sessions.list({ limit: 100 })).items)
  const [notice, setNotice] = useState('')
  const [failure, setFailure] = useState<Failure>()

  /** Carries out, says so, and shows what is left. */
  const act = async (doIt: () => Promise<unknown>, done: string) => {
    setNotice('')
    setFailure(undefined)
    try {
      await run(doIt)
      await loaded.reload()
      setNotice(done)
    } catch (error) {
      setFailure(toFailure(error))
    }
  }

  return (
    <>
      <Heading title={sessions.title} />
      <p class="lead">{sessions.lead}</p>
      <Notice>{notice}</Notice>
      <FailureAlert failure={failure} />
      <Loading loaded={loaded}>
        {(items) => (
          <>
            <ul class="rows">
              {thisOneFirst(items).map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  onRevoke={() =>
                    act(
                      () => gatehouse.sessions.revoke({ sessionId: session.id }),
                      sessions.revoked(deviceText(strings, session)),
                    )
                  }
                />
              ))}
            </ul>
            {items.length > 1 ? (
              <button
                type="button"
                class="button button-quiet"
                onClick={() => act(() => gatehouse.sessions.revokeOthers(), sessions.revokedOthers)}
              >
                {sessions.revokeOthers}
              </button>
            ) : (
              <p class="hint">{sessions.onlyThis}</p>
            )}
          </>
        )}
      </Loading>
    </>
  )
}

function SessionRow({ session, onRevoke }: { session: Session; onRevoke(): void }) {
  const { strings, language } = useAccount()
  const { sessions } = strings
  const device = deviceText(strings, session)
  return (
    <li class="row">
      <span class="row-icon">
        {/Android|iOS|iPhone|iPad/.test(session.device) ? <PhoneIcon /> : <DeviceIcon />}
      </span>
      <div class="row-text">
        <p class="row-title">
          {device} {session.current && <span class="tag tag-accent">{sessions.current}</span>}
        </p>
        <p class="hint">
          {sessions.lastSeen(ago(language, session.lastSeenAt))} {session.ip && sessions.from(session.ip)}
        </p>
        <p class="hint">{sessions.since(dayAndTime(language, session.createdAt))}</p>
      </div>
      {!session.current && (
        <button
          type="button"
          class="button button-small"
          onClick={onRevoke}
          aria-label={sessions.revokeOf(device)}
        >
          {sessions.revoke}
        </button>
      )}
    </li>
  )
}

const thisOneFirst = (items: Session[]): Session[] =>
  items.toSorted((left, right) => Number(right.current) - Number(left.current))

/** The server's name for a device, in the page's language. */
function deviceText({ sessions }: AccountWords, { device, isImpersonated }: Session): string {
  if (isImpersonated) return sessions.administrator
  const [browser, system] = device.split(' on ')
  if (browser && system) return sessions.deviceOn(browser, system)
  return device === 'Unknown device' ? sessions.unknownDevice : device
}
