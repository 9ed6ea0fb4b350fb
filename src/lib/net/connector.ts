import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { sameAddress } from './addresses.ts'
import { NetError } from './errors.ts'
import { bareHost, type Guard } from './guard.ts'

export interface ConnectorOptions {
  /** For the whole way to a usable connection: name look-up, TCP and TLS, over all addresses of the name. */
  readonly connectTimeoutMs: number
  /** Certificates to trust instead of the system's list (PEM). */
  readonly ca?: string | undefined
}

/**
 * Opens undici's connections to addresses that the guard has seen, so that no second look-up can answer something else.
 * Its errors come before any byte of a request is written.
 */
export function guardedConnector(guard: Guard, options: ConnectorOptions): buildConnector.connector {
  // The whole way has one clock of its own, below; undici's would run per address and half a second late.
  const connect = buildConnector({ timeout: 0, allowH2: false, ...(options.ca ? { ca: options.ca } : {}) })

  async function open(target: buildConnector.Options): Promise<Socket> {
    const host = bareHost(target.hostname)
    const deadline = Date.now() + options.connectTimeoutMs
    const addresses = await within(guard.addressesOf(host), options.connectTimeoutMs, host)
    let last: unknown
    for (const [index, address] of addresses.entries()) {
      // A silent address must leave time for those after it.
      const share = (deadline - Date.now()) / (addresses.length - index)
      if (share <= 0) break
      try {
        return await openTo(connect, { ...target, hostname: address }, host, share)
      } catch (error) {
        last = error
      }
    }
    throw last ?? timedOut(host)
  }

  return (target, callback) => {
    open(target).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error('connection failed'), null),
    )
  }
}

function openTo(
  connect: buildConnector.connector,
  target: buildConnector.Options,
  host: string,
  timeoutMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // undici's own connector returns the socket it is opening; its types do not say so.
    const opening = connect(target, (error, socket) => {
      clearTimeout(timer)
      if (error) return reject(error)
      if (!sameAddress(socket.remoteAddress ?? '', target.hostname)) {
        socket.destroy()
        return reject(
          new NetError('private_address', `${host} answered from another address than the one checked.`),
        )
      }
      socket.prependListener('error', asClosed)
      resolve(socket)
    }) as unknown as Socket
    const timer = setTimeout(() => opening.destroy(timedOut(host)), timeoutMs)
  })
}

/**
 * Gives a reset the code of undici's own "other side closed", because undici does two wrong things with the system's:
 * it fails requests that only wait for this connection, where they could go out on the next, and (for a fault of macOS)
 * it takes the reset for the good end of a body that ends with its connection.
 */
function asClosed(error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') error.code = 'UND_ERR_SOCKET'
}

async function within<T>(work: Promise<T>, timeoutMs: number, host: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut(host)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}

function timedOut(host: string): NetError {
  return new NetError('timed_out', `No connection to ${host} within the time allowed.`)
}
