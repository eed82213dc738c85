import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Names of clouds' metadata services, and of this machine. What they resolve to is judged as well. */
const FORBIDDEN_NAMES = /(?:^|\.)(?:localhost|local|internal|localdomain|home\.arpa)\.?$/i
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether a URL names this very machine by a name that cannot mean another. */
export const isLoopbackName = (hostname: string): boolean => LOOPBACK_NAMES.has(hostname)

/** Whether a name may be resolved at all. */
export const isForbiddenName = (hostname: string): boolean => FORBIDDEN_NAMES.test(hostname)

/**
 * Whether an address is a public one (SECURITY H1): not loopback, private, link-local, shared, multicast, reserved or
 * for documentation, and of IPv6 nothing that stands for an IPv4 address, since what that leads to was not judged.
 *
 * @param mayBeLoopback outside production, where tests run their peers on this machine.
 */
export function isPublicAddress(address: string, mayBeLoopback: boolean): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  const range = parsed.range()
  if (range === 'loopback') return mayBeLoopback
  if (range !== 'unicast') return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST)
}

/** The address a URL's host is; undefined when it is a name. */
export function addressOfHost(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return ipaddr.isValid(bare) ? bare : undefined
}

/**
 * Resolves a name once, for the connection that follows: it is made to an address that was judged here, so that a name
 * that resolves to another one a moment later leads nowhere. One bad address among good ones refuses them all.
 */
export function checkedLookup(mayBeLoopback: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const isGood = found.length > 0 && found.every(({ address }) => isPublicAddress(address, mayBeLoopback))
      if (!isGood) return done(new Error(`${hostname} has an address that must not be called`), '', 0)
      if (options.all) return done(null, found)
      return done(null, found[0]!.address, found[0]!.family)
    })
  }
}
