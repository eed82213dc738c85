import type { MfaStatusOutput } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { ActionButton, useAction } from '../ui/action.tsx'
import { FailureAlert } from '../ui/alert.tsx'
import { CancelButton, SubmitButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { bareCode, CodeField } from '../ui/code-field.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useForm } from '../ui/form.ts'
import { day } from '../ui/time.ts'
import { useAccount } from './area.ts'

interface TotpProps {
  status: MfaStatusOutput['totp']
  onEnabled(recoveryCodes: string[]): void
  onDisabled(): void
}

/** An authenticator app: set up, or taken away. */
export function Totp({ status, onEnabled, onDisabled }: TotpProps) {
  const { strings, language } = useAccount()
  const { totp, security } = strings
  return (
    <Card
      title={totp.title}
      lead={totp.lead}
      aside={
        <span class={status.enabled ? 'tag tag-accent' : 'tag'}>
          {status.enabled ? security.on : security.off}
        </span>
      }
    >
      {status.enabled ? (
        <>
          {status.confirmedAt && <p class="hint">{totp.since(day(language, status.confirmedAt))}</p>}
          <Disable onDisabled={onDisabled} />
        </>
      ) : (
        <Enrol onEnabled={onEnabled} />
      )}
    </Card>
  )
}

interface Enrolment {
  secret: string
  qrSvg: string
}

function Enrol({ onEnabled }: Pick<TotpProps, 'onEnabled'>) {
  const { gatehouse, strings } = useAccount()
  const run = useRunAct()
  const [enrolment, setEnrolment] = useState<Enrolment>()
  const action = useAction(async () => setEnrolment(await run(() => gatehouse.mfa.enrollTotp())))
  if (enrolment) {
    return (
      <ConfirmEnrolment
        enrolment={enrolment}
        onEnabled={onEnabled}
        onCancelled={() => setEnrolment(undefined)}
      />
    )
  }
  return (
    <>
      <FailureAlert failure={action.failure} />
      <div class="actions">
        <ActionButton action={action} class="button-primary">
          {strings.totp.begin}
        </ActionButton>
      </div>
    </>
  )
}

interface ConfirmEnrolmentProps extends Pick<TotpProps, 'onEnabled'> {
  enrolment: Enrolment
  onCancelled(): void
}

/** The secret, shown this once, and the code that proves it has arrived. */
function ConfirmEnrolment({ enrolment, onEnabled, onCancelled }: ConfirmEnrolmentProps) {
  const { gatehouse, strings } = useAccount()
  const { totp } = strings
  const run = useRunAct()
  const form = useForm({
    fieldOf: { 'mfa.code_invalid': ['code', 'wrongCode'] },
    submit: async ({ code = '' }) => {
      const { recoveryCodes } = await run(() => gatehouse.mfa.confirmTotp({ code: bareCode(code) }))
      onEnabled(recoveryCodes)
    },
  })
  return (
    <>
      <div class="enrol">
        <img
          class="qr"
          src={`data:image/svg+xml,${encodeURIComponent(enrolment.qrSvg)}`}
          alt={totp.qr}
          width="184"
          height="184"
        />
        <div class="enrol-text">
          <p>{totp.scan}</p>
          <p class="hint">{totp.secret}</p>
          <p>
            <code class="secret">{inFours(enrolment.secret)}</code>
          </p>
          <CopyButton text={enrolment.secret} label={totp.copySecret} />
        </div>
      </div>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        <CodeField label={totp.code} problem={form.problemOf('code')} />
        <SubmitButton form={form} beside={<CancelButton onClick={onCancelled} />}>
          {totp.confirm}
        </SubmitButton>
      </form>
    </>
  )
}

/** A secret as a person can type it. */
const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

function Disable({ onDisabled }: Pick<TotpProps, 'onDisabled'>) {
  const { strings } = useAccount()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <div class="actions">
        <button type="button" class="button" onClick={() => setAsking(true)}>
          {strings.totp.disable}
        </button>
      </div>
      {isAsking && <ConfirmDisabling onDone={onDisabled} onClosed={() => setAsking(false)} />}
    </>
  )
}

function ConfirmDisabling({ onDone, onClosed }: { onDone(): void; onClosed(): void }) {
  const { gatehouse, strings } = useAccount()
  const { totp } = strings
  const run = useRunAct()
  const form = useForm({
    fieldOf: { 'mfa.code_invalid': ['disableCode', 'wrongCode'] },
    submit: async ({ disableCode = '' }) => {
      await run(() => gatehouse.mfa.disableTotp({ code: bareCode(disableCode) }))
      onClosed()
      onDone()
    },
  })
  return (
    <Dialog title={totp.disableTitle} onClosed={onClosed}>
      <p class="lead">{totp.disableLead}</p>
      <FailureAlert failure={form.failure} />
      <form method="post" {...form.props}>
        <CodeField name="disableCode" label={totp.code} problem={form.problemOf('disableCode')} />
        <SubmitButton form={form} beside={<CancelButton onClick={onClosed} />}>
          {totp.disable}
        </SubmitButton>
      </form>
    </Dialog>
  )
}
