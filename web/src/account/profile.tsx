import type { User } from '@gatehouse/sdk'
import { useState } from 'preact/hooks'
import { useRunAct } from '../area/acts.ts'
import { isLanguage, languageNames, languageOf, languages } from '../strings/catalogue.ts'
import { FailureAlert, Notice } from '../ui/alert.tsx'
import { SubmitButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Heading } from '../ui/heading.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { day, timeZones } from '../ui/time.ts'
import { useAccount } from './area.ts'
import { CloseAccount, EmailChange, Export } from './own-data.tsx'

interface ProfileProps {
  user: User
  onChanged(user: User): void
}

/** Name, language and time zone; below them the address, what is held about the person, and the way out. */
export function Profile({ user, onChanged }: ProfileProps) {
  const { gatehouse, strings, language, setLanguage } = useAccount()
  const { profile } = strings
  const run = useRunAct()
  const [isSaved, setSaved] = useState(false)
  const form = useForm({
    submit: async ({ displayName = '', locale = '', timezone = '' }) => {
      setSaved(false)
      onChanged(await run(() => gatehouse.account.update({ displayName, locale, timezone })))
      const chosen = languageOf(locale)
      if (chosen && locale !== user.locale) await setLanguage(chosen)
      setSaved(true)
    },
  })
  const locales = [...new Set([user.locale, ...languages])]

  return (
    <>
      <Heading title={profile.title} />
      <p class="lead">{profile.lead}</p>
      <Notice>{isSaved && profile.saved}</Notice>
      <FailureAlert failure={form.failure} />
      <dl class="facts">
        <div>
          <dt>{profile.memberSince}</dt>
          <dd>{day(language, user.createdAt)}</dd>
        </div>
      </dl>
      <form method="post" {...form.props}>
        <TextField
          name="displayName"
          label={profile.displayName}
          autocomplete="name"
          maxLength={64}
          initial={user.displayName}
          problem={form.problemOf('displayName')}
        />
        <SelectField
          name="locale"
          label={profile.locale}
          hint={profile.localeHint}
          initial={user.locale}
          options={locales.map((tag) => ({ value: tag, text: isLanguage(tag) ? languageNames[tag] : tag }))}
          problem={form.problemOf('locale')}
        />
        <SelectField
          name="timezone"
          label={profile.timezone}
          initial={user.timezone}
          options={timeZones(user.timezone).map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') }))}
          problem={form.problemOf('timezone')}
        />
        <SubmitButton form={form}>{profile.submit}</SubmitButton>
      </form>
      <EmailChange user={user} />
      <Export />
      <CloseAccount />
    </>
  )
}
