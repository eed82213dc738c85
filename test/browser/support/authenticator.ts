import type { Page } from 'playwright-core'

/** A device that keeps passkeys, as Chromium pretends to have one. */
export interface Authenticator {
  /** Whether the person touches it when asked: nobody does while they are away. */
  setPresence(isPresent: boolean): Promise<void>
  /** How many passkeys it keeps. */
  count(): Promise<number>
}

/** Gives a page a device with a fingerprint reader; the person is there unless told otherwise. */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    async setPresence(enabled) {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: enabled })
    },
    async count() {
      const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.length
    },
  }
}
