import type { AuditVerification } from '@gatehouse/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { type Failure, toFailure } from '../failure.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { Card } from '../ui/card.tsx'
import { AlertIcon, CheckIcon } from '../ui/icons.tsx'
import { Link } from '../ui/link.tsx'
import { useConsole } from './area.ts'
import { type Column, Table } from './table.tsx'

type Break = AuditVerification['breaks'][number]

/** How far the log was gone through. */
interface Progress extends Pick<AuditVerification, 'chains' | 'events' | 'breaks'> {
  state: 'running' | 'stopped' | 'done'
}

const nothingYet: Progress = { chains: 0, events: 0, breaks: [], state: 'running' }

/** Recomputes the log's chains, stretch by stretch, and shows where they are broken. */
export function Verification() {
  const { gatehouse, strings, language } = useConsole()
  const { verification } = strings
  const run = useRunAct()
  const [progress, setProgress] = useState<Progress>()
  const [failure, setFailure] = useState<Failure>()
  const isWanted = useRef(false)
  useEffect(
    () => () => {
      isWanted.current = false
    },
    [],
  )
  const verify = async () => {
    let sum = nothingYet
    let cursor: string | null | undefined
    isWanted.current = true
    setFailure(undefined)
    setProgress(sum)
    try {
      do {
        const slice = await run(() => gatehouse.admin.audit.verify({ ...(cursor && { cursor }) }))
        cursor = slice.nextCursor
        sum = added(sum, slice)
        if (isWanted.current) setProgress(sum)
      } while (cursor !== null && isWanted.current)
      setProgress({ ...sum, state: isWanted.current ? 'done' : 'stopped' })
    } catch (error) {
      setFailure(toFailure(error))
      setProgress({ ...sum, state: 'stopped' })
    }
  }
  const isRunning = progress?.state === 'running'
  const number = new Intl.NumberFormat(language)
  return (
    <Card title={verification.title} lead={verification.lead}>
      <FailureAlert failure={failure} />
      <div role="status">
        {isRunning && <p>{verification.running(number.format(progress.events))}</p>}
        {progress?.state === 'stopped' && <p>{verification.stopped}</p>}
        {progress?.state === 'done' && progress.breaks.length === 0 && (
          <div class="alert alert-success">
            <CheckIcon />
            <div>
              <p>{verification.sound(number.format(progress.events), number.format(progress.chains))}</p>
            </div>
          </div>
        )}
        {progress && progress.breaks.length > 0 && (
          <div class="alert alert-error">
            <AlertIcon />
            <div>
              <p>{verification.broken(progress.breaks.length)}</p>
            </div>
          </div>
        )}
      </div>
      {progress && progress.breaks.length > 0 && <Breaks breaks={progress.breaks} />}
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => {
            if (isRunning) isWanted.current = false
            else void verify()
          }}
        >
          {isRunning ? verification.stop : progress ? verification.again : verification.start}
        </button>
      </div>
    </Card>
  )
}

const added = (sum: Progress, slice: AuditVerification): Progress => ({
  ...sum,
  chains: sum.chains + slice.chains,
  events: sum.events + slice.events,
  breaks: [...sum.breaks, ...slice.breaks],
})

function Breaks({ breaks }: { breaks: Break[] }) {
  const { strings } = useConsole()
  const { verification } = strings
  const columns: Column<Break>[] = [
    { id: 'found', title: verification.found, isName: true, cell: ({ kind }) => verification.kinds[kind] },
    { id: 'chain', title: verification.chain, cell: ({ chain }) => <Chain chain={chain} /> },
    { id: 'position', title: verification.position, isFigure: true, cell: ({ position }) => position },
    { id: 'event', title: verification.event, cell: ({ eventId }) => eventId && <code>{eventId}</code> },
  ]
  return (
    <Table
      caption={verification.caption}
      columns={columns}
      items={breaks}
      keyOf={({ chain, position }) => `${chain} ${position}`}
    />
  )
}

/** Which chain it is: an organization's own, one of those people are spread over, or the platform's. */
function Chain({ chain }: { chain: string }) {
  const { strings } = useConsole()
  const { chains } = strings.verification
  const [kind = '', part = ''] = chain.split(':')
  if (kind === 'organization') return <Link to={`/admin/organizations/${part}`}>{chains.organization}</Link>
  return <>{kind === 'people' ? chains.people(part) : chains.system}</>
}
