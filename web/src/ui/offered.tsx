import type { ComponentChildren } from 'preact'
import { useEnvironment } from '../environment.ts'

/** What a server may have or not have. Keep in step with server/src/http/page-sections.ts. */
export type Section =
  | 'PASSKEYS'
  | 'PASSWORDLESS'
  | 'OTHER_WAYS'
  | 'PASSKEY_FACTOR'
  | 'RECOVERY_FACTOR'
  | 'TOTP_FACTOR'
  | 'PROVIDER_ERROR'
  | 'PROVIDER_CODE'
  | 'EACH_PROVIDER'

interface OfferedProps {
  section: Section
  when: boolean
  children: ComponentChildren
}

/**
 * Shows something where the server has it. In the prerendered page it stands between two marks, so that the server keeps
 * or drops it, and what the script renders is what was served.
 */
export function Offered({ section, when, children }: OfferedProps) {
  const { isTemplate } = useEnvironment().served
  if (isTemplate) {
    return (
      <>
        {`__IF_${section}__`}
        {children}
        {`__END_${section}__`}
      </>
    )
  }
  return when ? children : null
}
