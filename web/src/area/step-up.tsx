import type { MfaMethod, SignInResult, User } from '@gatehouse/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Challenge, useEnvironment } from '../environment.ts'
import { canUsePasskeys } from '../passkeys.ts'
import { CancelButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Link } from '../ui/link.tsx'
import { CodeProof, PasskeyProof, PasswordProof } from './proofs.tsx'

interface StepUpProps {
  user: User
  /** Where only the second factor is still due. */
  challenge: Challenge | undefined
  onConfirmed(): void
  onCancelled(): void
}

/** Something a person can prove themselves with. */
export type Proof = 'password' | MfaMethod

/**
 * Has the person prove once more that it is they, with what the account has, on top of what they are doing; giving up
 * brings them back to it.
 */
export function StepUp({ user, challenge: given, onConfirmed, onCancelled }: StepUpProps) {
  const { strings } = useEnvironment()
  const { stepUp, common } = strings
  const [challenge, setChallenge] = useState(given)
  const [chosen, setChosen] = useState<Proof>()
  const standing = useStanding(user, challenge === undefined)
  const proofs = challenge ? challenge.methods : standing && proofsOf(user, standing)
  const usable = proofs?.filter((proof) => proof !== 'passkey' || canUsePasskeys())
  const proof = usable?.find((one) => one === chosen) ?? usable?.[0]
  /** Takes the server's answer to a proof. */
  const onAnswer = (result: SignInResult) => {
    if (result.status === 'signed_in') return onConfirmed()
    setChosen(undefined)
    setChallenge(result)
  }
  return (
    <Dialog title={stepUp.title} onClosed={onCancelled}>
      <p class="lead">{stepUp.lead}</p>
      {!usable && <p role="status">{common.loading}</p>}
      {usable?.length === 0 && <SignInAgain onCancelled={onCancelled} />}
      {proof && (
        <Ask
          key={`${proof}-${challenge?.challengeToken}`}
          {...{ proof, user, challenge, onAnswer, onCancelled }}
        />
      )}
      {usable && usable.length > 1 && (
        <ul class="other-proofs">
          {usable
            .filter((other) => other !== proof)
            .map((other) => (
              <li key={other}>
                <button type="button" class="link" onClick={() => setChosen(other)}>
                  {nameOf(stepUp, other)}
                </button>
              </li>
            ))}
        </ul>
      )}
    </Dialog>
  )
}

function nameOf(words: ReturnType<typeof useEnvironment>['strings']['stepUp'], proof: Proof): string {
  return {
    password: words.withPassword,
    totp: words.withCode,
    passkey: words.withPasskey,
    recovery_code: words.withRecovery,
  }[proof]
}

/** What the account can prove itself with, the easiest that is enough first. */
function proofsOf(user: User, { hasTotp, passkeys }: Standing): Proof[] {
  const proofs: Proof[] = []
  if (user.hasPassword) proofs.push('password')
  if (passkeys > 0) proofs.push('passkey')
  if (hasTotp) proofs.push('totp')
  return proofs
}

interface Standing {
  hasTotp: boolean
  passkeys: number
}

/** Read when the question is asked: another tab may have changed it. Where it cannot be, what is known will have to do. */
function useStanding(user: User, isNeeded: boolean): Standing | undefined {
  const { gatehouse } = useEnvironment()
  const [standing, setStanding] = useState<Standing>()
  useEffect(() => {
    if (!isNeeded) return
    const read = async () => {
      const { totp, passkeys } = await gatehouse.mfa.status()
      setStanding({ hasTotp: totp.enabled, passkeys })
    }
    read().catch(() => setStanding({ hasTotp: user.mfaEnabled, passkeys: 0 }))
  }, [])
  return standing
}

interface AskProps extends Pick<StepUpProps, 'user' | 'challenge' | 'onCancelled'> {
  proof: Proof
  onAnswer(result: SignInResult): void
}

/** One way to prove it, with the focus where it begins: the dialog was there before it was known which. */
function Ask({ proof, user, ...rest }: AskProps) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => frame.current?.querySelector<HTMLElement>('input[required], .button-primary')?.focus(), [])
  return (
    <div class="proof" ref={frame}>
      {proof === 'password' ? (
        <PasswordProof email={user.email} {...rest} />
      ) : proof === 'passkey' ? (
        <PasskeyProof {...rest} />
      ) : (
        <CodeProof method={proof} {...rest} />
      )}
    </div>
  )
}

/** Somebody who signs in elsewhere only proves themselves there. */
function SignInAgain({ onCancelled }: { onCancelled(): void }) {
  const { strings, address } = useEnvironment()
  const { stepUp } = strings
  return (
    <>
      <p>{stepUp.signInAgain}</p>
      <div class="actions">
        <Link to={`/login?redirectTo=${encodeURIComponent(address.pathname)}`} class="button button-primary">
          {stepUp.toSignIn}
        </Link>
        <CancelButton onClick={onCancelled} />
      </div>
    </>
  )
}
