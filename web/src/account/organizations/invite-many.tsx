import type { InvitationResult } from '@gatehouse/sdk'
import type { ErrorCode } from '@gatehouse/sdk/errors'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Ask } from '../../area/ask.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { addressesIn, MOST_AT_ONCE } from './addresses.ts'
import { useOrganizations } from './area.ts'
import { RoleChoice } from './role-choice.tsx'
import { useStanding } from './standing.ts'

interface InviteManyProps {
  onSent(): Promise<void>
  onClosed(): void
}

/** Invites everybody whose address is pasted, and tells what became of each. */
export function InviteMany({ onSent, onClosed }: InviteManyProps) {
  const { gatehouse, strings } = useOrganizations()
  const { invitations } = strings
  const organizationId = useStanding().organization.id
  const [count, setCount] = useState(0)
  const [results, setResults] = useState<InvitationResult[]>()
  if (results) return <Results results={results} onClosed={onClosed} />
  return (
    <Ask
      title={invitations.inviteManyTitle}
      lead={invitations.inviteManyLead(MOST_AT_ONCE)}
      submit={invitations.submitMany(count)}
      isWide
      staysOpen
      act={({ addresses = '', role = '' }) =>
        gatehouse.invitations.createMany({
          organizationId,
          invitations: addressesIn(addresses).map((email) => ({ email, role })),
        })
      }
      onDone={async (answer) => {
        setResults(answer.results)
        await onSent()
      }}
      onClosed={onClosed}
    >
      {(form) => (
        <>
          <TextArea
            name="addresses"
            label={invitations.addresses}
            rows={6}
            onInput={(text) => setCount(addressesIn(text).length)}
            problem={form.problemOf('addresses') ?? (form.problemOf('invitations') && 'email.invalid')}
          />
          <RoleChoice initial="member" problem={form.problemOf('role')} />
        </>
      )}
    </Ask>
  )
}

interface ResultsProps {
  results: InvitationResult[]
  onClosed(): void
}

function Results({ results, onClosed }: ResultsProps) {
  const { strings } = useOrganizations()
  const { invitations, errors } = strings
  const lead = useRef<HTMLParagraphElement>(null)
  useEffect(() => lead.current?.focus(), [])
  const sent = results.filter(({ status }) => status === 'invited').length
  return (
    <Dialog title={invitations.results} isWide onClosed={onClosed}>
      <p class="lead" ref={lead} tabIndex={-1}>
        {invitations.sentMany(sent, results.length - sent)}
      </p>
      <ul class="rows results" aria-label={invitations.results}>
        {results.map(({ email, status, code }) => (
          <li class="row row-plain" key={email}>
            <div class="row-text">
              <p class="row-title">
                {email}{' '}
                <span class={status === 'invited' ? 'tag tag-success' : 'tag tag-danger'}>
                  {status === 'invited' ? invitations.resultSent : invitations.resultFailed}
                </span>
              </p>
              {code && <p class="hint">{errors[code as ErrorCode] ?? errors.internal}</p>}
            </div>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="button button-primary" onClick={onClosed}>
          {invitations.close}
        </button>
      </div>
    </Dialog>
  )
}
