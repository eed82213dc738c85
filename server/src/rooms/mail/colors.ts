const HEX_COLOR = /^#[0-9a-f]{6}$/i
const DEFAULT_COLOR = '#1f4fd8'

/** The colour when it is one, in the only form we write into a style; else a calm blue. */
export function safeColor(color: string): string {
  return HEX_COLOR.test(color) ? color : DEFAULT_COLOR
}

/** Black or white: whichever has the greater contrast on the colour, by WCAG 2.2's relative luminance. */
export function readableOn(color: string): '#000000' | '#ffffff' {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(color.slice(at, at + 2), 16) / 255))
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  // Contrast with white is 1.05 / (L + 0.05), with black (L + 0.05) / 0.05.
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000'
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
