import type { WorldClock } from '../../harness/clock.ts'
import { codeOf } from '../../harness/people-factors.ts'
import { type AccountEntry, isDone, unknownsOf } from './ledger.ts'
import { Person } from './person.ts'

const realClock = { nowMs: () => Date.now() } as WorldClock

/** An administrator with two factors, who switches people off and on, one at a time. */
export class Staff extends Person {
  #turn: Promise<unknown> = Promise.resolve()

  /** Signs up as everybody does, gets an authenticator app and the role, and signs in with both factors. */
  async takeOffice(): Promise<void> {
    await this.signUp()
    const token = this.session?.accessToken
    const begun = await this.#must('POST', '/me/mfa/totp', {}, token)
    this.site.ledger.secrets.add(begun.secret)
    // This step's code and then the next one's: both are still taken when a step ends on the way.
    const code = codeOf(begun.secret, realClock)
    const { recoveryCodes } = await this.#must('POST', '/me/mfa/totp/confirm', { code }, token)
    for (const recoveryCode of recoveryCodes) this.site.ledger.secrets.add(recoveryCode)
    const { email, password } = this.account
    await this.site.cluster.sql`UPDATE users SET platform_role = 'admin' WHERE email = ${email}`
    const { challengeToken } = await this.#must('POST', '/login', { email, password })
    const proof = { challengeToken, method: 'totp', code: codeOf(begun.secret, realClock, -1) }
    const { sessionId: id, accessToken, refreshToken } = await this.#must('POST', '/mfa/verify', proof)
    for (const secret of [challengeToken, accessToken, refreshToken]) this.site.ledger.secrets.add(secret)
    // The session of before had one factor.
    if (this.session) this.session.state = 'unsure'
    this.session = { id, email, accessToken, refreshToken, state: 'live' }
    this.site.ledger.sessions.set(id, this.session)
  }

  async #must(method: string, path: string, body: object, token?: string) {
    const { reply } = await this.once({ method, path, body, token })
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status} ${reply.body.code}`)
    return reply.body
  }

  /** Switches an account off or on, and tells whether that was acknowledged. */
  setDisabled(account: AccountEntry, isDisabled: boolean): Promise<boolean> {
    const turn = this.#turn.then(() => this.#setDisabled(account, isDisabled))
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #setDisabled(account: AccountEntry, isDisabled: boolean): Promise<boolean> {
    const { ledger } = this.site
    if (!this.session) return false
    const deed = ledger.begin(isDisabled ? 'admin.user_disabled' : 'admin.user_enabled', true)
    const path = `/admin/users/${account.userId}/${isDisabled ? 'disable' : 'enable'}`
    if (isDisabled) ledger.doubtSessionsOf(account.email)
    await this.carryOutAs(this.session, deed, { method: 'POST', path, body: {} })
    if (isDone(deed)) account.isDisabled = isDisabled
    if (isDone(deed) && isDisabled) ledger.endSessionsOf(account.email)
    // Never answered: nobody can say what the account is now.
    if (!isDone(deed) && unknownsOf(deed) > 0) ledger.accounts.delete(account.email)
    return isDone(deed)
  }
}
