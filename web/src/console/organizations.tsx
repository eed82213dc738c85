import type { ReviewedOrganization } from '@gatehouse/sdk'
import { useList } from '../area/list.ts'
import { Loading, useLoaded } from '../area/loading.tsx'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'
import { useConsole } from './area.ts'
import { Fact, Facts } from './facts.tsx'
import { Filters, TextFilter, useFiltering } from './filters.tsx'
import { Listing } from './listing.tsx'
import { Moment } from './moment.tsx'
import { type Column, Table } from './table.tsx'

/** Every organization of the platform. */
export function Organizations() {
  const { gatehouse, strings } = useConsole()
  const { organizations } = strings
  const filtering = useFiltering(['search'])
  const { search } = filtering.asked
  const list = useList(filtering.key, (cursor) =>
    gatehouse.admin.organizations.list({ ...(search && { search }), ...(cursor && { cursor }) }),
  )
  const columns: Column<ReviewedOrganization>[] = [
    {
      id: 'name',
      title: organizations.name,
      isName: true,
      cell: ({ id, name, slug }) => (
        <div>
          <Link to={`/admin/organizations/${id}`}>{name}</Link>
          <span class="sub">{slug}</span>
        </div>
      ),
    },
    {
      id: 'members',
      title: organizations.members,
      isFigure: true,
      cell: ({ memberCount }) => memberCount,
    },
    {
      id: 'mfa',
      title: organizations.requireMfa,
      cell: ({ requireMfa }) =>
        requireMfa ? <span class="tag tag-good">{organizations.demanded}</span> : strings.list.no,
    },
    {
      id: 'created',
      title: organizations.created,
      isFigure: true,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
  ]
  return (
    <>
      <Heading title={organizations.title} />
      <p class="lead">{organizations.lead}</p>
      <Filters filtering={filtering} label={organizations.caption}>
        <TextFilter name="search" label={organizations.search} asked={filtering.asked} isWide />
      </Filters>
      <Listing
        list={list}
        caption={organizations.caption}
        columns={columns}
        keyOf={({ id }) => id}
        empty={organizations.empty}
      />
    </>
  )
}

/** What is known of one organization, and who owns it. */
export function OrganizationPage({ organizationId }: { organizationId: string }) {
  const { gatehouse, strings } = useConsole()
  const { organizations } = strings
  const loaded = useLoaded(() => gatehouse.admin.organizations.get({ organizationId }))
  return (
    <>
      <p class="crumb">
        <Link to="/admin/organizations">{organizations.title}</Link>
      </p>
      <Loading loaded={loaded}>
        {(organization) => (
          <>
            <Heading title={organization.name} />
            <Facts>
              <Fact title={organizations.slug}>{organization.slug}</Fact>
              <Fact title={organizations.members}>{organization.memberCount}</Fact>
              <Fact title={organizations.requireMfa}>
                {organization.requireMfa ? organizations.demanded : strings.list.no}
              </Fact>
              <Fact title={organizations.created}>
                <Moment at={organization.createdAt} />
              </Fact>
              <Fact title={organizations.updated}>
                <Moment at={organization.updatedAt} />
              </Fact>
              <Fact title={organizations.id} isWide>
                <code>{organization.id}</code>
              </Fact>
            </Facts>
            <p>
              <Link to={`/admin/users?organizationId=${organization.id}`}>{organizations.toMembers}</Link>
            </p>
            <h2>{organizations.owners}</h2>
            <Owners owners={organization.owners} />
          </>
        )}
      </Loading>
    </>
  )
}

interface Owner {
  id: string
  displayName: string
  email: string
  isDisabled: boolean
  joinedAt: Date
}

function Owners({ owners }: { owners: Owner[] }) {
  const { strings } = useConsole()
  const { organizations, users } = strings
  const columns: Column<Owner>[] = [
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
    {
      id: 'status',
      title: users.status,
      cell: ({ isDisabled }) => (
        <span class={isDisabled ? 'tag tag-danger' : 'tag tag-good'}>
          {isDisabled ? users.statuses.disabled : users.statuses.active}
        </span>
      ),
    },
    {
      id: 'joined',
      title: organizations.joined,
      isFigure: true,
      cell: ({ joinedAt }) => <Moment at={joinedAt} />,
    },
  ]
  return <Table caption={organizations.owners} columns={columns} items={owners} keyOf={({ id }) => id} />
}
