import type { Organization, OrganizationPermission, OrganizationRole, User } from '@gatehouse/sdk'
import type { ComponentChildren } from 'preact'
import { Loading, useLoaded } from '../../area/loading.tsx'
import { NotFound } from '../../routes/not-found.tsx'
import { Heading } from '../../ui/heading.tsx'
import { BackIcon } from '../../ui/icons.tsx'
import { Link } from '../../ui/link.tsx'
import { OrganizationApiKeys } from '../api-keys/of-organization.tsx'
import { useOrganizations } from './area.ts'
import { Audit } from './audit.tsx'
import { Invitations } from './invitations.tsx'
import { Leave } from './leaving.tsx'
import { Members } from './members.tsx'
import { Monogram } from './monogram.tsx'
import { Overview } from './overview.tsx'
import { permissions, roleName, toRole } from './permissions.ts'
import { Roles } from './roles.tsx'
import { StandingContext, useStanding } from './standing.ts'

interface OrganizationPageProps {
  user: User
  organizationId: string
  section: string
}

/** One organization: what it is, who belongs to it, and all that can be done with it. */
export function OrganizationPage({ user, organizationId, section }: OrganizationPageProps) {
  const { strings } = useOrganizations()
  const loaded = useOrganization(organizationId)
  return (
    <>
      <p class="back">
        <Link to="/account/organizations">
          <BackIcon />
          {strings.organization.all}
        </Link>
      </p>
      <Found organizationId={organizationId} loaded={loaded}>
        {({ organization, held, given }) => {
          const roles = given.map((role) => toRole(strings, role))
          const { reload } = loaded
          return (
            <StandingContext.Provider value={{ user, organization, held, roles, reload }}>
              <Head section={section} />
              <Section key={section} section={section} />
            </StandingContext.Provider>
          )
        }}
      </Found>
    </>
  )
}

interface Read {
  organization: Organization
  held: ReadonlySet<OrganizationPermission>
  given: OrganizationRole[]
}

/** The organization, what the person may do in it, and its roles as far as they may see them. */
function useOrganization(organizationId: string) {
  const { gatehouse } = useOrganizations()
  return useLoaded<Read>(async () => {
    const { results } = await gatehouse.organizations.checkPermissions({
      organizationId,
      permissions: [...permissions],
    })
    const held = new Set(permissions.filter((permission) => results[permission]))
    const [organization, roles] = await Promise.all([
      gatehouse.organizations.get({ organizationId }),
      // There are fewer than a hundred: one page has them all.
      held.has('members:read')
        ? gatehouse.organizations.roles.list({ organizationId, limit: 100 })
        : undefined,
    ])
    return { organization, held, given: roles?.items ?? [] }
  })
}

interface FoundProps {
  organizationId: string
  loaded: ReturnType<typeof useOrganization>
  children(read: Read): ComponentChildren
}

/** What was found; where there is nothing for the person, why, and what they can do about it. */
function Found({ organizationId, loaded, children }: FoundProps) {
  const { organization } = useOrganizations().strings
  switch (loaded.failure?.code) {
    case 'not_found':
    case 'request.invalid':
      return <Barred title={organization.gone} lead={organization.goneLead} />
    case 'org.forbidden':
      return (
        <Barred title={organization.barred} lead={organization.notAllowed}>
          <Leave organizationId={organizationId} name={organization.this} />
        </Barred>
      )
    case 'org.mfa_required':
      return (
        <Barred title={organization.mfaTitle} lead={organization.mfaLead}>
          <div class="actions">
            <Link to="/account/security" class="button button-primary">
              {organization.toSecurity}
            </Link>
          </div>
          <Leave organizationId={organizationId} name={organization.this} />
        </Barred>
      )
    default:
      return <Loading loaded={loaded}>{children}</Loading>
  }
}

interface BarredProps {
  title: string
  lead: string
  children?: ComponentChildren
}

function Barred({ title, lead, children }: BarredProps) {
  return (
    <>
      <Heading title={title} />
      <p class="lead">{lead}</p>
      {children}
    </>
  )
}

/** What each section needs, in the order in which they stand. */
const sections = {
  overview: 'org:read',
  members: 'members:read',
  roles: 'members:read',
  invitations: 'invitations:read',
  'api-keys': 'api-keys:manage',
  audit: 'audit:read',
} as const satisfies Record<string, OrganizationPermission>

type SectionName = keyof typeof sections

const isSection = (name: string): name is SectionName => name in sections

/** Which organization this is, and the way to its sections. */
function Head({ section }: { section: string }) {
  const { strings } = useOrganizations()
  const { organization, held, roles } = useStanding()
  const { id, name, myRole } = organization
  const names = (Object.keys(sections) as SectionName[]).filter((one) => held.has(sections[one]))
  return (
    <div class="organization-head">
      <p class="organization-name">
        <Monogram name={name} />
        <span>{name}</span>
        <span class="tag">{roleName(strings, roles, myRole)}</span>
      </p>
      <nav class="tabs" aria-label={strings.organization.sections}>
        <ul>
          {names.map((one) => (
            <li key={one}>
              <Link
                to={`/account/organizations/${id}${one === 'overview' ? '' : `/${one}`}`}
                current={one === section}
              >
                {strings.organization.sectionNames[one]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  )
}

function Section({ section }: { section: string }) {
  const { strings } = useOrganizations()
  const { held } = useStanding()
  if (!isSection(section)) return <NotFound />
  if (!held.has(sections[section])) return <NotAllowed title={strings.organization.sectionNames[section]} />
  switch (section) {
    case 'overview':
      return <Overview />
    case 'members':
      return <Members />
    case 'roles':
      return <Roles />
    case 'invitations':
      return <Invitations />
    case 'api-keys':
      return <OrganizationApiKeys />
    case 'audit':
      return <Audit />
  }
}

function NotAllowed({ title }: { title: string }) {
  const { strings } = useOrganizations()
  const { organization } = useStanding()
  return (
    <>
      <Heading title={title} of={organization.name} />
      <p class="lead">{strings.organization.notAllowed}</p>
    </>
  )
}
