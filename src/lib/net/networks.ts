import ipaddr from 'ipaddr.js'

/** Whether an address is in one of the networks; what is no address is in none. */
export type Networks = (address: string) => boolean

/** The addresses and networks that a text names, separated by commas. */
export function splitNetworks(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/**
 * Addresses and networks (CIDR), IPv4 and IPv6, as a test of addresses; undefined where one of them is none. IPv4 is
 * written with four decimal parts; an IPv4 address that comes as IPv6 (`::ffff:192.0.2.1`) counts as IPv4.
 */
export function readNetworks(list: readonly string[]): Networks | undefined {
  const networks = list.map(readNetwork)
  if (!networks.every((network) => network !== undefined)) return undefined
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.process(text)
    return networks.some(
      ([base, bits]) =>
        base.kind() === address.kind() && address.match(base as ipaddr.IPv4 & ipaddr.IPv6, bits),
    )
  }
}

function readNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  const [address = '', bits, ...rest] = text.split('/')
  const isV4 = ipaddr.IPv4.isValidFourPartDecimal(address)
  if ((!isV4 && !ipaddr.IPv6.isValid(address)) || address.includes('%') || rest.length > 0) return undefined
  const widest = isV4 ? 32 : 128
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= widest)) return undefined
  const base = ipaddr.parse(address)
  // Such a network would never match: what comes in that form is read as IPv4.
  if (base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress()) return undefined
  return [base, bits === undefined ? widest : Number(bits)]
}
