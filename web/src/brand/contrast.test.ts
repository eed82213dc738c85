import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accentOn, type Colour, contrast, parseColour } from './contrast.ts'

const channel = fc.integer({ min: 0, max: 255 })
const colour: fc.Arbitrary<Colour> = fc.tuple(channel, channel, channel)
const grounds = { light: '#f3f0e9', dark: '#20242b' }
const read = (hex: string) => parseColour(hex)!

describe('the accent of any brand', () => {
  test.each(Object.entries(grounds))('is readable as text and under text on a %s ground', (_, hex) => {
    const ground = read(hex)
    fc.assert(
      fc.property(colour, (brand) => {
        const { fill, fillActive, onFill, text } = accentOn(ground, brand)
        expect(contrast(read(text), ground)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(read(onFill), read(fill))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(read(onFill), read(fillActive))).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  test('stands out as a control from the dark ground', () => {
    const ground = read(grounds.dark)
    fc.assert(
      fc.property(colour, (brand) => {
        expect(contrast(read(accentOn(ground, brand).fill), ground)).toBeGreaterThanOrEqual(3)
      }),
    )
  })

  test('stays the brand’s own where it is readable as it is', () => {
    expect(accentOn(read(grounds.light), read('#1d4ed8'))).toMatchObject({ fill: '#1d4ed8', text: '#1d4ed8' })
  })

  test('agrees with the examples of WCAG', () => {
    expect(contrast(read('#000'), read('#fff'))).toBe(21)
    expect(contrast(read('#777777'), read('#ffffff'))).toBeCloseTo(4.48, 2)
  })

  test.each(['', 'red', '#12345', '#1234567', 'url(x)', '#12345g'])('is not read from %j', (hex) => {
    expect(parseColour(hex)).toBeUndefined()
  })
})
