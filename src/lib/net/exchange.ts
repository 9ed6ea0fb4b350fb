import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { HttpResult } from '../../contract/io.ts'
import { decode } from './decode.ts'
import { NetError, netError } from './errors.ts'

/** Limits of one exchange, in milliseconds and bytes. */
export interface Limits {
  /** From the first byte of the request to the status line of the answer. */
  readonly firstByteMs: number
  /** From the first byte of the request to the last of the answer; also the longest wait for a connection before it. */
  readonly totalMs: number
  /** Of the answer's body, as sent and unpacked. */
  readonly maxBodyBytes: number
}

/**
 * One request and what became of it, told apart as `HttpResult` promises. The reasoning:
 *
 * - undici calls `onRequestStart` in the same turn of the event loop in which it writes the request's first byte, never
 *   after it. An error before that call, the guard's, the resolver's, TCP's or TLS's, is therefore `unsent`, for certain.
 * - From then on nothing that a socket tells is proof. Bytes that were written may sit in our kernel, travel, or have been
 *   processed by a program that died afterwards: a reset, an end or a silence look the same in all three cases, and
 *   `socket.bytesWritten` counts what Node was handed, not what left. So it is `lost`, until a complete answer is here.
 * - An idle connection that its peer closes in between is the case where this would cry wolf. Before undici reuses a
 *   connection it lets the event loop poll once, so that an end or a reset which has already arrived is seen, and the
 *   request goes out on another connection instead: nothing is reported at all. What is left is a close that was still on
 *   its way when we wrote. That one is not certain (a peer may read our request and then close), hence `lost`. It is kept
 *   rare by giving up idle connections sooner (`keepAliveTimeout`) than servers commonly do.
 * - undici must not write a request twice. Without pipelining it never does; should that change, the second start is
 *   refused here and the first counts as lost.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** When the first byte was about to be written; undefined before. Milliseconds UTC. */
  startedAt: number | undefined
  readonly #host: string
  readonly #limits: Limits
  readonly #onStart: (() => void) | undefined
  readonly #settle: (result: HttpResult) => void
  readonly #chunks: Uint8Array[] = []
  #bytes = 0
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #settled = false
  #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined

  constructor(
    host: string,
    limits: Limits,
    onStart: (() => void) | undefined,
    settle: (result: HttpResult) => void,
  ) {
    this.#host = host
    this.#limits = limits
    this.#onStart = onStart
    this.#settle = settle
    this.#timer = setTimeout(() => this.#fail(this.#noConnection()), limits.totalMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#settled || this.startedAt !== undefined) {
      const refusal = new NetError(
        'cut_off',
        `${this.#host} closed the connection and the request is not repeated.`,
      )
      controller.abort(refusal)
      this.#fail(refusal)
      return
    }
    this.#onStart?.()
    this.startedAt = Date.now()
    this.#within(this.#limits.firstByteMs)
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 1xx is news, not the answer.
    if (this.#settled || status < 200) return
    this.#status = status
    this.#headers = headers
    this.#within((this.startedAt ?? 0) + this.#limits.totalMs - Date.now())
    if (Number(headers['content-length']) > this.#limits.maxBodyBytes) this.#fail(this.#tooLarge())
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return
    this.#bytes += chunk.length
    if (this.#bytes > this.#limits.maxBodyBytes) this.#fail(this.#tooLarge())
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#settled) return
    const [only = new Uint8Array()] = this.#chunks
    const body = this.#chunks.length > 1 ? Buffer.concat(this.#chunks, this.#bytes) : only
    const encoding = this.#headers['content-encoding']
    if (!encoding || body.length === 0) {
      this.#answer(body)
      return
    }
    decode(body, encoding, this.#limits.maxBodyBytes, this.#host).then(
      (decoded) => this.#answer(decoded),
      (error: unknown) => this.#fail(error),
    )
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error)
  }

  #answer(body: Uint8Array): void {
    this.#end({ kind: 'answer', status: this.#status, headers: joined(this.#headers), body })
  }

  #fail(error: unknown): void {
    if (this.#settled) return
    const { message } = netError(error, this.#host)
    this.#end({ kind: this.startedAt === undefined ? 'unsent' : 'lost', reason: message })
    this.#controller?.abort(error instanceof Error ? error : new Error(message))
  }

  #end(result: HttpResult): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#settle(result)
  }

  #within(milliseconds: number): void {
    clearTimeout(this.#timer)
    const timedOut = () =>
      this.#fail(new NetError('timed_out', `${this.#host} did not answer within the time allowed.`))
    this.#timer = setTimeout(timedOut, milliseconds)
  }

  #noConnection(): NetError {
    return new NetError('timed_out', `No connection to ${this.#host} became free within the time allowed.`)
  }

  #tooLarge(): NetError {
    return new NetError(
      'too_large',
      `The answer of ${this.#host} is larger than ${this.#limits.maxBodyBytes} bytes.`,
    )
  }
}

/** Repeated headers become one text, as Node does it for requests. */
function joined(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const texts: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(headers))
    texts[name] = Array.isArray(value) ? value.join(', ') : value
  return texts
}
