import { Caller, type Site } from './caller.ts'
import type { Reply } from './client.ts'
import { type AccountEntry, isDone, type OrganizationEntry, randomOf, type SessionEntry } from './ledger.ts'
import type { Staff } from './staff.ts'

let people = 0

/** Somebody who signs up, comes and goes, founds organizations and asks others in, and notes what they were told. */
export class Person extends Caller {
  account: AccountEntry
  session: SessionEntry | undefined
  organization: OrganizationEntry | undefined
  #resets = 0
  #signIns = 0

  constructor(site: Site, number: number) {
    super(site, randomOf(site.seed + number * 7_919))
    this.account = this.#newAccount()
  }

  #newAccount(): AccountEntry {
    people += 1
    const displayName = `Person ${people}`
    const email = `person-${people}@example.org`
    const password = `plum orchard ${Math.floor(this.random() * 2 ** 40).toString(36)} at night`
    this.site.ledger.secrets.add(password)
    const flags = { isAcknowledged: false, isVerified: false, isDisabled: false }
    return { email, displayName, password, ...flags }
  }

  /** Waits for a mail to an address with a link to that page, newer than `after` of them, and gives its token. */
  async tokenFrom(email: string, page: string, after = 0): Promise<string | undefined> {
    for (const giveUpAt = performance.now() + 20_000; performance.now() < giveUpAt; await this.pause(100)) {
      const mails = this.site.cluster.relay.taken.filter(
        ({ to, text }) => to === email && text.includes(page),
      )
      const tokens = [...new Set(mails.map(({ token }) => token))]
      for (const token of tokens) if (token) this.site.ledger.secrets.add(token)
      if (tokens.length > after) return tokens.at(-1)
    }
    return undefined
  }

  /** A new account, proven and signed in; whoever is given up halfway stays as they are. */
  async signUp(): Promise<void> {
    if (await this.register()) await this.signIn()
  }

  /** A new account, and whether its address was proven. */
  async register(): Promise<boolean> {
    const { ledger } = this.site
    this.session = undefined
    this.organization = undefined
    this.#resets = 0
    this.#signIns = 0
    this.account = this.#newAccount()
    const { email, password, displayName } = this.account
    const deed = ledger.begin('account.created', true)
    ledger.mails.push({ to: email, template: 'verify_address', deed })
    const reply = await this.carryOut(deed, {
      ...{ method: 'POST', path: '/register', body: { email, password, displayName } },
    })
    if (!this.happened(deed, reply)) return false
    this.account.isAcknowledged = true
    ledger.accounts.set(email, this.account)
    return this.verify()
  }

  async verify(): Promise<boolean> {
    const token = await this.tokenFrom(this.account.email, '/verify-email')
    if (token === undefined) return false
    const deed = this.site.ledger.begin('email.verified', false)
    const reply = await this.carryOut(deed, { method: 'POST', path: '/verify-email', body: { token } })
    this.account.isVerified = this.happened(deed, reply)
    if (!this.account.isVerified) this.#complain('a link that nobody had used', reply)
    return this.account.isVerified
  }

  async signIn(): Promise<void> {
    const { ledger } = this.site
    const { email, password, deviceToken } = this.account
    this.#signIns += 1
    const deed = ledger.begin('sign_in.succeeded', false)
    const body = { email, password, ...(deviceToken && { deviceToken }) }
    const reply = await this.carryOut(deed, { method: 'POST', path: '/login', body })
    if (reply.status === 200) this.session = this.#hold(reply)
    else if (reply.status !== 429) this.#complain('the right password', reply)
  }

  #hold({ body }: Reply): SessionEntry {
    const { ledger } = this.site
    const { sessionId: id, accessToken, refreshToken, deviceToken, user } = body
    Object.assign(this.account, { userId: user.id, deviceToken: deviceToken ?? this.account.deviceToken })
    for (const secret of [accessToken, refreshToken, deviceToken]) if (secret) ledger.secrets.add(secret)
    const session: SessionEntry = {
      ...{ id, email: this.account.email, accessToken, refreshToken, state: 'live' },
    }
    ledger.sessions.set(id, session)
    return session
  }

  /** What was promised is not kept; a server that is away, or a limit, is another matter. */
  #complain(what: string, { status, body }: Reply): void {
    if (status !== 0 && status !== 503 && status !== 429 && status !== 409)
      this.site.ledger.troubles.push(`${what} of ${this.account.email} was refused: ${status} ${body.code}`)
  }

  async look(session: SessionEntry): Promise<void> {
    const { reply } = await this.once({ method: 'GET', path: '/me', token: session.accessToken })
    if (reply.status === 401) await this.refreshRefused(session)
  }

  async signOut(session: SessionEntry): Promise<void> {
    const deed = this.site.ledger.begin('sign_out', false)
    session.state = 'unsure'
    // With the refresh token, which is judged by the database: an access token that this node refuses ends nothing.
    const body = { refreshToken: session.refreshToken }
    await this.carryOutAs(session, deed, { method: 'POST', path: '/logout', body })
    if (isDone(deed)) session.state = 'ended'
    this.session = undefined
    await this.signIn()
  }

  /** Has forgotten the password: asks for a link, sets another one, and every session is over. */
  async reset(): Promise<void> {
    const { ledger } = this.site
    const { email } = this.account
    const asked = ledger.begin('password.reset_requested', true)
    ledger.mails.push({ to: email, template: 'password_reset', deed: asked })
    const body = { email }
    const answer = await this.carryOut(asked, { method: 'POST', path: '/password-reset/request', body })
    if (!this.happened(asked, answer)) return
    const token = await this.tokenFrom(email, '/reset-password', this.#resets)
    if (token === undefined) return
    this.#resets += 1
    const newPassword = `${this.account.password} ${this.#resets}`
    ledger.secrets.add(newPassword)
    const deed = ledger.begin('password.reset', false)
    const change = { token, newPassword }
    ledger.doubtSessionsOf(email)
    const reply = await this.carryOut(deed, { method: 'POST', path: '/password-reset/confirm', body: change })
    if (!this.happened(deed, reply)) return this.#complain('a link to set a password', reply)
    this.account.password = newPassword
    ledger.endSessionsOf(email)
    this.session = undefined
    await this.signIn()
  }

  async found(session: SessionEntry): Promise<void> {
    const { ledger } = this.site
    const name = `Society ${this.account.displayName}`
    const deed = ledger.begin('organization.created', true)
    const call = { method: 'POST', path: '/organizations', body: { name } }
    const reply = await this.carryOutAs(session, deed, call)
    if (!this.happened(deed, reply)) return
    // Without one where the first answer was lost: then it is known by its name.
    const id = reply.body.id as string | undefined
    this.organization = { name, id, founder: this.account.email, roles: new Map() }
    ledger.organizations.push(this.organization)
  }

  /** Asks somebody new in, who accepts with an account made for it; then changes what they are. */
  async inviteAndPromote(session: SessionEntry, organization: OrganizationEntry): Promise<void> {
    const { ledger } = this.site
    const guest = this.#newAccount()
    const deed = ledger.begin('invitation.created', true)
    ledger.mails.push({ to: guest.email, template: 'invitation', deed })
    const invitation = { email: guest.email, role: 'member' }
    const path = `/organizations/${organization.id}/invitations`
    const reply = await this.carryOutAs(session, deed, { method: 'POST', path, body: invitation })
    if (!this.happened(deed, reply)) return
    const token = await this.tokenFrom(guest.email, '/accept-invite')
    if (token === undefined) return
    const accepted = ledger.begin('invitation.accepted', false)
    const { password, displayName } = guest
    const acceptance = { method: 'POST', path: '/invitations/accept', body: { token, password, displayName } }
    const joined = await this.carryOut(accepted, acceptance)
    if (!this.happened(accepted, joined)) return
    ledger.accounts.set(guest.email, { ...guest, isAcknowledged: true, isVerified: true })
    organization.roles.set(guest.email, 'member')
    if (joined.status === 200) await this.#promote(session, organization, guest.email, joined)
  }

  async #promote(
    session: SessionEntry,
    organization: OrganizationEntry,
    email: string,
    { body: { user, accessToken, refreshToken } }: Reply,
  ): Promise<void> {
    const { ledger } = this.site
    for (const secret of [accessToken, refreshToken]) ledger.secrets.add(secret)
    const role = this.random() < 0.5 ? 'admin' : 'viewer'
    const deed = ledger.begin('member.role_changed', false)
    const path = `/organizations/${organization.id}/members/${user.id}`
    organization.roles.set(email, undefined)
    const reply = await this.carryOutAs(session, deed, { method: 'PATCH', path, body: { role } })
    if (reply.status === 200 || reply.status === 204) organization.roles.set(email, role)
  }

  /** Is switched off by staff, finds every door closed, and is switched on again. */
  async beDisabled(staff: Staff): Promise<void> {
    const { account, session } = this
    if (!account.userId) return
    this.session = undefined
    if (!(await staff.setDisabled(account, true))) return
    if (session) {
      const { reply } = await this.once({ method: 'GET', path: '/me', token: session.accessToken })
      if (reply.status === 200) await this.#insistOnRefusal(session)
    }
    if (await staff.setDisabled(account, false)) await this.signIn()
  }

  /** A second is what every node has to notice (SECURITY S6). */
  async #insistOnRefusal(session: SessionEntry): Promise<void> {
    await this.pause(1_000)
    const { reply } = await this.once({ method: 'GET', path: '/me', token: session.accessToken })
    if (reply.status === 200) this.site.ledger.troubles.push('an account that is switched off was served')
  }

  /** One thing at random. */
  async step(staff: Staff): Promise<void> {
    const { session, organization } = this
    const chance = this.random()
    const isWorn = this.#signIns >= 7
    if (session?.state !== 'live' || isWorn || chance < 0.06) return this.signUp()
    if (chance < 0.5) return void (await this.refresh(session))
    if (chance < 0.66) return this.look(session)
    if (chance < 0.74) return this.signOut(session)
    if (chance < 0.8 && this.#resets < 3) return this.reset()
    if (chance < 0.86) return this.beDisabled(staff)
    if (organization?.id === undefined) return this.found(session)
    return this.inviteAndPromote(session, organization)
  }
}
