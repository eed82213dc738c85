/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [number, number, number]

const WHITE: Colour = [255, 255, 255]
const BLACK: Colour = [0, 0, 0]

/** What an accent needs to become for text and controls on it and beside it to be readable. */
export interface Accent {
  /** Surfaces in the accent: as near to the brand's own as can be told from what is around them. */
  fill: string
  /** Such a surface under the pointer: further away from its text, so that this stays as readable. */
  fillActive: string
  /** Text on such a surface. */
  onFill: string
  /** The accent as text: links, and rings around what has the focus. */
  text: string
}

/** Reads `#rgb` or `#rrggbb`; undefined for anything else. */
export function parseColour(hex: string): Colour | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex)?.[1]
  if (!digits) return undefined
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const value = Number.parseInt(full, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const formatColour = (colour: Colour): string =>
  `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((left, right) => left - right) as [
    number,
    number,
  ]
  return (high + 0.05) / (low + 0.05)
}

const mix = (from: Colour, to: Colour, share: number): Colour =>
  from.map((channel, index) => Math.round(channel + (to[index]! - channel) * share)) as unknown as Colour

/** The colour, moved as little as it takes towards `pole` to stand out from `ground` by `ratio`. */
function readableOn(colour: Colour, ground: Colour, pole: Colour, ratio: number): Colour {
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = mix(colour, pole, share)
    if (contrast(candidate, ground) >= ratio) return candidate
  }
  return pole
}

/**
 * An accent for one colour scheme, so that any brand colour stays readable: 4.5:1 for text (WCAG 2.2, 1.4.3), 3:1 for
 * controls on the dark ground (1.4.11). On the light ground the fill stays the brand's own, as an edge marks it.
 */
export function accentOn(ground: Colour, brand: Colour): Accent {
  const isDark = luminance(ground) < 0.18
  const pole = isDark ? WHITE : BLACK
  const fill = isDark ? readableOn(brand, ground, WHITE, 3) : brand
  const onFill =
    contrast(fill, WHITE) >= 4.5 ? WHITE : contrast(fill, BLACK) > contrast(fill, WHITE) ? BLACK : WHITE
  return {
    fill: formatColour(fill),
    fillActive: formatColour(mix(fill, onFill === WHITE ? BLACK : WHITE, 0.14)),
    onFill: formatColour(onFill),
    text: formatColour(readableOn(brand, ground, pole, 4.6)),
  }
}
