import { useRef, useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { useList } from '../../area/list.ts'
import { Rows } from '../../area/rows.tsx'
import { Notice } from '../../ui/alert.tsx'
import { Heading } from '../../ui/heading.tsx'
import { KeyIcon } from '../../ui/icons.tsx'
import { SecretOnce } from '../../ui/secret-once.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useOrganizations } from '../organizations/area.ts'
import { KeyForm } from './key-form.tsx'
import { KeyRow } from './key-row.tsx'
import type { AnyKey, Made, Source } from './source.ts'

type Asking = { what: 'add' } | { what: 'rotate' | 'revoke'; apiKey: AnyKey }

interface ApiKeysProps {
  source: Source
  /** The organization they are of. */
  of?: string
}

/** Keys: made, shown once, rotated, revoked. */
export function ApiKeys({ source, of }: ApiKeysProps) {
  const { strings } = useOrganizations()
  const { apiKeys, list: words } = strings
  const list = useList(source.name, source.list)
  const [asking, setAsking] = useState<Asking>()
  const [made, setMade] = useState<Made>()
  const [notice, setNotice] = useState('')
  const add = useRef<HTMLButtonElement>(null)
  const changed = async (done: string, fresh?: Made) => {
    setNotice('')
    setMade(fresh)
    await list.reload()
    setNotice(done)
  }
  return (
    <>
      <Heading title={apiKeys.title} {...(of && { of })} />
      <p class="lead">{source.lead}</p>
      <Notice>{notice}</Notice>
      {made && (
        <SecretOnce
          title={apiKeys.shownTitle(made.apiKey.name)}
          lead={apiKeys.shownLead}
          secret={made.key}
          copy={apiKeys.copy}
          saved={apiKeys.saved}
          onSaved={() => {
            setMade(undefined)
            add.current?.focus()
          }}
        />
      )}
      <Rows list={list} label={apiKeys.title} more={words.more} empty={<Empty />}>
        {(apiKey) => (
          <KeyRow key={apiKey.id} apiKey={apiKey} onAsked={(what) => setAsking({ what, apiKey })} />
        )}
      </Rows>
      <div class="actions">
        <button
          type="button"
          class="button button-primary"
          ref={add}
          onClick={() => setAsking({ what: 'add' })}
        >
          {apiKeys.add}
        </button>
      </div>
      {asking && <Question {...{ asking, source }} onDone={changed} onClosed={() => setAsking(undefined)} />}
    </>
  )
}

function Empty() {
  const { apiKeys } = useOrganizations().strings
  return (
    <>
      <KeyIcon />
      <p>{apiKeys.empty}</p>
    </>
  )
}

interface QuestionProps {
  asking: Asking
  source: Source
  onDone(done: string, made?: Made): Promise<void>
  onClosed(): void
}

function Question({ asking, source, onDone, onClosed }: QuestionProps) {
  const { apiKeys } = useOrganizations().strings
  if (asking.what === 'add') {
    return <KeyForm source={source} onDone={(made) => onDone('', made)} onClosed={onClosed} />
  }
  const { id, name } = asking.apiKey
  if (asking.what === 'revoke') {
    return (
      <Ask
        title={apiKeys.revokeTitle(name)}
        lead={apiKeys.revokeLead}
        submit={apiKeys.revoke}
        isDanger
        act={() => source.revoke(id)}
        onDone={() => onDone(apiKeys.revoked(name))}
        onClosed={onClosed}
      />
    )
  }
  return (
    <Ask
      title={apiKeys.rotateTitle(name)}
      lead={apiKeys.rotateLead}
      submit={apiKeys.rotate}
      act={({ overlap }) => source.rotate(id, Number(overlap))}
      onDone={(made) => onDone(apiKeys.rotated(name), made)}
      onClosed={onClosed}
    >
      {(form) => (
        <SelectField
          name="overlap"
          label={apiKeys.overlap}
          initial="86400"
          options={Object.entries(apiKeys.overlaps).map(([value, text]) => ({ value, text }))}
          problem={form.problemOf('overlapSeconds')}
        />
      )}
    </Ask>
  )
}
