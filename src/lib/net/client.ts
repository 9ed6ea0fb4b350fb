import { Agent } from 'undici'
import type { HttpRequest, HttpResult } from '../../contract/io.ts'
import { guardedConnector } from './connector.ts'
import { type Download, type DownloadResult, download, type Sink } from './download.ts'
import { netError } from './errors.ts'
import { Exchange, type Limits } from './exchange.ts'
import { createGuard, type GuardOptions } from './guard.ts'

export interface HttpClientOptions extends GuardOptions {
  readonly limits?: Partial<ClientLimits> | undefined
  /** Certificates to trust instead of the system's list (PEM). */
  readonly ca?: string | undefined
  /** Told of every exchange when it ends, for metrics and logs. Must not throw. */
  readonly onExchange?: ((exchange: ExchangeReport) => void) | undefined
}

export interface ClientLimits extends Limits {
  readonly connectMs: number
  /** Connections to one origin, and so the requests that run there at a time; more wait for a free one. */
  readonly connectionsPerOrigin: number
}

/** What happened, without anything secret in it. */
export interface ExchangeReport {
  readonly method: string
  readonly host: string
  readonly kind: HttpResult['kind']
  /** HTTP status of an answer. */
  readonly status?: number | undefined
  /** Milliseconds before the first byte was written: waiting, look-up, connection. Undefined where none was. */
  readonly waitedMs?: number | undefined
  readonly totalMs: number
}

export interface CallOptions {
  /** Called right before the first byte is written, at most once; not at all where the result is `unsent`. */
  readonly onStart?: (() => void) | undefined
  readonly maxBodyBytes?: number | undefined
}

export interface HttpClient {
  /**
   * One exchange, no redirects. Never rejects for anything the network does; see `HttpResult` for what each result means.
   * `timeoutMs` of the request takes the place of both time limits, first byte and total.
   */
  request(request: HttpRequest, options?: CallOptions): Promise<HttpResult>
  /** Fetches a file into a sink; see `download.ts`. */
  download<T>(file: Download, sink: Sink<T>): Promise<DownloadResult<T>>
  /** Takes no more requests, and resolves when those that run have ended. */
  close(): Promise<void>
}

const defaults: ClientLimits = {
  connectMs: 5_000,
  firstByteMs: 10_000,
  totalMs: 30_000,
  maxBodyBytes: 1024 * 1024,
  connectionsPerOrigin: 10,
}

/** Some vendors refuse requests that do not say who they are from. */
const identity = { 'user-agent': 'Trunkline' }

/** Makes the one door through which the gateway's own requests leave: guarded, limited, and blind to proxy variables. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const guard = createGuard(options)
  const limits = { ...defaults, ...options.limits }
  const agent = new Agent({
    connect: guardedConnector(guard, { connectTimeoutMs: limits.connectMs, ca: options.ca }),
    connections: limits.connectionsPerOrigin,
    pipelining: 1,
    // Sooner than the servers' own limits (Node 5 s, nginx 75 s): see the reasoning in exchange.ts.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    // The clocks of an exchange are its own: exact, and not per connection.
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  function request(req: HttpRequest, call: CallOptions = {}): Promise<HttpResult> {
    const askedAt = Date.now()
    let url: URL
    try {
      url = guard.checkUrl(req.url)
    } catch (error) {
      return Promise.resolve({ kind: 'unsent', reason: netError(error, 'the host').message })
    }
    return new Promise((resolve) => {
      const totalMs = req.timeoutMs ?? limits.totalMs
      const firstByteMs = req.timeoutMs ?? limits.firstByteMs
      const maxBodyBytes = call.maxBodyBytes ?? limits.maxBodyBytes
      const exchange = new Exchange(
        url.host,
        { totalMs, firstByteMs, maxBodyBytes },
        call.onStart,
        (result) => {
          resolve(result)
          options.onExchange?.({
            method: req.method,
            host: url.host,
            kind: result.kind,
            status: result.kind === 'answer' ? result.status : undefined,
            waitedMs: exchange.startedAt === undefined ? undefined : exchange.startedAt - askedAt,
            totalMs: Date.now() - askedAt,
          })
        },
      )
      agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: req.method,
          headers: { ...identity, ...req.headers },
          body: req.body ?? null,
        },
        exchange,
      )
    })
  }

  return {
    request,
    download: (file, sink) => download({ guard, agent, limits, headers: identity }, file, sink),
    close: () => agent.close(),
  }
}
