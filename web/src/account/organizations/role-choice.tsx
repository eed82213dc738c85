import type { FieldProblem } from '../../failure.ts'
import { RadioList } from '../../ui/radio-list.tsx'
import { useOrganizations } from './area.ts'
import { mayGrant, namesOf } from './permissions.ts'
import { useStanding } from './standing.ts'

interface RoleChoiceProps {
  initial: string
  problem: FieldProblem | undefined
}

/** One of the organization's roles, with what each allows. Those above one's own are shown, and barred. */
export function RoleChoice({ initial, problem }: RoleChoiceProps) {
  const { strings } = useOrganizations()
  const { roles: words } = strings
  const { organization, held, roles } = useStanding()
  const granter = { role: organization.myRole, held }
  return (
    <RadioList
      name="role"
      legend={strings.invitations.role}
      initial={initial}
      problem={problem}
      choices={roles.map((role) => {
        const isBarred = !mayGrant(granter, role)
        const about = role.about || namesOf(strings, role.permissions)
        return {
          value: role.key,
          label: role.name,
          hint: isBarred ? `${about} ${words.notYours}` : about,
          isBarred,
        }
      })}
    />
  )
}
