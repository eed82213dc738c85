import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEmailAddress } from './email-address.ts'

const canonicalOf = (raw: string) => parseEmailAddress(raw)?.canonical

describe('parseEmailAddress takes', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    ['Ada.Lovelace+news@Example.ORG', 'ada.lovelace+news@example.org'],
    ["o'hara_{x}!#$%&*/=?^`|~-@sub.example.co.uk", "o'hara_{x}!#$%&*/=?^`|~-@sub.example.co.uk"],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
    ['ada@1.example', 'ada@1.example'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER。example', 'ada@xn--bcher-kva.example'],
    ['ada@faß.example', 'ada@xn--fa-hia.example'],
    ['ada@xn--fa-hia.example', 'ada@xn--fa-hia.example'],
    ['ada@col·legi.example', 'ada@xn--collegi-xma.example'],
    ['ada@παράδειγμα.δοκιμή', 'ada@xn--hxajbheg2az3al.xn--jxalpdlp'],
    ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah'],
    ['ada@مثال.إختبار', 'ada@xn--mgbh0fb.xn--kgbechtv'],
  ])('%s', (raw, canonical) => {
    expect(canonicalOf(raw)).toBe(canonical)
  })
})

describe('parseEmailAddress refuses', () => {
  test.each([
    ['nothing', ''],
    ['no @', 'ada.example.org'],
    ['two @', 'ada@example.org@evil.example'],
    ['a full-width second @', 'ada@example.org＠evil.example'],
    ['no local part', '@example.org'],
    ['a leading dot', '.ada@example.org'],
    ['a trailing dot', 'ada.@example.org'],
    ['two dots', 'ada..b@example.org'],
    ['quotes', '"ada"@example.org'],
    ['a comment', 'ada(x)@example.org'],
    ['a display name', 'Ada <ada@example.org>'],
    ['angle brackets', '<ada@example.org>'],
    ['a group', 'friends:ada@example.org;'],
    ['a list', 'ada@example.org,eve@evil.example'],
    ['a list by semicolon', 'ada@example.org;eve@evil.example'],
    ['a backslash', 'ada\\@example.org'],
    ['a space before', ' ada@example.org'],
    ['a space after', 'ada@example.org '],
    ['a no-break space', 'ada\u00a0@example.org'],
    ['a line break', 'ada@example.org\r\nRCPT TO:<eve@evil.example>'],
    ['a NUL', 'ada\0@example.org'],
    ['a DEL', 'ada\x7f@example.org'],
    ['a C1 control', 'ada\u0085@example.org'],
    ['a zero-width space', 'ada\u200b@example.org'],
    ['a direction override', 'ada@\u202eexample.org'],
    ['65 letters', `${'a'.repeat(65)}@example.org`],
    ['255 in all', `a@${'b.'.repeat(123)}example`],
    ['a letter that is not ASCII', 'josé@example.org'],
    ['a dotless i', 'adarıo@example.org'],
    ['one label', 'ada@localhost'],
    ['a trailing dot of the domain', 'ada@example.org.'],
    ['an empty label', 'ada@example..org'],
    ['a label that begins with a hyphen', 'ada@-example.org'],
    ['a label that ends with one', 'ada@example-.org'],
    ['a label of 64', `ada@${'a'.repeat(64)}.org`],
    ['an underscore', 'ada@ex_ample.org'],
    ['an IPv4 address', 'ada@127.0.0.1'],
    ['a short IPv4 address', 'ada@127.1'],
    ['a hexadecimal IPv4 address', 'ada@127.0x1'],
    ['a domain literal', 'ada@[127.0.0.1]'],
    ['an IPv6 literal', 'ada@[IPv6:::1]'],
    ['a port', 'ada@example.org:25'],
    ['a path', 'ada@example.org/x'],
    ['what becomes a path', 'ada@example.org\u2100evil.example'],
    ['a percent-encoded dot', 'ada@example%2eorg'],
    ['a soft hyphen', 'ada@exam\u00adple.org'],
    ['an emoji, which IDNA2008 knows no place for', 'ada@💩.example'],
    ['its A-label', 'ada@xn--ls8h.example'],
    ['an A-label of nothing', 'ada@xn--.example'],
    ['an A-label that decodes to a control character', 'ada@xn--a.example'],
    ['an A-label of plain ASCII', 'ada@xn--example-.org'],
    ['a reserved label', 'ada@ab--c.example'],
    ['a middle dot between other letters', 'ada@a·b.example'],
    ['a joiner between Latin letters', 'ada@a\u200db.example'],
    ['left-to-right and right-to-left letters in one label', 'ada@אa.example'],
    ['two kinds of Arabic digits', 'ada@ا\u0661\u06f1.example'],
    ['a label that begins with a mark', 'ada@\u0301a.example'],
  ])('%s', (_what, raw) => {
    expect(parseEmailAddress(raw)).toBeUndefined()
  })
})

describe('parseEmailAddress', () => {
  test('compatibility forms and plain ones are one person', () => {
    expect(parseEmailAddress('ＡＤＡ＠ｅｘａｍｐｌｅ．ｏｒｇ')).toEqual({
      address: 'ADA@example.org',
      canonical: 'ada@example.org',
    })
    expect(canonicalOf('mi\u212ae@example.org')).toBe('mike@example.org')
  })

  test('keeps the address as typed for display and mail', () => {
    expect(parseEmailAddress('Ada@Example.ORG')?.address).toBe('Ada@Example.ORG')
    expect(parseEmailAddress('Ada@Bücher.example')?.address).toBe('Ada@xn--bcher-kva.example')
  })

  test('dots and plus signs tell people apart', () => {
    expect(new Set(['ada@x.org', 'a.da@x.org', 'ada+1@x.org'].map(canonicalOf)).size).toBe(3)
  })

  test('a huge input is refused at once', () => {
    const started = performance.now()
    expect(parseEmailAddress(`${'a.'.repeat(500_000)}@example.org`)).toBeUndefined()
    expect(parseEmailAddress(`a@${'\u0301'.repeat(1_000_000)}`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(500)
  })

  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.emailAddress(),
    fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 20 }))
      .map(([local, domain]) => `${local}@${domain}.example`),
    fc.string({ unit: fc.constantFrom(...'a.@-_xn<>"(), \r\n%/[]:;\\＠。．é\u00ad\u200d1'), maxLength: 30 }),
  )

  test('whatever it takes is plain, short, and reads the same again', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const parsed = parseEmailAddress(raw)
        if (!parsed) return
        expect(parsed.address).toMatch(/^[!-~]{1,64}@[A-Za-z0-9.-]{3,}$/)
        expect(parsed.address).not.toMatch(/[\s"(),:;<>[\\\]]/)
        expect(parsed.address.split('@')).toHaveLength(2)
        expect(parsed.address.length).toBeLessThanOrEqual(254)
        expect(parsed.canonical).toBe(parsed.address.toLowerCase())
        expect(parseEmailAddress(parsed.address)).toEqual(parsed)
        expect(parseEmailAddress(parsed.canonical)).toEqual({
          address: parsed.canonical,
          canonical: parsed.canonical,
        })
      }),
      { numRuns: 5_000 },
    )
  })
})
