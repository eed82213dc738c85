import { Ask } from '../../area/ask.tsx'
import { TextField } from '../../ui/field.tsx'
import { useOrganizations } from './area.ts'

/** Founds an organization, and goes to it. */
export function Found({ onClosed }: { onClosed(): void }) {
  const { gatehouse, strings, go } = useOrganizations()
  const { mine } = strings
  return (
    <Ask
      title={mine.createTitle}
      lead={mine.createLead}
      submit={mine.submit}
      fieldOf={{ 'org.slug_taken': ['slug'] }}
      act={({ name = '', slug = '' }) =>
        gatehouse.organizations.create({ name: name.trim(), ...(slug.trim() && { slug: slug.trim() }) })
      }
      onDone={({ id }) => go(`/account/organizations/${id}`)}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextField
            name="name"
            label={mine.name}
            autocomplete="organization"
            maxLength={64}
            problem={form.problemOf('name')}
          />
          <TextField
            name="slug"
            label={mine.slug}
            hint={mine.slugHint}
            autocomplete="off"
            maxLength={64}
            isOptional
            problem={form.problemOf('slug')}
          />
        </>
      )}
    </Ask>
  )
}
