import type { User } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { Loading, useLoaded } from '../area/loading.tsx'
import { Notice } from '../ui/alert.tsx'
import { Heading } from '../ui/heading.tsx'
import { useAccount } from './area.ts'
import { Passkeys } from './passkeys.tsx'
import { RecoveryCodes, ShownCodes } from './recovery-codes.tsx'
import { Totp } from './totp.tsx'

/** The second step, what helps when it is lost, and passkeys. */
export function Security({ user }: { user: User }) {
  const { gatehouse, strings, served } = useAccount()
  const { security, totp, recovery } = strings
  const loaded = useLoaded(() => gatehouse.mfa.status())
  const [codes, setCodes] = useState<string[]>()
  const [notice, setNotice] = useState('')

  /** What has changed, once the page shows it. */
  const changed = async (done: string, newCodes?: string[]) => {
    setNotice('')
    setCodes(newCodes)
    await loaded.reload()
    setNotice(done)
  }

  return (
    <>
      <Heading title={security.title} />
      <p class="lead">{security.lead}</p>
      <Notice>{notice}</Notice>
      <Loading loaded={loaded}>
        {(status) => (
          <>
            {codes && <ShownCodes codes={codes} user={user} onSaved={() => setCodes(undefined)} />}
            <Totp
              status={status.totp}
              onEnabled={(fresh) => changed(totp.turnedOn, fresh)}
              onDisabled={() => changed(totp.turnedOff)}
            />
            {status.totp.enabled && (
              <RecoveryCodes
                left={status.recoveryCodesLeft}
                onRegenerated={(fresh) => changed(recovery.regenerated, fresh)}
              />
            )}
            {served.config.passkeys && <Passkeys onChanged={changed} />}
          </>
        )}
      </Loading>
    </>
  )
}
