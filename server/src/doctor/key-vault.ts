import { type Check, error, type Finding, ok, type Patient, warning } from './finding.ts'

const EXPIRES_SOON_DAYS = 30

/** The vault has been read already, for the configuration: what it said then, and whether it still answers. */
async function keyVault({ config, vaulted, clock }: Patient): Promise<Finding[]> {
  if (!vaulted || !config.keyVault)
    return [ok('key_vault', 'not configured: secrets come from the environment')]
  await vaulted.read()
  const { taken, overridden, unusable, expiresAt } = vaulted.status()
  const findings: Finding[] = []
  for (const { variable, reason } of unusable) {
    const fix = 'enable it in the vault, or give it a new version'
    findings.push(error('key_vault.secrets', `${nameOf(variable)} ${reason}`, fix))
  }
  for (const variable of config.keyVault.required.filter((name) => !taken.includes(name))) {
    const fix = `az keyvault secret set --name ${nameOf(variable)}, or take ${variable} out of KEY_VAULT_SECRETS`
    findings.push(error('key_vault.secrets', `${nameOf(variable)} is missing`, fix))
  }
  for (const variable of overridden) {
    const fix = `take ${variable} out of the environment, or ${nameOf(variable)} out of the vault`
    findings.push(
      warning('key_vault.secrets', `${variable} is in both, and the environment comes first`, fix),
    )
  }
  findings.push(...expiries(expiresAt, clock.nowMs()))
  const summary = `${config.keyVault.url} answers; ${taken.length} secrets come from it: ${taken.join(', ') || 'none'}`
  return [ok('key_vault', summary), ...findings]
}

function expiries(expiresAt: Readonly<Record<string, Date>>, nowMs: number): Finding[] {
  return Object.entries(expiresAt).flatMap(([variable, at]) => {
    const daysLeft = Math.floor((at.getTime() - nowMs) / 86_400_000)
    const fix = `give ${nameOf(variable)} a new version; it is taken without a restart`
    if (daysLeft < 0) return [error('key_vault.expiry', `${nameOf(variable)} expired on ${dayOf(at)}`, fix)]
    return daysLeft < EXPIRES_SOON_DAYS
      ? [warning('key_vault.expiry', `${nameOf(variable)} expires on ${dayOf(at)}, in ${daysLeft} days`, fix)]
      : []
  })
}

const nameOf = (variable: string): string => variable.replaceAll('_', '-')
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

export const keyVaultCheck: Check = ['key_vault', keyVault]
