/** Accounts: who there is, how they are called, and which devices they have signed in from. */
export {
  consumeUndo,
  deleteOldUndos,
  findUndo,
  insertUndo,
  isReserved,
  replaceAddress,
  voidLaterUndos,
} from './address-store.ts'
export { clearErasure, deleteAccount, setErasure } from './closure-store.ts'
export { cleanUpDevices, forgetDevices, rememberDevice, takeDeviceAttempt } from './devices.ts'
export { AvatarUrl, DisplayName, EmailInput, Locale, localeOf, TimeZone, User, UserId } from './schemas.ts'
export {
  createAccount,
  findAccountByEmail,
  getAccount,
  markVerified,
  recordSignIn,
  toUser,
} from './service.ts'
export { type Account, changeProfile, type ProfileChange } from './store.ts'
export {
  clearDisabled,
  setDisabled,
  setDisabledAndErasure,
  setPlatformRole,
} from './suspension-store.ts'
/** For joins: other rooms read this table and never write it. */
export { emailChangeUndos, knownDevices, users } from './tables.ts'
