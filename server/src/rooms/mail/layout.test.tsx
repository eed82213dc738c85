import { describe, expect, test } from 'vitest'
import { readableOn, safeColor } from './colors.ts'
import { composeMail, Paragraph } from './layout.tsx'
import { linkMail } from './link-mail.tsx'

const brand = { name: 'Gatehouse', logoUrl: 'https://cdn.example.org/logo.png', accentColor: '#ffcc00' }
const words = {
  subject: (name: string) => `Do it for ${name}`,
  heading: 'Do it',
  what: (name: string) => `${name} asks you to.`,
  action: 'I do',
  fine: 'Once.',
  notYou: 'Or not.',
  reason: (name: string) => `Because of ${name}.`,
}
const href = 'https://id.example.org/verify-email?token=vfy_x&y=1'
const mail = (displayName: string) => linkMail({ brand, language: 'en', words, displayName, href })

describe('a mail', () => {
  test('has an HTML and a text part with the same link and the same words', () => {
    const { html, text } = mail('Ada')
    for (const part of [html.replaceAll('&amp;', '&'), text]) {
      expect(part).toContain(href)
      for (const word of [
        'Hello Ada,',
        'Gatehouse asks you to.',
        'Once.',
        'Or not.',
        'Because of Gatehouse.',
      ]) {
        expect(part).toContain(word)
      }
    }
  })

  test('fetches nothing: no image, script, style sheet, font or frame', () => {
    const { html } = mail('Ada')
    expect(html).not.toMatch(/<(?:img|script|link|iframe|object|video|audio|form)\b|url\(|@import|src=/i)
    const addresses = [...html.matchAll(/https?:\/\/[^"'<\s]+/g)].map(([address]) =>
      address.replaceAll('&amp;', '&'),
    )
    expect(new Set(addresses)).toEqual(new Set([href]))
  })

  test('names its language and its subject, and has one heading', () => {
    const { html } = mail('Ada')
    expect(html).toMatch(/^<!doctype html><html lang="en"/)
    expect(html).toContain('<title>Do it for Gatehouse</title>')
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull()
  })

  test('shows a name as text, whatever is in it', () => {
    const { html, text, subject } = mail('<a href="https://evil.example">x</a>')
    expect(html).not.toMatch(/<a href="https:\/\/evil/)
    expect(html).not.toContain('evil.example')
    expect(text).not.toContain('evil.example')
    expect(subject).toBe('Do it for Gatehouse')
  })

  test('has a subject of one line', () => {
    const { subject } = composeMail({
      brand,
      language: 'en',
      subject: 'Hello\r\nBcc: everyone@example.org',
      body: <Paragraph>x</Paragraph>,
      text: ['x'],
      reason: 'y',
    })
    expect(subject).toBe('Hello Bcc: everyone@example.org')
  })
})

describe('the accent colour', () => {
  test('is only ever a colour: anything else cannot reach a style', () => {
    expect(safeColor('#A1b2C3')).toBe('#A1b2C3')
    for (const other of ['red', '#fff', '#ffffff;position:fixed', 'url(x)', '']) {
      expect(safeColor(other)).toBe('#1f4fd8')
    }
  })

  test('carries a text of at least 4.5:1 contrast (WCAG 2.2, 1.4.3)', () => {
    expect(readableOn('#ffcc00')).toBe('#000000')
    expect(readableOn('#1f4fd8')).toBe('#ffffff')
    for (let grey = 0; grey < 256; grey += 5) {
      const color = `#${grey.toString(16).padStart(2, '0').repeat(3)}`
      expect(contrast(color, readableOn(color))).toBeGreaterThanOrEqual(4.5)
    }
  })
})

/** Contrast of two greys, by the definition in WCAG 2.2. */
function contrast(left: string, right: string): number {
  const luminance = (color: string): number => {
    const channel = Number.parseInt(color.slice(1, 3), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }
  const [bright, dark] = [luminance(left), luminance(right)].sort((a, b) => b - a)
  return (bright! + 0.05) / (dark! + 0.05)
}
