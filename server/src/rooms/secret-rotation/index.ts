/** Secret rotation: what a new SECRET_KEY asks for. The command line enters here. */
export { outdatedSeals, resealEverything, revokeSecrets, sealedColumns } from './service.ts'
