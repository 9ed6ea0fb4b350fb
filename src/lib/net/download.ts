import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream'
import type { Agent, Dispatcher } from 'undici'
import { decoder, undecodable } from './decode.ts'
import { type NetCode, NetError, netError } from './errors.ts'
import type { Guard } from './guard.ts'
import { type Credentials, type Hop, headersOf, nextHop } from './redirects.ts'

export interface Download {
  readonly url: string
  readonly credentials?: Credentials | undefined
  /** Of the body, as sent and unpacked. */
  readonly maxBytes: number
  /** Over all redirects, to the last byte. */
  readonly totalMs?: number | undefined
  /** What the sender promised of the file; the hash in hex. */
  readonly expected?: Expected | undefined
}

export interface Expected {
  readonly sha256?: string | undefined
  readonly bytes?: number | undefined
}

/**
 * Consumes the bytes of the file. Where they end with an error, that is the hash not being the promised one too, the file
 * is not to be kept: the sink lets the error through.
 */
export type Sink<T> = (chunks: AsyncIterable<Uint8Array>, headers: FileHeaders) => Promise<T>

/** What the far end says of the file; nothing of it is proven. */
export interface FileHeaders {
  readonly contentType?: string | undefined
  readonly contentDisposition?: string | undefined
}

/** `temporary`: another try may work. `detail`: one plain sentence for the reader of the message. */
export type DownloadResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: NetCode; readonly detail: string; readonly temporary: boolean }

export interface DownloadMeans {
  readonly guard: Guard
  readonly agent: Agent
  readonly headers: Readonly<Record<string, string>>
  readonly limits: { readonly firstByteMs: number; readonly totalMs: number }
}

type Answer = Dispatcher.ResponseData

/**
 * Fetches a file that somebody else gave the address of, following at most three redirects, each through the guard.
 * What the network does is a value; an error of the sink's own (a full disk) is thrown.
 */
export async function download<T>(
  means: DownloadMeans,
  file: Download,
  sink: Sink<T>,
): Promise<DownloadResult<T>> {
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), file.totalMs ?? means.limits.totalMs)
  try {
    const { answer, host } = await follow(means, file, clock.signal)
    const body = new Body(answer, file, host, clock.signal)
    try {
      return { ok: true, value: await sink(body.chunks(), fileHeaders(answer)) }
    } catch (error) {
      throw body.failure ?? new SinkError(error)
    } finally {
      discard(answer)
    }
  } catch (error) {
    if (error instanceof SinkError) throw error.cause
    const { code, message, temporary } = netError(error, 'the host')
    return { ok: false, code, detail: message, temporary }
  } finally {
    clearTimeout(timer)
  }
}

/** Carries an error of the sink past the handling of network errors. */
class SinkError extends Error {
  constructor(cause: unknown) {
    super('sink', { cause })
  }
}

/** Walks the redirects to the answer that holds the file. */
async function follow(means: DownloadMeans, file: Download, clock: AbortSignal) {
  let hop: Hop = { url: means.guard.checkUrl(file.url), redirects: 0, credentials: file.credentials }
  for (;;) {
    const answer = await ask(means, hop, clock)
    const { host } = hop.url
    try {
      const next = nextHop(means.guard, hop, answer.statusCode, oneOf(answer.headers.location))
      if (!next) {
        refuseUnusable(answer, file, host)
        return { answer, host }
      }
      hop = next
    } catch (error) {
      discard(answer)
      throw error
    }
    discard(answer)
  }
}

async function ask({ agent, headers, limits }: DownloadMeans, hop: Hop, clock: AbortSignal): Promise<Answer> {
  try {
    return await agent.request({
      origin: hop.url.origin,
      path: hop.url.pathname + hop.url.search,
      method: 'GET',
      headers: { ...headers, ...headersOf(hop) },
      signal: clock,
      headersTimeout: limits.firstByteMs,
      bodyTimeout: limits.firstByteMs,
    })
  } catch (error) {
    throw told(error, hop.url.host, clock)
  }
}

function refuseUnusable({ statusCode, headers }: Answer, file: Download, host: string): void {
  if (statusCode !== 200) {
    const temporary = statusCode >= 500 || [408, 425, 429].includes(statusCode)
    throw new NetError(
      'bad_status',
      `${host} answered with status ${statusCode} instead of the file.`,
      temporary,
    )
  }
  if (Number(oneOf(headers['content-length'])) > file.maxBytes) throw tooLarge(file.maxBytes)
}

/** The bytes of one answer, unpacked, counted and hashed on the way. `failure` tells what cut them short. */
class Body {
  failure: NetError | undefined
  readonly #answer: Answer
  readonly #file: Download
  readonly #host: string
  readonly #clock: AbortSignal

  constructor(answer: Answer, file: Download, host: string, clock: AbortSignal) {
    this.#answer = answer
    this.#file = file
    this.#host = host
    this.#clock = clock
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const { sha256, bytes } = this.#file.expected ?? {}
    const hash = sha256 ? createHash('sha256') : undefined
    let count = 0
    try {
      for await (const chunk of this.#unpacked()) {
        count += chunk.length
        hash?.update(chunk)
        yield chunk
      }
      if (bytes !== undefined && bytes !== count) throw mismatch('size', this.#host)
      if (hash && hash.digest('hex') !== sha256?.toLowerCase()) throw mismatch('SHA-256 hash', this.#host)
    } catch (error) {
      this.failure = told(error, this.#host, this.#clock)
      throw this.failure
    }
  }

  #unpacked(): AsyncIterable<Uint8Array> {
    const packed = this.#received()
    const unpack = decoder(oneOf(this.#answer.headers['content-encoding']), this.#host)
    if (!unpack) return packed
    // The pipeline hands its errors to the stream it ends in.
    pipeline(packed, unpack, () => {})
    return this.#decoded(unpack)
  }

  async *#received(): AsyncGenerator<Uint8Array> {
    try {
      yield* capped(this.#answer.body, this.#file.maxBytes)
    } catch (error) {
      throw told(error, this.#host, this.#clock)
    }
  }

  async *#decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* capped(chunks, this.#file.maxBytes)
    } catch (error) {
      throw error instanceof NetError ? error : undecodable(this.#host)
    }
  }
}

async function* capped(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const chunk of chunks) {
    count += chunk.length
    if (count > maxBytes) throw tooLarge(maxBytes)
    yield chunk
  }
}

function told(error: unknown, host: string, clock: AbortSignal): NetError {
  if (clock.aborted)
    return new NetError('timed_out', `${host} did not deliver the file within the time allowed.`)
  return netError(error, host)
}

function tooLarge(maxBytes: number): NetError {
  return new NetError('too_large', `The file is larger than the ${maxBytes} bytes allowed.`)
}

function mismatch(what: string, host: string): NetError {
  return new NetError('mismatch', `The file that ${host} delivered does not have the announced ${what}.`)
}

/** Lets go of a body that is not wanted any more, and of its connection with it. */
function discard({ body }: Answer): void {
  body.on('error', () => {})
  body.destroy()
}

function fileHeaders({ headers }: Answer): FileHeaders {
  return {
    contentType: oneOf(headers['content-type']),
    contentDisposition: oneOf(headers['content-disposition']),
  }
}

function oneOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
