import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = readonly [Address, number]

export interface AddressPolicy {
  /** Loopback and private networks are fine: for the sandbox and for tests. */
  readonly allowPrivateAddresses?: boolean | undefined
  /** Networks (CIDR) that the operator lets the gateway reach although they are not public. */
  readonly allowNetworks?: readonly string[] | undefined
}

/**
 * Says of an IP address whether the gateway may connect to it.
 *
 * Good is IPv4 unicast, and IPv6 unicast inside 2000::/3; everything else is bad: loopback, private, link-local, shared,
 * mapped and translated forms, documentation, multicast. Addresses at which clouds hand out credentials are bad always.
 *
 * @throws Error with the offending text where `allowNetworks` holds something that is not a network.
 */
export function addressPolicy(policy: AddressPolicy): (address: string) => boolean {
  const networks = (policy.allowNetworks ?? []).map(parseNetwork)
  const ranges = policy.allowPrivateAddresses ? privateRanges : publicRanges
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.parse(text)
    if (isMetadata(address)) return false
    return isGood(address, ranges) || networks.some((network) => contains(network, address))
  }
}

/** True where both texts are the same address, however spelled. */
export function sameAddress(one: string, other: string): boolean {
  if (!ipaddr.isValid(one) || !ipaddr.isValid(other)) return false
  return ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString()
}

const publicRanges: ReadonlySet<string> = new Set(['unicast'])
const privateRanges: ReadonlySet<string> = new Set([
  'unicast',
  'private',
  'loopback',
  'linkLocal',
  'carrierGradeNat',
  'uniqueLocal',
])

const globalUnicast: Network = [ipaddr.parse('2000::'), 3]

function isGood(address: Address, ranges: ReadonlySet<string>): boolean {
  const range = address.range()
  if (!ranges.has(range)) return false
  if (address.kind() === 'ipv4' || range !== 'unicast') return true
  // Outside 2000::/3 the library calls unassigned space unicast, the IPv4-compatible ::7f00:1 among it.
  return contains(globalUnicast, address) && !isIsatap(address)
}

/** ISATAP (RFC 5214): the interface part is 0:5efe or 200:5efe and an IPv4 address, which a tunnel would reach. */
function isIsatap(address: Address): boolean {
  const [a, b, c, d] = address.toByteArray().slice(8)
  return (a === 0 || a === 2) && b === 0 && c === 0x5e && d === 0xfe
}

/**
 * AWS instance and container credentials, which Google and Azure serve at the first address too; Alibaba, Oracle, Azure's
 * host channel; the IPv6 ones of AWS and Google.
 */
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
].map((address) => ipaddr.parse(address).toByteArray().join('.'))

/** Also true where an IPv6 address carries such an IPv4 address where a translation keeps it: at the end, or 6to4. */
function isMetadata(address: Address): boolean {
  const bytes = address.toByteArray()
  const forms = bytes.length === 16 ? [bytes, bytes.slice(12), bytes.slice(2, 6)] : [bytes]
  return forms.some((form) => metadata.includes(form.join('.')))
}

function contains([base, bits]: Network, address: Address): boolean {
  if (base.kind() !== address.kind()) return false
  return address.match(base as ipaddr.IPv4 & ipaddr.IPv6, bits)
}

function parseNetwork(text: string): Network {
  try {
    return ipaddr.parseCIDR(text)
  } catch {
    throw new Error(`"${text}" is not a network in CIDR form, such as 10.1.0.0/16.`)
  }
}
