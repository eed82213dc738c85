/** Invitations: who is asked into which organization, by whom, and whether that still holds. */
export {
  acceptLive,
  declineLive,
  findLiveByToken,
  findLiveOf,
  type LiveInvitation,
  listLiveOf,
} from './answer-store.ts'
export { isBacked } from './granter.ts'
export {
  cleanUpInvitations,
  eraseInvitationsTo,
  voidEveryInvitationBy,
  voidInvitationsBy,
  voidInvitationsToRole,
} from './holdings.ts'
export { invitationLookupHash } from './rules.ts'
export { revokeOpen } from './store.ts'
/** For the export: other rooms read this table and never write it. */
export { invitations } from './tables.ts'
