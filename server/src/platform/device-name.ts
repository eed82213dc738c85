import Bowser from 'bowser'

const NAMED = new Map<string, string>()
const MAX_NAMED = 2_000

/**
 * A short name for the device behind a User-Agent, for people to recognise it by: "Firefox on Windows". What cannot be
 * read is "Unknown device"; the header is the caller's word and decides nothing.
 */
export function deviceName(userAgent: string): string {
  const known = NAMED.get(userAgent)
  if (known !== undefined) return known
  if (NAMED.size >= MAX_NAMED) NAMED.clear()
  const name = readDeviceName(userAgent)
  NAMED.set(userAgent, name)
  return name
}

function readDeviceName(userAgent: string): string {
  if (userAgent.trim() === '') return 'Unknown device'
  const { browser, os } = Bowser.parse(userAgent)
  if (browser.name && os.name) return `${browser.name} on ${os.name}`.slice(0, 64)
  return (browser.name || os.name || 'Unknown device').slice(0, 64)
}
