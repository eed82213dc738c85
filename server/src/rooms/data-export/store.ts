import { desc, eq } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { emailChangeUndos, knownDevices } from '../accounts/index.ts'
import { apiKeys } from '../api-keys/index.ts'
import { mfaAttempts } from '../gate/index.ts'
import { identities } from '../identities/index.ts'
import { mailMessages } from '../mail/index.ts'
import { acrossOrganizations, memberships, organizations } from '../memberships/index.ts'
import { oneTimeTokens, passwordlessFlows } from '../one-time-tokens/index.ts'
import { passkeys } from '../passkeys/index.ts'
import { credentials } from '../passwords/index.ts'
import { recoveryCodes } from '../recovery-codes/index.ts'
import { sessions } from '../sessions/index.ts'
import { totpFactors } from '../totp/index.ts'
import { readInvitations } from './invitations-store.ts'

/** What each table holds about a person, by the names of the export; neither secrets nor hashes of them. */
export async function readHoldings(db: Db, userId: string) {
  const [password] = await db
    .select({
      passwordHash: credentials.passwordHash,
      changedAt: credentials.passwordChangedAt,
      changeRequired: credentials.changeRequired,
      failedAttempts: credentials.failedLoginAttempts,
      pausedUntil: credentials.lockoutUntil,
    })
    .from(credentials)
    .where(eq(credentials.userId, userId))
  const [totp] = await db
    .select({ confirmedAt: totpFactors.confirmedAt })
    .from(totpFactors)
    .where(eq(totpFactors.userId, userId))
  const [attempts] = await db.select().from(mfaAttempts).where(eq(mfaAttempts.userId, userId))
  return {
    password,
    totp,
    attempts,
    recoveryCodes: await db
      .select({ createdAt: recoveryCodes.createdAt, usedAt: recoveryCodes.usedAt })
      .from(recoveryCodes)
      .where(eq(recoveryCodes.userId, userId)),
    passkeys: await db
      .select({
        id: passkeys.id,
        name: passkeys.name,
        createdAt: passkeys.createdAt,
        lastUsedAt: passkeys.lastUsedAt,
        isBackedUp: passkeys.isBackedUp,
        transports: passkeys.transports,
        aaguid: passkeys.aaguid,
      })
      .from(passkeys)
      .where(eq(passkeys.userId, userId)),
    identities: await db
      .select({
        provider: identities.provider,
        issuer: identities.issuer,
        subject: identities.subject,
        email: identities.email,
        createdAt: identities.createdAt,
        lastUsedAt: identities.lastUsedAt,
      })
      .from(identities)
      .where(eq(identities.userId, userId)),
    invitations: await readInvitations(db, userId),
    ...(await readTraces(db, userId)),
  }
}

/** What the person did and was sent, newest first. */
async function readTraces(db: Db, userId: string) {
  return {
    apiKeys: await acrossOrganizations({ db }, (inTx) => readKeys(inTx.db, userId)),
    sessions: await db
      .select({
        id: sessions.id,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
        ip: sessions.ip,
        userAgent: sessions.userAgent,
        amr: sessions.amr,
        endedAt: sessions.endedAt,
        endReason: sessions.endReason,
      })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(desc(sessions.createdAt)),
    devices: await db
      .select({
        createdAt: knownDevices.createdAt,
        lastSeenAt: knownDevices.lastSeenAt,
        failedAttempts: knownDevices.failedAttempts,
      })
      .from(knownDevices)
      .where(eq(knownDevices.userId, userId)),
    mailedLinks: [...(await readLinks(db, userId)), ...(await readSignInMails(db, userId))],
    earlierAddresses: await db
      .select({
        email: emailChangeUndos.email,
        createdAt: emailChangeUndos.createdAt,
        expiresAt: emailChangeUndos.expiresAt,
      })
      .from(emailChangeUndos)
      .where(eq(emailChangeUndos.userId, userId)),
    mails: await db
      .select({
        kind: mailMessages.template,
        recipient: mailMessages.recipient,
        createdAt: mailMessages.createdAt,
        sentAt: mailMessages.sentAt,
      })
      .from(mailMessages)
      .where(eq(mailMessages.userId, userId))
      .orderBy(desc(mailMessages.createdAt)),
  }
}

/** Their own, and those they have made for organizations. */
const readKeys = (db: Db, userId: string) =>
  db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      organizationId: apiKeys.organizationId,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .where(eq(apiKeys.userId, userId))
    .orderBy(desc(apiKeys.createdAt))

const readLinks = (db: Db, userId: string) =>
  db
    .select({
      purpose: oneTimeTokens.purpose,
      email: oneTimeTokens.emailCanonical,
      createdAt: oneTimeTokens.createdAt,
      expiresAt: oneTimeTokens.expiresAt,
      consumedAt: oneTimeTokens.consumedAt,
    })
    .from(oneTimeTokens)
    .where(eq(oneTimeTokens.userId, userId))

async function readSignInMails(db: Db, userId: string) {
  const rows = await db
    .select({
      email: passwordlessFlows.emailCanonical,
      createdAt: passwordlessFlows.createdAt,
      expiresAt: passwordlessFlows.expiresAt,
      consumedAt: passwordlessFlows.consumedAt,
    })
    .from(passwordlessFlows)
    .where(eq(passwordlessFlows.userId, userId))
  return rows.map((row) => ({ purpose: 'sign_in', ...row }))
}

/** Where the person belongs. In their own scope. */
export const readMemberships = (db: Db, userId: string) =>
  db
    .select({
      organizationId: memberships.organizationId,
      organization: organizations.name,
      role: memberships.role,
      joinedAt: memberships.joinedAt,
    })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, userId))
    .orderBy(memberships.joinedAt)
