import { useState } from 'preact/hooks'
import { useRunAct } from '../../area/acts.ts'
import { FailureAlert, Notice } from '../../ui/alert.tsx'
import { SubmitButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Heading } from '../../ui/heading.tsx'
import { day } from '../../ui/time.ts'
import { useOrganizations } from './area.ts'
import { Delete, HandOver, Leave } from './leaving.tsx'
import { roleName } from './permissions.ts'
import { useStanding } from './standing.ts'

/** What the organization is, and how it is changed, handed over, left and ended. */
export function Overview() {
  const { strings, carried } = useOrganizations()
  const { overview } = strings
  const { organization, held } = useStanding()
  const [notice, setNotice] = useState(carried.done ?? '')
  return (
    <>
      <Heading title={overview.title} of={organization.name} />
      <Notice>{notice}</Notice>
      <Facts />
      {held.has('org:update') && <Settings onSaved={setNotice} />}
      {organization.myRole === 'owner' && <HandOver onDone={setNotice} />}
      <Leave organizationId={organization.id} name={organization.name} />
      {held.has('org:delete') && <Delete />}
    </>
  )
}

function Facts() {
  const { strings, language } = useOrganizations()
  const { overview } = strings
  const { organization, roles } = useStanding()
  const { slug, memberCount, myRole, requireMfa, createdAt } = organization
  const facts = [
    [overview.role, roleName(strings, roles, myRole)],
    [overview.members, memberCount],
    [overview.slug, slug],
    [overview.mfa, requireMfa ? overview.mfaRequired : overview.mfaOptional],
    [overview.since, day(language, createdAt)],
  ] as const
  return (
    <dl class="facts facts-wide">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Settings({ onSaved }: { onSaved(done: string): void }) {
  const { gatehouse, strings } = useOrganizations()
  const { overview } = strings
  const { organization, reload } = useStanding()
  const { id, name, slug, requireMfa } = organization
  const run = useRunAct()
  const form = useForm({
    fieldOf: { 'org.slug_taken': ['slug'] },
    submit: async (values) => {
      onSaved('')
      const change = {
        name: values.name?.trim(),
        slug: values.slug?.trim(),
        requireMfa: values.requireMfa !== undefined,
      }
      await run(() => gatehouse.organizations.update({ organizationId: id, ...change }))
      await reload()
      onSaved(overview.saved)
    },
  })
  return (
    <Card title={overview.settings} lead={overview.settingsLead}>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        <TextField
          name="name"
          label={overview.name}
          autocomplete="organization"
          maxLength={64}
          initial={name}
          problem={form.problemOf('name')}
        />
        <TextField
          name="slug"
          label={overview.slug}
          hint={overview.slugHint}
          autocomplete="off"
          maxLength={64}
          initial={slug}
          problem={form.problemOf('slug')}
        />
        <div class="choice">
          <input
            type="checkbox"
            id="requireMfa"
            name="requireMfa"
            defaultChecked={requireMfa}
            aria-describedby="requireMfa-hint"
          />
          <div>
            <label for="requireMfa">{overview.requireMfa}</label>
            <p class="hint" id="requireMfa-hint">
              {overview.requireMfaHint}
            </p>
          </div>
        </div>
        <SubmitButton form={form}>{overview.submit}</SubmitButton>
      </form>
    </Card>
  )
}
