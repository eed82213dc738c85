import { describe, expect, test } from 'vitest'
import { languages } from '../../kit/language.ts'
import { noticeMail, notices } from './emails.tsx'
import { noticesOfStaff } from './notice-strings.ts'
import { writtenMoment } from './notices.ts'

const brand = { name: 'Gatehouse', logoUrl: null, accentColor: '#1f4fd8' }
const facts = {
  displayName: 'Ada',
  when: '24 November 2026 at 10:41 CET',
  ip: '203.0.113.7',
  device: 'Firefox on Windows',
  resetUrl: 'https://id.example.org/forgot-password',
}
const kinds = Object.keys(notices.en) as (keyof typeof notices.en)[]

const isOfStaff = (kind: (typeof kinds)[number]) => noticesOfStaff.has(kind)

describe('a security notice', () => {
  test.each(kinds)('%s says what happened, when and what to do; and where, unless staff did it', (kind) => {
    for (const language of languages) {
      const { html, text } = noticeMail(brand, language, kind, facts)
      const { what, ifYou, ifNotYou, action } = notices[language][kind]
      const wayOut = action === null ? [] : [action, facts.resetUrl]
      for (const part of [html, text]) {
        for (const fact of [what, ifYou, ifNotYou, facts.when, ...wayOut]) expect(part).toContain(fact)
        for (const place of [facts.ip, facts.device]) {
          if (isOfStaff(kind)) expect(part).not.toContain(place)
          else expect(part).toContain(place)
        }
      }
    }
  })

  test.each(kinds)('%s speaks each language in its own words', (kind) => {
    const [english, german] = languages.map((language) => noticeMail(brand, language, kind, facts))
    expect(german!.subject).not.toBe(english!.subject)
    expect(german!.html).toContain('<html lang="de"')
    expect(german!.text).toContain('Hallo Ada,')
  })

  test('shows a device as text, since it is the caller’s word', () => {
    const { html, text } = noticeMail(brand, 'en', 'new_device', { ...facts, device: '<b>evil.example</b>' })
    expect(html).not.toContain('<b>')
    expect(html + text).not.toContain('evil.example')
  })
})

describe('writtenMoment', () => {
  const moment = new Date('2026-11-24T09:41:00Z')

  test('tells the time by the reader’s clock and in their language', () => {
    expect(writtenMoment(moment, { locale: 'de-AT', timezone: 'Europe/Vienna' })).toMatch(
      /24\. November 2026.*10:41/,
    )
    expect(writtenMoment(moment, { locale: 'en-GB', timezone: 'Asia/Tokyo' })).toMatch(
      /24 November 2026.*18:41/,
    )
  })

  test('falls back to UTC, and to the language of the mail, rather than fail', () => {
    const unknown = writtenMoment(moment, { locale: 'tlh-x-', timezone: 'Mars/Olympus' })
    expect(unknown).toMatch(/November 24, 2026.*09:41.*UTC/)
    expect(writtenMoment(moment, { locale: 'de_broken!', timezone: 'UTC' })).toMatch(
      /24\. November 2026|November 24, 2026/,
    )
  })
})
