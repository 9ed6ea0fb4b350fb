import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RawRequest } from '../contract/inbound.ts'
import { Problem } from '../contract/problems.ts'
import type { HttpReply } from '../contract/provider.ts'
import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import type { Receive, Received } from '../core/inbound/receive.ts'
import { failpoint } from '../lib/failpoint.ts'
import type { Log } from '../lib/log/log.ts'
import { readNetworks } from '../lib/net/networks.ts'
import { clientAddress } from './client-address.ts'
import { problemBody, problemOf, problemStatus } from './problem-answer.ts'

/** Webhooks that wait for their commit at a time. Beyond it carriers are asked to come again, which they do. */
const MOST_WAITING = 5_000
const RETRY_SECONDS = 5

const PREFIX = '/api/v1.0/webhook/'
const ADDRESS = /^\/api\/v1\.0\/webhook\/([a-z0-9]{1,40})\/([0-9a-f]{32})(?:\?|$)/

export interface WebhookOptions {
  readonly directory: Directory
  readonly receive: Receive
  readonly publicUrl: string
  /** Addresses and networks whose X-Forwarded-For is believed; nobody's when empty. */
  readonly trustProxy: readonly string[]
  readonly log: Log
  now(): number
  /** A provider's own limit counts where it is smaller; room for files inside webhooks comes on top. */
  readonly bodyMaxBytes: number
  /** Told of every webhook answered; `result` is `stored`, `kept` or the problem's code. */
  answered(provider: string, result: string, milliseconds: number): void
}

/**
 * Answers the carriers' webhooks, in front of Express: this path carries the traffic, needs nothing that Express offers, and
 * is several times cheaper without it. Answers false, touching nothing, where the address is not a webhook's.
 */
export function createWebhooks(
  options: WebhookOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { directory, receive, publicUrl, log, now } = options
  const isTrusted = readNetworks(options.trustProxy) ?? (() => false)
  let waiting = 0

  return (request, response) => {
    if (!request.url?.startsWith(PREFIX)) return false
    waiting++
    void answer(request, response).finally(() => {
      waiting--
    })
    return true
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    let entry: ChannelEntry | undefined
    const answered = (result: string) =>
      options.answered(entry?.provider.id ?? 'unknown', result, performance.now() - started)
    try {
      entry = channelOf(request)
      failpoint('I1')
      if (waiting > MOST_WAITING) {
        throw new Problem('too_many_requests', undefined, { retry_after: RETRY_SECONDS })
      }
      const received = await take(entry, request)
      answered(received.kind === 'refused' ? received.refusal.code : received.kind)
      writeReceived(response, received)
      failpoint('I6')
    } catch (error) {
      const problem = problemOf(error)
      answered(problem.code)
      if (problemStatus(problem) >= 500) {
        log.error('webhook not stored', { channelId: entry?.id, code: problem.code, error })
      }
      refuse(response, request, problem)
    }
  }

  function channelOf(request: IncomingMessage): ChannelEntry {
    const [, provider, token] = ADDRESS.exec(request.url ?? '') ?? []
    const entry = token === undefined ? undefined : directory.byToken(token)
    if (!entry || entry.provider.id !== provider) throw new Problem('unknown_webhook')
    return entry
  }

  async function take(entry: ChannelEntry, request: IncomingMessage): Promise<Received> {
    if (request.method === 'GET' && entry.provider.challenge) {
      const reply = entry.provider.challenge(raw(request, new Uint8Array()), entry.channel)
      return { kind: 'stored', reply }
    }
    if (request.method !== 'POST') throw new Problem('method_not_allowed')
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') {
      throw new Problem('unsupported_media_type', 'Send the webhook without a content encoding.')
    }
    const { webhookBytes, webhookFileBytes } = entry.provider.limits
    const maxBytes = Math.min(webhookBytes.value, options.bodyMaxBytes) + (webhookFileBytes?.value ?? 0)
    return receive(entry, raw(request, await readBody(request, maxBytes)))
  }

  function raw(request: IncomingMessage, body: Uint8Array): RawRequest {
    return {
      method: request.method ?? 'POST',
      // What the carrier signed is the address we gave it, whatever a proxy made of it.
      url: publicUrl + (request.url ?? ''),
      headers: request.headers as Record<string, string | undefined>,
      body,
      receivedAt: now(),
      remoteAddress: clientAddress(request, isTrusted),
    }
  }
}

/** By events rather than by iteration: this is the hottest read of the process. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () =>
      reject(new Problem('body_too_large', `A webhook on this channel may have at most ${maxBytes} bytes.`))
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
      tooLarge()
      return
    }
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) tooLarge()
      else chunks.push(chunk)
    })
    request.on('end', () =>
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes)),
    )
    request.on('error', () =>
      reject(new Problem('malformed_body', 'The connection ended in the middle of the body.')),
    )
  })
}

function writeReceived(response: ServerResponse, received: Received): void {
  if (received.kind !== 'refused') {
    writeReply(response, received.reply)
    return
  }
  const problem = new Problem(received.refusal.code, received.refusal.detail)
  writeProblem(response, received.status ?? problemStatus(problem), problem)
}

function writeReply(response: ServerResponse, reply: HttpReply): void {
  response.statusCode = reply.status
  if (reply.body === undefined) {
    response.end()
    return
  }
  response.setHeader('Content-Type', reply.contentType ?? 'text/plain; charset=utf-8')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.end(reply.body)
}

function refuse(response: ServerResponse, request: IncomingMessage, problem: Problem): void {
  if (response.headersSent || response.destroyed) return
  // What is left of a refused body is not read; the connection cannot be used again.
  if (!request.complete) response.setHeader('Connection', 'close')
  writeProblem(response, problemStatus(problem), problem)
}

function writeProblem(response: ServerResponse, status: number, problem: Problem): void {
  const retryAfter = problem.extra.retry_after
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter))
  response.statusCode = status
  response.setHeader('Content-Type', 'application/problem+json')
  response.end(problemBody(problem, randomUUID()))
}
