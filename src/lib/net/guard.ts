import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type AddressPolicy, addressPolicy } from './addresses.ts'
import { NetError, netError } from './errors.ts'

export interface GuardOptions extends AddressPolicy {
  /** Plain http too. Private addresses bring it along. */
  readonly allowHttp?: boolean | undefined
  /** Ports beside 443, 80 and 8443. Private addresses bring every port along. */
  readonly allowPorts?: readonly number[] | undefined
  /** The port at which this machine's sandbox listens just now: `http://127.0.0.1:<port>` is allowed, in these letters alone. */
  readonly sandboxPort?: (() => number | undefined) | undefined
  /** Looks a name up; the system's resolver unless given. */
  readonly resolve?: Resolver | undefined
}

const loopback = '127.0.0.1'

/** All addresses of a name. */
export type Resolver = (host: string) => Promise<readonly string[]>

/** Decides where the gateway's own requests may go. Everything it refuses is a `NetError`. */
export interface Guard {
  /** The URL, if its form is allowed: scheme, port, no user, and the address where it is written as one. */
  checkUrl(url: string): URL
  /** The addresses of a host, all of them allowed: one bad address refuses the name. */
  addressesOf(host: string): Promise<readonly string[]>
}

export function createGuard(options: GuardOptions): Guard {
  const isAllowed = addressPolicy(options)
  const resolve = options.resolve ?? systemResolver
  const anyPort = options.allowPrivateAddresses ?? false
  const http = anyPort || (options.allowHttp ?? false)
  const ports = new Set([443, 80, 8443, ...(options.allowPorts ?? [])])

  function sandboxOrigin(): string | undefined {
    const port = options.sandboxPort?.()
    return port === undefined ? undefined : new URL(`http://${loopback}:${port}`).origin
  }

  function refuseBad(addresses: readonly string[], host: string): void {
    if (!addresses.every(isAllowed)) {
      throw new NetError('private_address', `${host} is at an address that requests may not go to.`)
    }
  }

  return {
    checkUrl(text) {
      const url = parseUrl(text)
      if (url.origin === sandboxOrigin() && !url.username && !url.password) return url
      if (url.protocol !== 'https:' && !(http && url.protocol === 'http:')) {
        throw new NetError(
          'bad_url',
          `The address must begin with ${http ? 'https:// or http://' : 'https://'}.`,
        )
      }
      if (url.username || url.password) {
        throw new NetError('bad_url', 'The address must not hold a user name or a password.')
      }
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
      // Nothing can listen on port 0, and undici would read it as the scheme's own port.
      if (port === 0 || !(anyPort || ports.has(port)))
        throw new NetError('bad_url', `Port ${port} is not allowed.`)
      const host = bareHost(url.hostname)
      if (isIP(host)) refuseBad([host], host)
      return url
    },
    async addressesOf(host) {
      // The port was seen to in `checkUrl`; a name that leads here is refused below.
      if (host === loopback && sandboxOrigin() !== undefined) return [host]
      const addresses = isIP(host) ? [host] : await lookUp(host, resolve)
      refuseBad(addresses, host)
      return addresses
    },
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw new NetError('bad_url', 'This is not a complete web address.')
  }
}

/** WHATWG URLs keep IPv6 addresses in brackets; sockets want them without. */
export function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

async function lookUp(host: string, resolve: Resolver): Promise<readonly string[]> {
  let addresses: readonly string[]
  try {
    addresses = await resolve(host)
  } catch (error) {
    throw netError(error, host)
  }
  if (addresses.length === 0) throw new NetError('unreachable', `The name ${host} has no address.`)
  return addresses
}

async function systemResolver(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map((entry) => entry.address)
}
