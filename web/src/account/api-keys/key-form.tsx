import { Ask } from '../../area/ask.tsx'
import { CheckList, chosenIn } from '../../ui/check-list.tsx'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useOrganizations } from '../organizations/area.ts'
import { scopeText } from './key-row.tsx'
import type { Made, Scope, Source } from './source.ts'

const DAY_MS = 86_400_000
/** The server takes a year at the most, by its own clock, which may be behind. */
const MARGIN_MS = 3_600_000

interface KeyFormProps {
  source: Source
  onDone(made: Made): void
  onClosed(): void
}

/** Makes a key: what it is for, what it may do, how long it lives. */
export function KeyForm({ source, onDone, onClosed }: KeyFormProps) {
  const { strings } = useOrganizations()
  const { apiKeys } = strings
  return (
    <Ask
      title={apiKeys.addTitle}
      submit={apiKeys.submit}
      isWide
      act={({ name = '', expiry = '' }, form) =>
        source.create({
          name: name.trim(),
          scopes: chosenIn(form, 'scopes') as Scope[],
          expiresAt: endAfter(Number(expiry)),
        })
      }
      onDone={onDone}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextField
            name="name"
            label={apiKeys.name}
            hint={apiKeys.nameHint}
            autocomplete="off"
            maxLength={64}
            problem={form.problemOf('name')}
          />
          <SelectField
            name="expiry"
            label={apiKeys.expiry}
            hint={apiKeys.neverHint}
            initial="90"
            options={Object.entries(apiKeys.expiries).map(([value, text]) => ({ value, text }))}
            problem={form.problemOf('expiresAt')}
          />
          <CheckList
            name="scopes"
            legend={apiKeys.scopes}
            hint={apiKeys.scopesHint}
            choices={source.scopes.map((scope) => ({
              value: scope,
              label: scopeText(strings, scope),
              hint: <code>{scope}</code>,
            }))}
            isNeeded
            problem={form.problemOf('scopes')}
          />
        </>
      )}
    </Ask>
  )
}

/** Undefined for a key that never ends. */
const endAfter = (days: number): Date | undefined =>
  Number.isNaN(days) ? undefined : new Date(Date.now() + days * DAY_MS - MARGIN_MS)
