// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

import {
  GIVES_USER,
  MUTATION,
  NEEDS_SESSION,
  SETS_COOKIES,
  SIGNS_IN,
  TAKES_DELIVERY,
  TAKES_DEVICE,
  TAKES_KEY,
  TAKES_REFRESH_TOKEN,
} from '../traits.ts'

/** The traits of each procedure, as a tree by the parts of its path. */
export const contract = {
  system: {
    config: 0,
    version: 0,
  },
  auth: {
    register: MUTATION | TAKES_KEY,
    verifyEmail: MUTATION,
    resendVerification: MUTATION | TAKES_KEY,
    login: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_DELIVERY | TAKES_DEVICE,
    refresh: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_REFRESH_TOKEN,
    logout: MUTATION | SETS_COOKIES | TAKES_REFRESH_TOKEN,
    reauthenticate: MUTATION | SETS_COOKIES | NEEDS_SESSION | SIGNS_IN | TAKES_DELIVERY,
    reauthenticateOptions: MUTATION | NEEDS_SESSION,
  },
  password: {
    requestReset: MUTATION | TAKES_KEY,
    confirmReset: MUTATION | TAKES_KEY,
    change: MUTATION | NEEDS_SESSION,
  },
  passwordless: {
    start: MUTATION | TAKES_KEY,
    complete: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_DELIVERY | TAKES_DEVICE,
  },
  mfa: {
    status: NEEDS_SESSION,
    enrollTotp: MUTATION | NEEDS_SESSION,
    confirmTotp: MUTATION | NEEDS_SESSION,
    disableTotp: MUTATION | NEEDS_SESSION,
    regenerateRecoveryCodes: MUTATION | NEEDS_SESSION,
    verify: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_DELIVERY,
  },
  passkeys: {
    registrationOptions: MUTATION | NEEDS_SESSION,
    register: MUTATION | NEEDS_SESSION,
    list: NEEDS_SESSION,
    rename: MUTATION | NEEDS_SESSION,
    delete: MUTATION | NEEDS_SESSION,
    loginOptions: MUTATION,
    login: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_DELIVERY | TAKES_DEVICE,
  },
  account: {
    get: NEEDS_SESSION | GIVES_USER,
    update: MUTATION | NEEDS_SESSION | GIVES_USER,
    securityLog: NEEDS_SESSION,
    requestEmailChange: MUTATION | TAKES_KEY | NEEDS_SESSION,
    confirmEmailChange: MUTATION | TAKES_KEY,
    undoEmailChange: MUTATION | TAKES_KEY,
    delete: MUTATION | SETS_COOKIES | NEEDS_SESSION,
    export: NEEDS_SESSION,
  },
  invitations: {
    create: MUTATION | TAKES_KEY | NEEDS_SESSION,
    createMany: MUTATION | TAKES_KEY | NEEDS_SESSION,
    list: NEEDS_SESSION,
    resend: MUTATION | TAKES_KEY | NEEDS_SESSION,
    revoke: MUTATION | NEEDS_SESSION,
    preview: MUTATION,
    accept: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_DELIVERY | TAKES_DEVICE,
    decline: MUTATION,
    mine: NEEDS_SESSION,
  },
  oauth: {
    providers: 0,
    authorize: SETS_COOKIES,
    callback: MUTATION | SETS_COOKIES | SIGNS_IN | TAKES_DELIVERY,
  },
  identities: {
    list: NEEDS_SESSION,
    unlink: MUTATION | NEEDS_SESSION,
  },
  apiKeys: {
    list: NEEDS_SESSION,
    create: MUTATION | TAKES_KEY | NEEDS_SESSION,
    rotate: MUTATION | TAKES_KEY | NEEDS_SESSION,
    revoke: MUTATION | NEEDS_SESSION,
    verify: MUTATION,
  },
  admin: {
    stats: NEEDS_SESSION,
    providers: {
      list: NEEDS_SESSION,
      set: MUTATION | NEEDS_SESSION,
    },
    users: {
      import: MUTATION | TAKES_KEY | NEEDS_SESSION,
    },
    impersonation: {
      start: MUTATION | NEEDS_SESSION | SIGNS_IN,
      stop: MUTATION | NEEDS_SESSION,
    },
    audit: {
      list: NEEDS_SESSION,
      export: NEEDS_SESSION,
      verify: NEEDS_SESSION,
    },
    keys: {
      list: NEEDS_SESSION,
      rotate: MUTATION | NEEDS_SESSION,
      revoke: MUTATION | NEEDS_SESSION,
    },
    mail: {
      list: NEEDS_SESSION,
      retry: MUTATION | TAKES_KEY | NEEDS_SESSION,
    },
    organizations: {
      list: NEEDS_SESSION,
      get: NEEDS_SESSION,
    },
  },
  sessions: {
    list: NEEDS_SESSION,
    revoke: MUTATION | NEEDS_SESSION,
    revokeOthers: MUTATION | NEEDS_SESSION,
    setOrganization: MUTATION | NEEDS_SESSION | SIGNS_IN | TAKES_DELIVERY,
  },
  organizations: {
    create: MUTATION | TAKES_KEY | NEEDS_SESSION,
    list: NEEDS_SESSION,
    get: NEEDS_SESSION,
    update: MUTATION | NEEDS_SESSION,
    delete: MUTATION | NEEDS_SESSION,
    auditEvents: NEEDS_SESSION,
    checkPermissions: MUTATION | NEEDS_SESSION,
    members: NEEDS_SESSION,
    setRole: MUTATION | NEEDS_SESSION,
    removeMember: MUTATION | NEEDS_SESSION,
    leave: MUTATION | NEEDS_SESSION,
    transferOwnership: MUTATION | NEEDS_SESSION,
    roles: {
      list: NEEDS_SESSION,
      create: MUTATION | TAKES_KEY | NEEDS_SESSION,
      update: MUTATION | NEEDS_SESSION,
      delete: MUTATION | NEEDS_SESSION,
    },
    apiKeys: {
      list: NEEDS_SESSION,
      create: MUTATION | TAKES_KEY | NEEDS_SESSION,
      rotate: MUTATION | TAKES_KEY | NEEDS_SESSION,
      revoke: MUTATION | NEEDS_SESSION,
    },
  },
}
