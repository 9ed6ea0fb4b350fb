import ipaddr from 'ipaddr.js'

/**
 * The network that an address belongs to for counting purposes: /24 of IPv4, /56 of IPv6, which is what one customer of an
 * access provider usually has. IPv4 written as IPv6 counts as IPv4; what is no address is a network of its own.
 */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  const prefix = address.kind() === 'ipv4' ? 24 : 56
  const bytes = address.toByteArray().slice(0, prefix / 8)
  return `${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}/${prefix}`
}
