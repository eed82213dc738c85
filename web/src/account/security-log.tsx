import type { AuditEvent } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { Loading, useLoaded } from '../area/loading.tsx'
import { type Failure, toFailure } from '../failure.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { dayAndTime } from '../ui/time.ts'
import { type AccountWords, useAccount } from './area.ts'

/** What has happened with the account, newest first, in sentences. */
export function SecurityLog() {
  const { gatehouse, strings } = useAccount()
  const { log } = strings
  const run = useRunAct()
  const loaded = useLoaded(() => gatehouse.account.securityLog({}))
  const [failure, setFailure] = useState<Failure>()

  const showMore = async () => {
    const { result } = loaded
    if (!result?.nextCursor) return
    setFailure(undefined)
    try {
      const next = await run(() => gatehouse.account.securityLog({ cursor: result.nextCursor ?? undefined }))
      loaded.set({ items: [...result.items, ...next.items], nextCursor: next.nextCursor })
    } catch (error) {
      setFailure(toFailure(error))
    }
  }

  return (
    <>
      <Heading title={log.title} />
      <p class="lead">{log.lead}</p>
      <Loading loaded={loaded}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <p class="hint">{log.empty}</p>}
            <ol class="rows">
              {items.map((event) => (
                <Entry key={event.id} {...event} />
              ))}
            </ol>
            <FailureAlert failure={failure} />
            {nextCursor !== null && (
              <button type="button" class="button button-quiet" onClick={showMore}>
                {log.more}
              </button>
            )}
          </>
        )}
      </Loading>
    </>
  )
}

/** An act that failed has words of its own where the others would tell of a success. */
function sentenceOf(
  log: AccountWords['log'],
  action: AuditEvent['action'],
  outcome: AuditEvent['outcome'],
): string {
  const failed = outcome === 'failure' ? log.failures[action] : undefined
  return failed ?? log.actions[action] ?? log.other(action)
}

function Entry({ at, action, outcome, ip }: AuditEvent) {
  const { strings, language } = useAccount()
  const { log } = strings
  return (
    <li class="row">
      <span class={`dot dot-${outcome}`} />
      <div class="row-text">
        <p class="row-title">{sentenceOf(log, action, outcome)}</p>
        <p class="hint">
          <time dateTime={at.toISOString()}>{dayAndTime(language, at)}</time> {ip && log.from(ip)}
        </p>
      </div>
    </li>
  )
}
