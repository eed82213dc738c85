import type { ProviderConfig } from '../../config.ts'
import type { Context } from '../../context.ts'
import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'
import type { ProviderIdentity } from '../../platform/oidc.ts'
import { recordAudit } from '../audit/index.ts'
import type { Admission, Delivery } from '../gate/index.ts'
import type { Flow } from './store.ts'

/** What a provider has confirmed, and how the answer is wanted. */
export interface Proven {
  provider: ProviderConfig
  identity: ProviderIdentity
  delivery: Delivery
}

/** What came of it inside the transaction. A refusal is returned, so that what was recorded of it stays. */
export type Outcome =
  | { kind: 'admission'; admission: Admission; isNewUser: boolean }
  | { kind: 'refused'; code: ErrorCode }

interface Failure {
  reason: ErrorCode
  mode?: Flow['mode'] | undefined
  userId?: string | null
  /** What the provider said, where it said something. */
  email?: string | undefined
}

/** Writes a failure under the name of what was meant to happen. */
export async function recordFailure(
  ctx: Context,
  { id }: Pick<ProviderConfig, 'id'>,
  { reason, mode, userId, email }: Failure,
): Promise<void> {
  await recordAudit(ctx, {
    action: mode === 'link' ? 'identity.linked' : 'sign_in.failed',
    outcome: 'failure',
    ...(userId && { target: { type: 'user', id: userId } }),
    details: { method: 'provider', provider: id, reason },
    ...(email !== undefined && { personal: { email } }),
  })
}

/** Signing in stays possible during maintenance; what it would add does not. */
export function refuseWhileReadonly({ config }: Pick<Context, 'config'>): void {
  if (config.maintenanceMode === 'readonly')
    throw new IdentityError('unavailable', {
      detail: 'Changes are switched off for maintenance.',
      retryAfterSeconds: 60,
    })
}
