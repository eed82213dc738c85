import type { AdminUserDetails } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useList } from '../../area/list.ts'
import { Loading, useLoaded } from '../../area/loading.tsx'
import { Notice } from '../../ui/alert.tsx'
import { Card } from '../../ui/card.tsx'
import { Heading } from '../../ui/heading.tsx'
import { AlertIcon } from '../../ui/icons.tsx'
import { Link } from '../../ui/link.tsx'
import { dayAndTime } from '../../ui/time.ts'
import { useConsole } from '../area.ts'
import { EventTable } from '../event-table.tsx'
import { Fact, Facts } from '../facts.tsx'
import { Moment } from '../moment.tsx'
import { useOffers } from '../staff.ts'
import { PersonActs } from './person-acts.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { Standing } from './standing.tsx'

/** Everything staff see of one person, and everything they can do. */
export function PersonPage({ userId }: { userId: string }) {
  const { gatehouse, strings, carried } = useConsole()
  const { users, person } = strings
  const isOffered = useOffers()
  const [notice, setNotice] = useState(carried.isActingOver ? person.actingEnded : '')
  /** Counts changes: what hangs on the account is read anew with each. */
  const [changes, setChanges] = useState(0)
  const loaded = useLoaded(() => gatehouse.admin.users.get({ userId }))
  const done = async (words: string) => {
    setNotice('')
    await loaded.reload()
    setChanges((count) => count + 1)
    setNotice(words)
  }
  return (
    <>
      <p class="crumb">
        <Link to="/admin/users">{users.title}</Link>
      </p>
      <Loading loaded={loaded}>
        {(user) => (
          <>
            <div class="person-head">
              <Heading title={user.displayName} />
              <p class="lead">{user.email}</p>
              <Standing user={user} />
            </div>
            <Notice>{notice}</Notice>
            <PendingReset user={user} />
            <div class="columns">
              <div class="stack">
                <Details user={user} />
                <PersonSessions userId={userId} changes={changes} onEnded={done} />
              </div>
              <PersonActs user={user} onDone={(words) => void done(words)} />
            </div>
            {isOffered('audit:read') && <PersonEvents userId={userId} changes={changes} />}
          </>
        )}
      </Loading>
    </>
  )
}

/** Second factors are being taken away: by whom, and when it happens. */
function PendingReset({ user }: { user: AdminUserDetails }) {
  const { strings, language } = useConsole()
  if (!user.mfaReset) return null
  const { effectiveAt, requestedAt } = user.mfaReset
  return (
    <div class="alert alert-warn">
      <AlertIcon />
      <div>
        <p>
          {strings.person.mfaResetPending(
            dayAndTime(language, requestedAt),
            dayAndTime(language, effectiveAt),
          )}
        </p>
      </div>
    </div>
  )
}

function Details({ user }: { user: AdminUserDetails }) {
  const { strings } = useConsole()
  const { person, users, list, roles } = strings
  const isOffered = useOffers()
  return (
    <Card title={person.facts} lead={person.factsLead}>
      <Facts>
        <Fact title={users.verified}>{user.isVerified ? users.isVerified : users.isUnverified}</Fact>
        <Fact title={users.created}>
          <Moment at={user.createdAt} />
        </Fact>
        <Fact title={users.lastSignIn}>
          <Moment at={user.lastSignInAt} />
        </Fact>
        <Fact title={person.password}>
          {user.passwordChangeRequired
            ? users.resetDue
            : user.hasPassword
              ? person.passwordSet
              : person.passwordNone}
        </Fact>
        <Fact title={person.failures}>{user.failedSignIns}</Fact>
        {user.pausedUntil && (
          <Fact title={person.pausedUntil}>
            <Moment at={user.pausedUntil} />
          </Fact>
        )}
        <Fact title={users.factor}>{user.mfaEnabled ? users.factorOn : users.factorOff}</Fact>
        <Fact title={person.passkeys}>{user.passkeys}</Fact>
        <Fact title={person.recoveryCodes}>{user.recoveryCodesLeft}</Fact>
        {user.secondFactorPausedUntil && (
          <Fact title={person.factorPausedUntil}>
            <Moment at={user.secondFactorPausedUntil} />
          </Fact>
        )}
        <Fact title={person.providers}>
          {user.providers.length > 0 ? user.providers.join(', ') : list.none}
        </Fact>
        <Fact title={person.apiKeys}>{user.apiKeys}</Fact>
        <Fact title={person.locale}>{user.locale}</Fact>
        <Fact title={person.timezone}>{user.timezone.replaceAll('_', ' ')}</Fact>
        {user.platformRole && <Fact title={users.role}>{roles[user.platformRole]}</Fact>}
        {user.erasedAfter && (
          <Fact title={person.erasedAfter}>
            <Moment at={user.erasedAfter} />
          </Fact>
        )}
        <Fact title={person.id} isWide>
          <code>{user.id}</code>
        </Fact>
      </Facts>
      {user.organizations.length > 0 && (
        <>
          <h3>{strings.sections.organizations}</h3>
          <ul class="plain-list">
            {user.organizations.map(({ id, name, role }) => (
              <li key={id}>
                {isOffered('organizations:read') ? (
                  <Link to={`/admin/organizations/${id}`}>{name}</Link>
                ) : (
                  name
                )}{' '}
                <span class="tag">{role}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function PersonEvents({ userId, changes }: { userId: string; changes: number }) {
  const { gatehouse, strings } = useConsole()
  const { person } = strings
  const list = useList(String(changes), (cursor) =>
    gatehouse.admin.users.auditEvents({ userId, ...(cursor && { cursor }) }),
  )
  return (
    <section class="stack" aria-labelledby="person-events">
      <h2 id="person-events">{person.events}</h2>
      <EventTable list={list} caption={person.events} />
    </section>
  )
}
