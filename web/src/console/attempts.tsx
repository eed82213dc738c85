import type { SignInDiagnosis } from '@gatehouse/sdk'
import type { ErrorCode } from '@gatehouse/sdk/errors'
import { Card } from '../ui/card.tsx'
import { RequestId } from '../ui/request-id.tsx'
import { dayAndTime } from '../ui/time.ts'
import { type ConsoleStrings, useConsole } from './area.ts'
import { Moment } from './moment.tsx'

type Attempt = SignInDiagnosis['attempts'][number]
type Step = Attempt['trace'][number]

const lookOf: Record<Attempt['outcome'], string> = {
  success: 'tag tag-good',
  challenged: 'tag tag-warn',
  failure: 'tag tag-danger',
}

/** The last attempts, each with the decisions that were made on the way, in plain words. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  const { strings } = useConsole()
  const { diagnostics } = strings
  return (
    <Card title={diagnostics.attempts} lead={diagnostics.attemptsLead}>
      {attempts.length === 0 && <p class="hint">{diagnostics.noAttempts}</p>}
      <ol class="attempts">
        {attempts.map((attempt) => (
          <li key={attempt.requestId} class="attempt">
            <Outcome attempt={attempt} />
            <ol class="trace">
              {attempt.trace.map((step, index) => (
                <li key={`${index} ${step.step}`} class={`trace-${step.outcome}`}>
                  <StepText step={step} attempt={attempt} />
                </li>
              ))}
            </ol>
            <RequestId id={attempt.requestId} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Outcome({ attempt }: { attempt: Attempt }) {
  const { strings } = useConsole()
  const { diagnostics } = strings
  const { at, outcome, method, ip, userAgent } = attempt
  const methods: Record<string, string> = diagnostics.methods
  return (
    <div>
      <p class="attempt-head">
        <span class={lookOf[outcome]}>{diagnostics.outcomes[outcome]}</span>
        <span class="act-title">{method && (methods[method] ?? method)}</span>
        <Moment at={at} isExact />
      </p>
      <p class="hint">{[ip, userAgent].filter(Boolean).join(' · ')}</p>
    </div>
  )
}

function StepText({ step: { step, outcome, detail }, attempt }: { step: Step; attempt: Attempt }) {
  const { strings, language } = useConsole()
  const words = strings.diagnostics.steps[step][outcome]
  const begun = /^begun: (.+)$/.exec(detail ?? '')?.[1]
  if (begun) return <p>{strings.diagnostics.pauseBegun(dayAndTime(language, new Date(begun)))}</p>
  if (outcome !== 'refused') return <p>{words}</p>
  const why = reasonText(strings, detail ?? attempt.reason)
  return (
    <>
      <p>{words}</p>
      {why && <p class="hint">{why}</p>}
    </>
  )
}

/** A reason in words: the console's own, or those of the code that was answered; else as the log has it. */
function reasonText({ diagnostics, errors }: ConsoleStrings, reason: string | null): string | null {
  if (reason === null) return null
  const own: Record<string, string> = diagnostics.reasons
  return own[reason] ?? errors[reason as ErrorCode] ?? reason
}
