import type { AdminUser, AdminUsersListInput } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useList } from '../../area/list.ts'
import { Heading } from '../../ui/heading.tsx'
import { Link } from '../../ui/link.tsx'
import { useConsole } from '../area.ts'
import { startOf } from '../audit.tsx'
import { ChoiceFilter, Filters, TextFilter, useFiltering } from '../filters.tsx'
import { Listing } from '../listing.tsx'
import { Moment } from '../moment.tsx'
import { useOffers } from '../staff.ts'
import type { Column } from '../table.tsx'
import { Bulk, type BulkOutcome, BulkResults, mayDoInBulk } from './bulk.tsx'
import { CreateUser } from './create-user.tsx'
import { Standing } from './standing.tsx'

type Criteria = Omit<AdminUsersListInput, 'limit' | 'cursor'>

const names = ['search', 'status', 'isVerified', 'organizationId', 'createdAfter', 'sort'] as const
const sorts = ['-createdAt', 'createdAt', '-lastSignInAt', 'lastSignInAt', 'email', '-email'] as const

/** Everybody who has an account: searched, filtered, ordered, and acted on one by one or together. */
export function Users() {
  const { gatehouse, strings, go } = useConsole()
  const { users, list: words } = strings
  const isOffered = useOffers()
  const [isCreating, setCreating] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [outcome, setOutcome] = useState<BulkOutcome>()
  const filtering = useFiltering(names)
  const { asked } = filtering
  const list = useList(filtering.key, (cursor) =>
    gatehouse.admin.users.list({ ...criteriaOf(asked), ...(cursor && { cursor }) }),
  )
  const shownAndChosen = list.items?.filter(({ id }) => chosen.has(id)) ?? []
  return (
    <>
      <div class="page-head">
        <Heading title={users.title} />
        {isOffered('users:create') && (
          <button type="button" class="button button-primary" onClick={() => setCreating(true)}>
            {users.create}
          </button>
        )}
      </div>
      <p class="lead">{users.lead}</p>
      <Filters filtering={filtering} label={users.caption}>
        <TextFilter name="search" label={users.search} asked={asked} isWide />
        <ChoiceFilter
          name="status"
          label={users.status}
          asked={asked}
          open={words.any}
          choices={[
            { value: 'active', text: users.statuses.active },
            { value: 'disabled', text: users.statuses.disabled },
          ]}
        />
        <ChoiceFilter
          name="isVerified"
          label={users.verified}
          asked={asked}
          open={words.any}
          choices={[
            { value: 'true', text: users.isVerified },
            { value: 'false', text: users.isUnverified },
          ]}
        />
        <TextFilter name="organizationId" label={users.organization} asked={asked} />
        <TextFilter name="createdAfter" label={users.createdAfter} asked={asked} type="date" />
        <ChoiceFilter
          name="sort"
          label={users.sort}
          asked={asked}
          choices={sorts.map((value) => ({ value, text: users.sorts[value] }))}
        />
      </Filters>
      <Listing
        list={list}
        caption={users.caption}
        columns={useColumns()}
        keyOf={({ id }) => id}
        empty={users.empty}
        selection={
          mayDoInBulk(isOffered)
            ? {
                chosen,
                onChange: setChosen,
                labelOf: ({ email }) => users.choose(email),
                labelOfAll: users.chooseAll,
              }
            : undefined
        }
      />
      {shownAndChosen.length > 0 && (
        <Bulk
          people={shownAndChosen}
          onDone={(next) => {
            setOutcome(next)
            setChosen(new Set())
            void list.reload()
          }}
          onCleared={() => setChosen(new Set())}
        />
      )}
      {outcome && <BulkResults {...outcome} onClosed={() => setOutcome(undefined)} />}
      {isCreating && (
        <CreateUser onCreated={({ id }) => go(`/admin/users/${id}`)} onClosed={() => setCreating(false)} />
      )}
    </>
  )
}

function useColumns(): Column<AdminUser>[] {
  const { strings } = useConsole()
  const { users } = strings
  return [
    {
      id: 'name',
      title: users.name,
      isName: true,
      cell: ({ id, displayName, email }) => (
        <div>
          <Link to={`/admin/users/${id}`}>{displayName}</Link>
          <span class="sub">{email}</span>
        </div>
      ),
    },
    { id: 'status', title: users.status, cell: (user) => <Standing user={user} /> },
    {
      id: 'factor',
      title: users.factor,
      cell: ({ mfaEnabled }) =>
        mfaEnabled ? (
          <span class="tag tag-good">{users.factorOn}</span>
        ) : (
          <span class="tag">{users.factorOff}</span>
        ),
    },
    {
      id: 'created',
      title: users.created,
      isFigure: true,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      id: 'lastSignIn',
      title: users.lastSignIn,
      isFigure: true,
      cell: ({ lastSignInAt }) => <Moment at={lastSignInAt} />,
    },
  ]
}

/** What was chosen and typed, as the server takes it. */
function criteriaOf({
  search,
  status,
  isVerified,
  organizationId,
  createdAfter,
  sort,
}: Record<string, string>): Criteria {
  const order = sorts.find((one) => one === sort)
  return {
    ...(search && { search }),
    ...((status === 'active' || status === 'disabled') && { status }),
    ...(isVerified && { isVerified: isVerified === 'true' }),
    ...(organizationId && { organizationId }),
    // The first moment of a day counts as that day.
    ...(createdAfter && { createdAfter: new Date(startOf(createdAfter).getTime() - 1) }),
    ...(order && { sort: order }),
  }
}
