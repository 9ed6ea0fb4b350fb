import { NetError } from './errors.ts'
import type { Guard } from './guard.ts'

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>
  /** Host names that may see the headers, with a port where it is not the scheme's own. */
  readonly hosts: readonly string[]
}

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL
  readonly redirects: number
  /** Gone, for good, once the chain has left the origin it began at. */
  readonly credentials?: Credentials | undefined
}

const maxRedirects = 3
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** The headers this hop may carry. */
export function headersOf({ url, credentials }: Hop): Readonly<Record<string, string>> {
  return credentials?.hosts.includes(url.host) ? credentials.headers : {}
}

/**
 * Where an answer sends us; undefined where it is no redirect. The new address goes through the guard.
 * Throws `NetError`: `redirect_refused`, or `private_address` where that is why.
 */
export function nextHop(
  guard: Guard,
  hop: Hop,
  status: number,
  location: string | undefined,
): Hop | undefined {
  if (!redirectStatuses.has(status)) return undefined
  const { host } = hop.url
  if (hop.redirects >= maxRedirects) {
    throw new NetError('redirect_refused', `The address leads through more than ${maxRedirects} redirects.`)
  }
  if (!location || !URL.canParse(location, hop.url.href)) {
    throw new NetError('redirect_refused', `${host} redirects without saying where to.`)
  }
  const url = allowed(guard, new URL(location, hop.url), host)
  if (hop.url.protocol === 'https:' && url.protocol !== 'https:') {
    throw new NetError('redirect_refused', `${host} redirects to an address that is not protected by TLS.`)
  }
  const stays = url.origin === hop.url.origin
  return { url, redirects: hop.redirects + 1, credentials: stays ? hop.credentials : undefined }
}

function allowed(guard: Guard, url: URL, from: string): URL {
  try {
    return guard.checkUrl(url.href)
  } catch (error) {
    if (!(error instanceof NetError) || error.code === 'private_address') throw error
    throw new NetError(
      'redirect_refused',
      `${from} redirects to an address that is not allowed: ${error.message}`,
    )
  }
}
