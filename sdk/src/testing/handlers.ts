import type { ProcedurePath } from '../generated/errors.ts'
import {
  changePassword,
  config,
  confirmReset,
  getAccount,
  listSessions,
  register,
  requestReset,
  resendVerification,
  revokeOtherSessions,
  revokeSession,
  securityLog,
  updateAccount,
  verifyEmail,
  version,
} from './accounts.ts'
import type { Handler } from './call.ts'
import {
  authorize,
  callback,
  listIdentities,
  listProviders,
  listSwitchable,
  setProvider,
  unlinkIdentity,
} from './providers.ts'
import { login, logout, reauthenticate, refresh } from './sign-in.ts'

/** Every procedure of the platform. One that is missing here does not compile. */
export const handlers: { [Path in ProcedurePath]: Handler<Path> } = {
  'system.config': config,
  'system.version': version,
  'auth.register': register,
  'auth.verifyEmail': verifyEmail,
  'auth.resendVerification': resendVerification,
  'auth.login': login,
  'auth.refresh': refresh,
  'auth.logout': logout,
  'auth.reauthenticate': reauthenticate,
  'password.requestReset': requestReset,
  'password.confirmReset': confirmReset,
  'password.change': changePassword,
  'account.get': getAccount,
  'account.update': updateAccount,
  'account.securityLog': securityLog,
  'sessions.list': listSessions,
  'sessions.revoke': revokeSession,
  'sessions.revokeOthers': revokeOtherSessions,
  'oauth.providers': listProviders,
  'oauth.authorize': authorize,
  'oauth.callback': callback,
  'identities.list': listIdentities,
  'identities.unlink': unlinkIdentity,
  'admin.providers.list': listSwitchable,
  'admin.providers.set': setProvider,
}
