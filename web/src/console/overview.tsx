import type { Stats } from '@gatehouse/sdk'
import { Loading, useLoaded } from '../area/loading.tsx'
import { Card } from '../ui/card.tsx'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { ago, shortDay } from '../ui/time.ts'
import { useConsole } from './area.ts'
import { Fact, Facts } from './facts.tsx'
import { Plot } from './plot.tsx'
import { useOffers } from './staff.ts'
import { type Column, Table } from './table.tsx'

type Day = Stats['days'][number]

/** What is counted day by day, in the order it is shown. More of the last three is no good news. */
const series = ['users', 'signIns', 'failures', 'lockouts', 'rateLimited'] as const
const troubles: ReadonlySet<(typeof series)[number]> = new Set(['failures', 'lockouts', 'rateLimited'])

/** The platform at a glance: the last two weeks, what there is, and how mail and log stand. */
export function Overview() {
  const { gatehouse, strings } = useConsole()
  const { overview } = strings
  const isOffered = useOffers()
  const loaded = useLoaded(() => gatehouse.admin.stats({}))
  return (
    <>
      <Heading title={overview.title} />
      <p class="lead">{overview.lead}</p>
      <Loading loaded={loaded}>
        {({ days, totals }) => (
          <>
            <div class="plots">
              {series.map((name) => (
                <Plot
                  key={name}
                  title={overview.series[name]}
                  days={days.map((one) => ({ day: one.day, value: one[name] }))}
                  isTrouble={troubles.has(name)}
                />
              ))}
              <Totals totals={totals} />
            </div>
            <details>
              <summary>{overview.numbers}</summary>
              <Numbers days={days} />
            </details>
          </>
        )}
      </Loading>
      <div class="columns columns-even">
        {isOffered('mail:read') && <Queue />}
        {isOffered('audit:read') && <LogState />}
      </div>
    </>
  )
}

function Totals({ totals }: Pick<Stats, 'totals'>) {
  const { strings, language } = useConsole()
  const { overview } = strings
  const number = new Intl.NumberFormat(language)
  const names = ['users', 'verified', 'disabled', 'organizations', 'sessions'] as const
  return (
    <section class="totals" aria-label={overview.totals}>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>{overview.totalsOf[name]}</dt>
            <dd class="figure">{number.format(totals[name])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The same as the plots, to be read. */
function Numbers({ days }: { days: Day[] }) {
  const { strings, language } = useConsole()
  const { overview } = strings
  const number = new Intl.NumberFormat(language)
  const columns: Column<Day>[] = [
    { id: 'day', title: overview.day, isName: true, cell: ({ day }) => shortDay(language, day) },
    ...series.map((name) => ({
      id: name,
      title: overview.series[name],
      isFigure: true,
      cell: (day: Day) => number.format(day[name]),
    })),
  ]
  return (
    <Table caption={overview.numbers} columns={columns} items={days.toReversed()} keyOf={({ day }) => day} />
  )
}

/** As many as one call tells of. */
const COUNTED = 100

function Queue() {
  const { gatehouse, strings, language } = useConsole()
  const { overview } = strings
  const loaded = useLoaded(async () => {
    const [queued, failed] = await Promise.all([
      gatehouse.admin.mail.list({ status: 'queued', limit: COUNTED }),
      gatehouse.admin.mail.list({ status: 'failed', limit: COUNTED }),
    ])
    return { queued, failed }
  })
  const countOf = ({ items, nextCursor }: { items: unknown[]; nextCursor: string | null }) =>
    nextCursor === null ? String(items.length) : `${items.length}+`
  return (
    <Card title={overview.queue} lead={overview.queueLead}>
      <Loading loaded={loaded}>
        {({ queued, failed }) => {
          const oldest = queued.nextCursor === null ? queued.items.at(-1) : undefined
          return (
            <Facts>
              <Fact title={overview.waiting}>{countOf(queued)}</Fact>
              {oldest && <Fact title={overview.oldest}>{ago(language, oldest.createdAt)}</Fact>}
              <Fact title={overview.failed}>
                {failed.items.length === 0 ? '0' : <span class="tag tag-danger">{countOf(failed)}</span>}
              </Fact>
            </Facts>
          )
        }}
      </Loading>
      <p>
        <Link to="/admin/mail">{overview.toMail}</Link>
      </p>
    </Card>
  )
}

function LogState() {
  const { gatehouse, strings, language } = useConsole()
  const { overview } = strings
  const loaded = useLoaded(() => gatehouse.admin.audit.list({ limit: 1 }))
  return (
    <Card title={overview.audit} lead={overview.auditLead}>
      <Loading loaded={loaded}>
        {({ items: [last] }) => (
          <Facts>
            <Fact title={overview.lastEvent}>
              {last ? (
                <>
                  <code>{last.action}</code> {ago(language, last.at)}
                </>
              ) : (
                strings.list.none
              )}
            </Fact>
          </Facts>
        )}
      </Loading>
      <p>
        <Link to="/admin/audit">{overview.toAudit}</Link>
      </p>
    </Card>
  )
}
