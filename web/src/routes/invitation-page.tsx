import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { StepProps } from './steps.ts'

let Page: FunctionComponent<StepProps> | undefined

/** Loads the page that invitations lead to: apart from the others, so that signing in does not carry it along. */
export async function loadInvitationPage(): Promise<void> {
  Page ??= (await import('./accept-invite.tsx')).AcceptInvite
}

/** That page; a moment later where somebody comes back to it from another one. */
export function InvitationPage(props: StepProps) {
  const [isLoaded, setLoaded] = useState(Page !== undefined)
  useEffect(() => {
    if (!isLoaded) void loadInvitationPage().then(() => setLoaded(true))
  }, [])
  return isLoaded && Page ? <Page {...props} /> : null
}
