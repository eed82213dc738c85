import { createVault } from '../platform/vault.ts'
import { outdatedSeals } from '../rooms/secret-rotation/index.ts'
import { listSigningKeys } from '../rooms/signing-keys/index.ts'
import { type Check, error, type Finding, ok, type Patient, warning } from './finding.ts'

const OLD_KEY_DAYS = 120

async function signingKeys({ database, clock }: Patient): Promise<Finding[]> {
  const keys = await listSigningKeys({ db: database.db })
  const active = keys.find(({ state }) => state === 'active')
  if (!active)
    return [error('keys.active', 'no key signs', 'start the server once, or gatehouse keys rotate')]
  const days = Math.floor((clock.nowMs() - active.createdAt.getTime()) / 86_400_000)
  return days > OLD_KEY_DAYS
    ? [warning('keys.active', `the signing key is ${days} days old`, 'gatehouse keys rotate')]
    : [ok('keys.active', `the signing key is ${days} days old`)]
}

/** Whether what is sealed can be opened, and whether a previous SECRET_KEY is still needed for it. */
async function seals({ database, secrets }: Patient): Promise<Finding[]> {
  const vault = createVault(secrets.secretKeys)
  const { outdated, unopenable } = await outdatedSeals({ db: database.db, vault })
  const hasPrevious = secrets.secretKeys.length > 1
  if (unopenable > 0) {
    const fix = 'put the former key into SECRET_KEY_PREVIOUS; what was sealed with a lost key is lost'
    return [error('secrets.seals', `${unopenable} sealed rows open with no known key`, fix)]
  }
  if (outdated > 0)
    return [
      warning('secrets.seals', `${outdated} rows are sealed with a previous key`, 'gatehouse secrets rotate'),
    ]
  return hasPrevious
    ? [
        warning(
          'secrets.seals',
          'everything is sealed with SECRET_KEY',
          'SECRET_KEY_PREVIOUS is not needed any more: take it away',
        ),
      ]
    : [ok('secrets.seals', 'everything is sealed with SECRET_KEY')]
}

export const secretChecks: readonly Check[] = [
  ['keys.active', signingKeys],
  ['secrets.seals', seals],
]
