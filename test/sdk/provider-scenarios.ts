import type { GatehouseClient } from '../../sdk/src/index.ts'
import type { ProviderProfile } from '../../sdk/src/testing.ts'
import { password, type Scenario, type Stage, verified } from './scenarios.ts'

const provider = 'acme'

/** Goes to the provider from a page, and comes back to another one, as browsers do. */
async function signIn(
  { signInAtProvider }: Stage,
  { open }: ReturnType<Stage['browser']>,
  { profile, mode = 'login' }: { profile: ProviderProfile; mode?: 'login' | 'link' },
): Promise<{ page: GatehouseClient; returned: { provider: string; code: string; state: string } }> {
  const { authorizationUrl } = await open().oauth.authorize({ provider, mode })
  return { page: open(), returned: { provider, ...signInAtProvider(authorizationUrl, profile) } }
}

/** Ways to sign in at a provider, each carried out by the server and by its stand-in. */
export const providerScenarios: Record<string, Scenario> = {
  'a first sign-in at a provider, and the next': async (stage, note) => {
    const browser = stage.browser()
    const profile = { email: 'newcomer@example.org', subject: 'newcomer', name: 'New Comer' }
    await note(browser.open().oauth.providers())
    const { page, returned } = await signIn(stage, browser, { profile })
    await note(page.oauth.callback({ ...returned, code: 'made up' }))
    await note(page.oauth.callback(returned))
    const again = await signIn(stage, browser, { profile })
    await note(stage.browser().open().oauth.callback(again.returned))
    await note(again.page.oauth.callback(again.returned))
    await note(again.page.oauth.callback(again.returned))
    await note(again.page.account.get())
    await note(again.page.identities.list())
    await note(browser.open().account.get())
    const renamed = { ...profile, email: 'moved@example.org', isEmailVerified: false }
    const moved = await signIn(stage, browser, { profile: renamed })
    await note(moved.page.oauth.callback(moved.returned))
  },
  'providers that do not vouch, or not for that address': async (stage, note) => {
    await verified(stage, 'held@example.org')
    await verified(stage, 'held@acme.example')
    for (const profile of [
      { email: 'unproven@example.org', isEmailVerified: false },
      { email: 'held@example.org' },
      { email: 'held@acme.example' },
    ]) {
      const { page, returned } = await signIn(stage, stage.browser(), { profile })
      await note(page.oauth.callback(returned))
    }
    const { open } = stage.browser()
    await note(open().oauth.authorize({ provider: 'nobody' }))
    await note(open().oauth.authorize({ provider, redirectTo: '//elsewhere.example' }))
    await note(open().oauth.callback({ provider, code: 'c', state: 'made-up' }))
    const { authorizationUrl } = await open().oauth.authorize({ provider, redirectTo: '/account' })
    const page = open()
    await stage.advance(11 * 60_000)
    const late = stage.signInAtProvider(authorizationUrl, { email: 'late@example.org' })
    await note(page.oauth.callback({ provider, ...late }))
  },
  'connecting a provider, and disconnecting it': async (stage, note) => {
    const email = 'connected@example.org'
    await verified(stage, email)
    const browser = stage.browser()
    await note(browser.open().oauth.authorize({ provider, mode: 'link' }))
    await browser.open().auth.login({ email, password })
    const profile = { email: 'other-address@example.org', subject: 'connected' }
    const { page, returned } = await signIn(stage, browser, { profile, mode: 'link' })
    await note(page.oauth.callback(returned))
    const list = await page.identities.list()
    await note(Promise.resolve(list))
    await note(page.sessions.list())
    await note(page.identities.unlink({ identityId: list.items[0]!.id }))
    await note(page.identities.unlink({ identityId: list.items[0]!.id }))
    await stage.advance(6 * 60_000)
    await note(browser.open().oauth.authorize({ provider, mode: 'link' }))

    const only = await signIn(stage, stage.browser(), { profile: { email: 'only@example.org' } })
    await only.page.oauth.callback(only.returned)
    const [identity] = (await only.page.identities.list()).items
    await note(only.page.identities.unlink({ identityId: identity!.id }))
    await note(only.page.admin.providers.list())
  },
}
