import ipaddr from 'ipaddr.js'

/** Where a request came from: the address itself, and who that is to a limit (IPv6 counts per /64, SECURITY L6). */
export interface ClientAddress {
  readonly ip: string
  readonly ipKey: string
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Without a socket (a test that calls the app directly) the caller is this machine. */
const LOOPBACK: ClientAddress = { ip: '127.0.0.1', ipKey: '127.0.0.1' }

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/
/** Azure's gateways write a port behind the address. */
const WITH_PORT = /^(?:\[([0-9a-f:.]+)\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::\d{1,5})?$/i

/**
 * Finds the client of a request: the socket's address, unless that is a trusted proxy; then the nearest address in
 * X-Forwarded-For, from the right, that no trusted proxy owns. Whatever is not an address ends the walk at the
 * socket's own, so that a forged header neither moves a caller nor frees one from a limit (SECURITY L7).
 *
 * @param trustedProxies CIDRs or single addresses.
 */
export function clientAddressReader(trustedProxies: readonly string[]) {
  const trusted = trustedProxies.map(toRange)
  return (socketAddress: string | undefined, forwardedFor: string | undefined): ClientAddress => {
    if (socketAddress === undefined)
      return trusted.length > 0 ? walk('127.0.0.1', forwardedFor, trusted) : LOOPBACK
    if (trusted.length > 0) return walk(socketAddress, forwardedFor, trusted)
    if (IPV4.test(socketAddress)) return { ip: socketAddress, ipKey: socketAddress }
    return named(parse(socketAddress)) ?? { ip: socketAddress, ipKey: socketAddress }
  }
}

function walk(socketAddress: string, forwardedFor: string | undefined, trusted: Range[]): ClientAddress {
  const socket = parse(socketAddress)
  const own = named(socket) ?? { ip: socketAddress, ipKey: socketAddress }
  if (!socket || !isTrusted(socket, trusted) || !forwardedFor) return own
  let nearest = own
  for (const entry of forwardedFor.split(',').reverse()) {
    const hop = parse(entry.trim())
    if (!hop) return own
    nearest = named(hop)!
    if (!isTrusted(hop, trusted)) return nearest
  }
  return nearest
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const match = WITH_PORT.exec(text)
  const address = match ? (match[1] ?? match[2]!) : (text.split('%', 1)[0] ?? '')
  // Not ipaddr's own leniency: `010.1` and `2130706433` are addresses to it, and to nobody else on the way here.
  if (!IPV4.test(address) && !address.includes(':')) return undefined
  return ipaddr.isValid(address) ? ipaddr.process(address) : undefined
}

function named(address: ipaddr.IPv4 | ipaddr.IPv6 | undefined): ClientAddress | undefined {
  if (!address) return undefined
  const ip = address.toString()
  if (address.kind() === 'ipv4') return { ip, ipKey: ip }
  const network = (address as ipaddr.IPv6).parts.slice(0, 4)
  return { ip, ipKey: `${network.map((part) => part.toString(16)).join(':')}::/64` }
}

function isTrusted(address: ipaddr.IPv4 | ipaddr.IPv6, trusted: Range[]): boolean {
  return trusted.some(
    (range) => address.kind() === range[0].kind() && address.match(range as [ipaddr.IPv4, number]),
  )
}

function toRange(cidr: string): Range {
  if (cidr.includes('/')) return ipaddr.parseCIDR(cidr)
  const address = ipaddr.process(cidr)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
