import { SERVED_META } from '../served.ts'
import { accentOn, parseColour } from './contrast.ts'

/** The grounds of styles/tokens.css that accents are read on: the one furthest from what the accent is moved towards. */
const GROUNDS = { light: '#f3f0e9', dark: '#20242b' } as const

/**
 * Sets the brand's accent before anything is painted. It goes through the CSS object model, because the Content
 * Security Policy forbids style attributes, and it is a script of its own, because it must not wait for the pages'.
 */
function paint(): void {
  const meta = document.querySelector<HTMLMetaElement>(`meta[name="${SERVED_META}"]`)
  const served = JSON.parse(meta?.content ?? '{}') as { config?: { brand?: { accentColor?: string } } }
  const brand = parseColour(served.config?.brand?.accentColor ?? '')
  if (!brand) return
  for (const scheme of ['light', 'dark'] as const) {
    const { fill, fillActive, onFill, text } = accentOn(parseColour(GROUNDS[scheme])!, brand)
    const { style } = document.documentElement
    style.setProperty(`--${scheme}-accent`, fill)
    style.setProperty(`--${scheme}-accent-active`, fillActive)
    style.setProperty(`--${scheme}-on-accent`, onFill)
    style.setProperty(`--${scheme}-accent-text`, text)
  }
}

paint()
