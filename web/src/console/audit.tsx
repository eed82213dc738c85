import type { AdminAuditListInput } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Ask } from '../area/ask.tsx'
import { useList } from '../area/list.ts'
import { Notice } from '../ui/alert.tsx'
import { saveFile } from '../ui/files.ts'
import { Heading } from '../ui/heading.tsx'
import { useConsole } from './area.ts'
import { EventTable } from './event-table.tsx'
import { ChoiceFilter, Filters, TextFilter, useFiltering } from './filters.tsx'
import { useOffers } from './staff.ts'
import { Verification } from './verification.tsx'

type Criteria = Omit<AdminAuditListInput, 'limit' | 'cursor'>

const names = ['action', 'outcome', 'actorId', 'targetId', 'requestId', 'from', 'to'] as const

/** The whole log: searched, taken out as a file, and verified. */
export function Audit() {
  const { gatehouse, strings } = useConsole()
  const { audit, list: words } = strings
  const isOffered = useOffers()
  const [isExporting, setExporting] = useState(false)
  const [notice, setNotice] = useState('')
  const filtering = useFiltering(names)
  const { asked } = filtering
  const criteria = criteriaOf(asked)
  const list = useList(filtering.key, (cursor) =>
    gatehouse.admin.audit.list({ ...criteria, ...(cursor && { cursor }) }),
  )
  return (
    <>
      <div class="page-head">
        <Heading title={audit.title} />
        {isOffered('audit:export') && (
          <button type="button" class="button" onClick={() => setExporting(true)}>
            {audit.exportOpen}
          </button>
        )}
      </div>
      <p class="lead">{audit.lead}</p>
      <Verification />
      <Filters filtering={filtering} label={audit.caption}>
        <TextFilter name="action" label={audit.action} asked={asked} placeholder="sign_in.failed" />
        <ChoiceFilter
          name="outcome"
          label={audit.filterOutcome}
          asked={asked}
          open={words.any}
          choices={[
            { value: 'success', text: audit.outcomes.success },
            { value: 'failure', text: audit.outcomes.failure },
          ]}
        />
        <TextFilter name="actorId" label={audit.filterActor} asked={asked} />
        <TextFilter name="targetId" label={audit.filterTarget} asked={asked} />
        <TextFilter name="requestId" label={audit.filterRequest} asked={asked} />
        <TextFilter name="from" label={audit.filterFrom} asked={asked} type="date" />
        <TextFilter name="to" label={audit.filterTo} asked={asked} type="date" />
      </Filters>
      <Notice>{notice}</Notice>
      <EventTable list={list} caption={audit.caption} />
      {isExporting && (
        <Ask
          title={audit.exportTitle}
          lead={audit.exportLead}
          submit={audit.exportSubmit}
          act={() =>
            exportAll((cursor) => gatehouse.admin.audit.export({ ...criteria, ...(cursor && { cursor }) }))
          }
          onDone={({ lines, isWhole }) => {
            saveFile(`${audit.exportName}.ndjson`, lines.join('\n'), 'application/x-ndjson')
            setNotice(isWhole ? audit.exported(lines.length) : audit.exportedPart(lines.length))
          }}
          onClosed={() => setExporting(false)}
        />
      )}
    </>
  )
}

/** What was typed, as the server takes it. What it does not take, it says. */
function criteriaOf(asked: Record<string, string>): Criteria {
  const { action, outcome, from, to, ...ids } = asked
  return {
    ...(action && { action: action as NonNullable<Criteria['action']> }),
    ...((outcome === 'success' || outcome === 'failure') && { outcome }),
    ...ids,
    ...(from && { from: startOf(from) }),
    ...(to && { to: startOf(to, 1) }),
  }
}

/** The beginning of a day where the viewer is, or of one that many days after. */
export function startOf(day: string, later = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later)
}

/** How many events one file may hold: a browser has to hold them all. */
const MOST_EXPORTED = 100_000

/** Every event, call by call: each answers with as many as it can, and with where to go on. */
async function exportAll(
  exportFrom: (cursor: string | undefined) => Promise<string>,
): Promise<{ lines: string[]; isWhole: boolean }> {
  const lines: string[] = []
  let cursor: string | undefined
  do {
    const answer = (await exportFrom(cursor)).trimEnd().split('\n')
    const { nextCursor } = JSON.parse(answer.pop() ?? '') as { nextCursor: string | null }
    lines.push(...answer)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && lines.length < MOST_EXPORTED)
  return { lines, isWhole: cursor === undefined }
}
