import type { AdminUserDetails, AdminUsersDeleteOutput, GatehouseClient, MfaReset } from '@gatehouse/sdk'
import type { Language } from '../../strings/catalogue.ts'
import type { Values } from '../../ui/form.ts'
import { dayAndTime } from '../../ui/time.ts'
import type { ConsoleStrings } from '../area.ts'
import { isOffered, type Permission } from '../permissions.ts'
import type { Staff } from '../staff.ts'

export type ActName = keyof ConsoleStrings['acts']

/** What an act is carried out with. */
export interface Tools {
  gatehouse: GatehouseClient
  user: AdminUserDetails
  beginActing(reason: string): Promise<void>
}

/** Something that staff can do with an account. */
export interface PersonAct {
  name: ActName
  needs: Permission
  isDanger?: boolean
  /** A reason is asked for, and by which rule it is judged. */
  isReasoned?: 'proofing' | 'purpose'
  /** Whether it makes sense as the account stands. */
  fits?(user: AdminUserDetails): boolean
  /** Whether staff may do it to themselves. */
  isForOneself?: boolean
  run(tools: Tools, values: Values): Promise<unknown>
  /** What is said afterwards, where that depends on the answer. */
  wordsFor?(result: unknown, strings: ConsoleStrings, language: Language): string
}

const isPaused = ({ pausedUntil, secondFactorPausedUntil, failedSignIns }: AdminUserDetails): boolean =>
  pausedUntil !== null || secondFactorPausedUntil !== null || failedSignIns > 0

const hasSecondFactor = ({ mfaEnabled, passkeys, recoveryCodesLeft }: AdminUserDetails): boolean =>
  mfaEnabled || passkeys > 0 || recoveryCodesLeft > 0

/** What lets the person in again, and keeps the account theirs. */
const help: PersonAct[] = [
  {
    name: 'unlock',
    needs: 'users:unlock',
    fits: isPaused,
    run: ({ gatehouse, user }) => gatehouse.admin.users.unlock({ userId: user.id }),
  },
  {
    name: 'verifyEmail',
    needs: 'users:verify',
    fits: ({ isVerified }) => !isVerified,
    run: ({ gatehouse, user }) => gatehouse.admin.users.verifyEmail({ userId: user.id }),
  },
  {
    name: 'requirePasswordReset',
    needs: 'users:reset-password',
    fits: ({ status }) => status === 'active',
    run: ({ gatehouse, user }) => gatehouse.admin.users.requirePasswordReset({ userId: user.id }),
  },
  {
    name: 'resetMfa',
    needs: 'users:reset-mfa',
    isReasoned: 'proofing',
    fits: hasSecondFactor,
    run: ({ gatehouse, user }, { reason = '' }) =>
      gatehouse.admin.users.resetMfa({ userId: user.id, reason }),
    wordsFor: (result, { acts }, language) => {
      const reset = result as MfaReset
      return reset.status === 'done'
        ? acts.resetMfa.doneNow
        : acts.resetMfa.scheduled(dayAndTime(language, reset.effectiveAt))
    },
  },
  {
    name: 'edit',
    needs: 'users:update',
    isForOneself: true,
    run: async () => undefined,
  },
]

/** What decides who gets in, and with which rights. */
const power: PersonAct[] = [
  {
    name: 'impersonate',
    needs: 'users:impersonate',
    isReasoned: 'purpose',
    fits: ({ status, platformRole }) => status === 'active' && platformRole === null,
    run: ({ beginActing }, { reason = '' }) => beginActing(reason),
  },
  {
    name: 'setPlatformRole',
    needs: 'users:role',
    run: ({ gatehouse, user }, { platformRole = '' }) =>
      gatehouse.admin.users.setPlatformRole({
        userId: user.id,
        role: platformRole === 'admin' || platformRole === 'support' ? platformRole : null,
      }),
  },
  {
    name: 'enable',
    needs: 'users:disable',
    fits: ({ status }) => status === 'disabled',
    run: ({ gatehouse, user }) => gatehouse.admin.users.enable({ userId: user.id }),
  },
  {
    name: 'disable',
    needs: 'users:disable',
    isDanger: true,
    fits: ({ status }) => status === 'active',
    run: ({ gatehouse, user }) => gatehouse.admin.users.disable({ userId: user.id }),
  },
  {
    name: 'lockdown',
    needs: 'users:lockdown',
    isDanger: true,
    run: ({ gatehouse, user }) => gatehouse.admin.users.lockdown({ userId: user.id }),
  },
  {
    name: 'delete',
    needs: 'users:delete',
    isDanger: true,
    run: ({ gatehouse, user }) => gatehouse.admin.users.delete({ userId: user.id }),
    wordsFor: (result, { acts }, language) =>
      acts.delete.closing(dayAndTime(language, (result as AdminUsersDeleteOutput).erasedAfter)),
  },
]

/** The acts that make sense on an account for whoever looks at it; whether they are allowed is the server's to say. */
export function actsOn(user: AdminUserDetails, staff: Staff): { help: PersonAct[]; power: PersonAct[] } {
  const isOneself = user.id === staff.id
  const isAbove = user.platformRole !== null && staff.platformRole !== 'admin'
  const chosen = (acts: PersonAct[]) =>
    acts.filter(
      ({ needs, fits, isForOneself }) =>
        isOffered(staff.platformRole, needs) &&
        !isAbove &&
        (!isOneself || isForOneself) &&
        (fits?.(user) ?? true),
    )
  return { help: chosen(help), power: chosen(power) }
}
