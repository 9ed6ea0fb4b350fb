/** Why an exchange did not come to a good end. Stable: stored with a refused file and counted in metrics. */
export type NetCode =
  | 'bad_url'
  | 'bad_request'
  | 'private_address'
  | 'unreachable'
  | 'tls_failed'
  | 'timed_out'
  | 'cut_off'
  | 'bad_answer'
  | 'bad_status'
  | 'too_large'
  | 'redirect_refused'
  | 'mismatch'
  | 'closed'

/** An expected network failure. The message is one plain sentence that never holds a query string, a header value or a body. */
export class NetError extends Error {
  readonly code: NetCode
  /** True where the same request may succeed later. */
  readonly temporary: boolean

  constructor(code: NetCode, message: string, temporary = temporaryCodes.has(code)) {
    super(message)
    this.name = 'NetError'
    this.code = code
    this.temporary = temporary
  }
}

const temporaryCodes = new Set<NetCode>(['unreachable', 'timed_out', 'cut_off', 'closed'])

/** Turns whatever undici, the socket or TLS raised for a request to `host` into a `NetError`. */
export function netError(error: unknown, host: string): NetError {
  if (error instanceof NetError) return error
  const {
    code = '',
    name,
    message = '',
  } = (error ?? {}) as { code?: string; name?: string; message?: string }
  const sentence = sentences[code]
  if (sentence) return new NetError(sentence[0], sentence[1].replace('HOST', host))
  // undici names the header here, never its value.
  if (code === 'UND_ERR_INVALID_ARG')
    return new NetError('bad_request', `The request cannot be sent: ${message}.`)
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/.test(code)) {
    return new NetError(
      'tls_failed',
      `No secure connection to ${host}: its certificate or TLS answer was not acceptable (${code}).`,
    )
  }
  if (name === 'HTTPParserError')
    return new NetError('bad_answer', `The answer of ${host} is not valid HTTP.`)
  return new NetError('unreachable', `The exchange with ${host} failed${code ? ` (${code})` : ''}.`)
}

const sentences: Record<string, readonly [NetCode, string]> = {
  ECONNREFUSED: ['unreachable', 'HOST refused the connection.'],
  EHOSTUNREACH: ['unreachable', 'There is no route to HOST.'],
  ENETUNREACH: ['unreachable', 'There is no route to HOST.'],
  EADDRNOTAVAIL: ['unreachable', 'This machine has no address left to reach HOST from.'],
  ENOTFOUND: ['unreachable', 'The name HOST is not known.'],
  EAI_AGAIN: ['unreachable', 'The name HOST could not be looked up.'],
  ECONNRESET: ['cut_off', 'HOST cut the connection.'],
  EPIPE: ['cut_off', 'HOST cut the connection.'],
  UND_ERR_SOCKET: ['cut_off', 'HOST closed the connection before its answer was complete.'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [
    'cut_off',
    'The answer of HOST does not have the length it announced.',
  ],
  UND_ERR_HEADERS_OVERFLOW: ['bad_answer', 'The headers of the answer of HOST are too large.'],
  UND_ERR_CLOSED: ['closed', 'The gateway is stopping.'],
  UND_ERR_DESTROYED: ['closed', 'The gateway is stopping.'],
  UND_ERR_HEADERS_TIMEOUT: ['timed_out', 'HOST did not answer within the time allowed.'],
  UND_ERR_BODY_TIMEOUT: ['timed_out', 'HOST stopped in the middle of its answer.'],
  UND_ERR_ABORTED: ['closed', 'The exchange with HOST was given up.'],
}
