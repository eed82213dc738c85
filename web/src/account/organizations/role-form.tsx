import type { OrganizationPermission } from '@gatehouse/sdk'
import { Ask } from '../../area/ask.tsx'
import { CheckList, chosenIn } from '../../ui/check-list.tsx'
import { TextField } from '../../ui/field.tsx'
import type { Values } from '../../ui/form.ts'
import { useOrganizations } from './area.ts'
import { permissions, type Role } from './permissions.ts'
import { useStanding } from './standing.ts'

interface RoleFormProps {
  /** The one to change; without it, one is made. */
  role: Role | undefined
  onDone(done: string): void
  onClosed(): void
}

/** Makes or changes a role. */
export function RoleForm({ role, onDone, onClosed }: RoleFormProps) {
  const { gatehouse, strings } = useOrganizations()
  const { roles } = strings
  const { organization, held } = useStanding()
  const organizationId = organization.id
  const act = ({ name = '' }: Values, form: HTMLFormElement) => {
    const chosen = chosenIn(form, 'permissions') as OrganizationPermission[]
    const wanted = { organizationId, name: name.trim(), permissions: chosen }
    return role
      ? gatehouse.organizations.roles.update({ ...wanted, roleId: role.id ?? '' })
      : gatehouse.organizations.roles.create(wanted)
  }
  return (
    <Ask
      title={role ? roles.editTitle : roles.addTitle}
      submit={roles.submit}
      isWide
      fieldOf={{ 'org.role_taken': ['name'] }}
      act={act}
      onDone={({ name }) => onDone(role ? roles.updated(name) : roles.created(name))}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextField
            name="name"
            label={roles.name}
            autocomplete="off"
            maxLength={64}
            initial={role?.name}
            problem={form.problemOf('name')}
          />
          <CheckList
            name="permissions"
            legend={roles.permissions}
            hint={roles.permissionsHint}
            initial={role?.permissions ?? []}
            choices={permissions.map((permission) => ({
              value: permission,
              label: strings.permissions[permission],
              isBarred: !held.has(permission),
            }))}
            isNeeded
            problem={form.problemOf('permissions')}
          />
        </>
      )}
    </Ask>
  )
}
