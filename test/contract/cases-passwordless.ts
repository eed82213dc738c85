import type { Case } from './cases.ts'

const WRONG_LINK = `mlk_${'A'.repeat(43)}`
const WRONG_FLOW = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

/** Signing in with a mail. */
export const passwordlessCases: Record<string, Case> = {
  'passwordless.start': {
    good: async (world, name) => ({ input: { email: (await world.people.verified(name)).email } }),
    bad: [
      [{ email: 'no address' }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'passwordless.complete': {
    good: async (world, name) => {
      const { email } = await world.people.verified(name)
      await world.rest('POST', '/passwordless/start', { email })
      return { input: { token: await world.mailbox.lastToken('mlk_') } }
    },
    bad: [
      [{ token: WRONG_LINK }, 'token.invalid'],
      [{ flowId: WRONG_FLOW, code: '123456' }, 'token.invalid'],
      [{ flowId: 'x', code: '123456' }, 'request.invalid'],
      [{ token: WRONG_LINK, code: '123456' }, 'request.invalid'],
      [{ flowId: WRONG_FLOW }, 'request.invalid'],
      [{ token: WRONG_LINK, delivery: 'pigeon' }, 'request.invalid'],
    ],
  },
}
