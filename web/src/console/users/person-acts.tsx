import type { AdminUserDetails } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { Card } from '../../ui/card.tsx'
import type { Form } from '../../ui/form.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { beginActing } from '../acting.tsx'
import { useConsole } from '../area.ts'
import { useStaff } from '../staff.ts'
import { type ActName, actsOn, type PersonAct, type Tools } from './acts.ts'
import { EditUser } from './edit-user.tsx'

interface PersonActsProps {
  user: AdminUserDetails
  onDone(words: string): void
}

/** What staff can do with an account: what helps the person in, and what keeps somebody out. */
export function PersonActs({ user, onDone }: PersonActsProps) {
  const { strings } = useConsole()
  const staff = useStaff()
  const { person } = strings
  const [asked, setAsked] = useState<PersonAct>()
  const [isEditing, setEditing] = useState(false)
  const { help, power } = actsOn(user, staff)
  if (help.length + power.length === 0) return null
  const open = (act: PersonAct) => (act.name === 'edit' ? setEditing(true) : setAsked(act))
  return (
    <div class="stack">
      {help.length > 0 && (
        <Card title={person.help} lead={person.helpLead}>
          <Acts acts={help} onAsked={open} />
        </Card>
      )}
      {power.length > 0 && (
        <Card title={person.power} lead={person.powerLead}>
          <Acts acts={power} onAsked={open} />
        </Card>
      )}
      {asked && <AskAct act={asked} user={user} onDone={onDone} onClosed={() => setAsked(undefined)} />}
      {isEditing && (
        <EditUser
          user={user}
          onDone={() => onDone(strings.acts.edit.done())}
          onClosed={() => setEditing(false)}
        />
      )}
    </div>
  )
}

function Acts({ acts, onAsked }: { acts: PersonAct[]; onAsked(act: PersonAct): void }) {
  const { strings } = useConsole()
  return (
    <ul class="acts">
      {acts.map((act) => {
        const { title, about, button } = strings.acts[act.name]
        return (
          <li key={act.name} class="act">
            <div>
              <p class="act-title">{title}</p>
              <p class="hint">{about}</p>
            </div>
            <button
              type="button"
              class={act.isDanger ? 'button button-small button-danger' : 'button button-small'}
              aria-label={button === title ? undefined : `${button}: ${title}`}
              onClick={() => onAsked(act)}
            >
              {button}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

interface AskActProps extends PersonActsProps {
  act: PersonAct
  onClosed(): void
}

function AskAct({ act, user, onDone, onClosed }: AskActProps) {
  const environment = useConsole()
  const { gatehouse, strings, language } = environment
  const { title, ask, done, button } = strings.acts[act.name]
  const tools: Tools = {
    gatehouse,
    user,
    beginActing: (reason) =>
      beginActing({ subject: user, reason, words: strings.acting, own: gatehouse, environment }),
  }
  const wordsFor = (result: unknown): string =>
    act.wordsFor?.(result, strings, language) ?? done(user.displayName)
  return (
    <Ask
      title={title}
      lead={ask(user.displayName)}
      submit={button}
      isDanger={act.isDanger ?? false}
      act={(values) => act.run(tools, values)}
      onDone={(result) => onDone(wordsFor(result))}
      onClosed={onClosed}
    >
      {(form) => <AskedFor act={act} user={user} form={form} />}
    </Ask>
  )
}

/** What has to be known for an act. */
function AskedFor({ act, user, form }: { act: PersonAct; user: AdminUserDetails; form: Form }) {
  const { strings } = useConsole()
  const { person, roles, list } = strings
  if (act.isReasoned) {
    return (
      <TextArea
        name="reason"
        label={person.reason}
        hint={person.reasonHints[act.isReasoned]}
        rows={3}
        problem={form.problemOf('reason')}
      />
    )
  }
  if (act.name === ('setPlatformRole' satisfies ActName)) {
    return (
      <SelectField
        name="platformRole"
        label={person.platformRole}
        initial={user.platformRole ?? ''}
        options={[
          { value: '', text: list.none },
          { value: 'support', text: roles.support },
          { value: 'admin', text: roles.admin },
        ]}
        problem={form.problemOf('platformRole')}
      />
    )
  }
  return null
}
