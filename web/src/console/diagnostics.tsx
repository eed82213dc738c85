import type { SignInDiagnosis } from '@gatehouse/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { AlertIcon, CheckIcon } from '../ui/icons.tsx'
import { Link } from '../ui/link.tsx'
import { dayAndTime } from '../ui/time.ts'
import { useConsole } from './area.ts'
import { Attempts } from './attempts.tsx'
import { Fact, Facts } from './facts.tsx'
import { Moment } from './moment.tsx'

type Account = NonNullable<SignInDiagnosis['account']>
type Obstacle = SignInDiagnosis['verdict'][number]

/** Answers why somebody cannot sign in, from their address or from the request id they were shown. */
export function Diagnostics() {
  const { gatehouse, strings, address } = useConsole()
  const { diagnostics } = strings
  const run = useRunAct()
  const given = address.searchParams.get('of') ?? ''
  const [diagnosis, setDiagnosis] = useState<SignInDiagnosis>()
  const result = useRef<HTMLDivElement>(null)
  const form = useForm({
    fieldOf: { 'request.invalid': ['of', 'invalid'] },
    submit: async ({ of = '' }) => {
      const asked = of.trim()
      const question = asked.includes('@') ? { email: asked } : { requestId: asked }
      setDiagnosis(await run(() => gatehouse.admin.diagnostics.signIn(question)))
    },
  })
  useEffect(() => {
    if (diagnosis) result.current?.focus()
  }, [diagnosis])
  return (
    <>
      <Heading title={diagnostics.title} />
      <p class="lead">{diagnostics.lead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" class="lookup" {...form.props}>
        <TextField
          name="of"
          label={diagnostics.by}
          hint={diagnostics.byHint}
          autocomplete="off"
          initial={given}
          maxLength={254}
          problem={form.problemOf('of')}
        />
        <SubmitButton form={form}>{diagnostics.submit}</SubmitButton>
      </form>
      {diagnosis && (
        <div class="stack" ref={result} tabIndex={-1}>
          <Verdict verdict={diagnosis.verdict} hasAccount={diagnosis.account !== null} />
          <div class="columns">
            <Attempts attempts={diagnosis.attempts} />
            {diagnosis.account && <Standing account={diagnosis.account} />}
          </div>
        </div>
      )}
    </>
  )
}

/** What would refuse them at this moment, in the order in which it would. */
function Verdict({ verdict, hasAccount }: { verdict: Obstacle[]; hasAccount: boolean }) {
  const { strings } = useConsole()
  const { diagnostics } = strings
  if (verdict.length === 0) {
    return (
      <div class={hasAccount ? 'alert alert-success' : 'alert alert-warn'}>
        {hasAccount ? <CheckIcon /> : <AlertIcon />}
        <div>
          <p>{hasAccount ? diagnostics.free : diagnostics.nobody}</p>
        </div>
      </div>
    )
  }
  return (
    <section class="alert alert-warn" aria-label={diagnostics.verdict}>
      <AlertIcon />
      <div>
        <p class="act-title">{diagnostics.verdict}</p>
        <ol class="verdict">
          {verdict.map((obstacle) => (
            <li key={`${obstacle.reason} ${obstacle.subject}`}>
              <ObstacleText obstacle={obstacle} />
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

function ObstacleText({ obstacle }: { obstacle: Obstacle }) {
  const { strings, language } = useConsole()
  const { diagnostics } = strings
  const { reason, until, subject, answer } = obstacle
  return (
    <>
      <p>
        {diagnostics.obstacles[reason]} {subject && <code>{subject}</code>}{' '}
        {until && diagnostics.until(dayAndTime(language, until))}
      </p>
      <p class="hint">{diagnostics.advice[reason]}</p>
      {answer && (
        <p class="hint">
          {diagnostics.told} <code>{answer}</code>
        </p>
      )}
    </>
  )
}

function Standing({ account }: { account: Account }) {
  const { strings } = useConsole()
  const { diagnostics, users, person, list } = strings
  return (
    <Card title={diagnostics.account} lead={account.email}>
      <Facts>
        <Fact title={users.status}>
          <span class={account.status === 'active' ? 'tag tag-good' : 'tag tag-danger'}>
            {users.statuses[account.status]}
          </span>
        </Fact>
        <Fact title={users.verified}>{account.isVerified ? users.isVerified : users.isUnverified}</Fact>
        <Fact title={person.password}>{account.hasPassword ? person.passwordSet : person.passwordNone}</Fact>
        <Fact title={person.failures}>{account.failedAttempts}</Fact>
        {account.pausedUntil && (
          <Fact title={person.pausedUntil}>
            <Moment at={account.pausedUntil} />
          </Fact>
        )}
        <Fact title={users.factor}>{account.mfaEnabled ? users.factorOn : users.factorOff}</Fact>
        <Fact title={person.providers}>
          {account.providers.length > 0 ? account.providers.join(', ') : list.none}
        </Fact>
        <Fact title={users.lastSignIn}>
          <Moment at={account.lastSignInAt} />
        </Fact>
      </Facts>
      <p>
        <Link to={`/admin/users/${account.id}`}>{diagnostics.toPerson}</Link>
      </p>
    </Card>
  )
}
