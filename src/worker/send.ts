import { randomBytes } from 'node:crypto'
import type { Io } from '../contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../contract/outbound.ts'
import type { ChannelEntry } from '../core/channels/directory.ts'
import type { VendorFiles } from '../core/media/vendor-files.ts'
import type { Slot } from '../core/outbound/pacer.ts'
import type { Log } from '../lib/log/log.ts'
import type { HttpClient } from '../lib/net/client.ts'
import { channelCache } from './channel-cache.ts'

export interface IoOptions {
  readonly client: HttpClient
  readonly entry: ChannelEntry
  /** The longest that one request may take, uploads aside; a provider's own limit counts where it is shorter. */
  readonly timeoutMs: number
  now(): number
  /** Called right before the bytes of a request leave. */
  onStart?(): void
  readonly vendorFiles: VendorFiles
}

/** 100 KB/s: a file that goes out in the body of a request has its time on top. */
const SLOWEST_BYTES_PER_MS = 100

/** The world outside, lent to a provider for one call. */
export function createIo({ client, entry, timeoutMs, now, onStart, vendorFiles }: IoOptions): Io {
  return {
    request: (request) => {
      const longest = timeoutMs + (request.body?.length ?? 0) / SLOWEST_BYTES_PER_MS
      return client.request(
        { ...request, timeoutMs: Math.ceil(Math.min(request.timeoutMs ?? timeoutMs, longest)) },
        onStart && !request.preparatory ? { onStart } : {},
      )
    },
    now,
    nonce: () => randomBytes(16).toString('hex'),
    cached: channelCache(entry, now),
    uploaded: vendorFiles(entry.id),
  }
}

export interface SendOptions {
  readonly client: HttpClient
  readonly vendorFiles: VendorFiles
  readonly timeoutMs: number
  readonly log: Log
  now(): number
  /** Told of every send, with its time from the first byte to the outcome. */
  sent(entry: ChannelEntry, outcome: SendOutcome, milliseconds: number): void
}

/** Hands one message to its provider. A provider that throws has a bug; what it may have sent decides the outcome. */
export function createSend({ client, vendorFiles, timeoutMs, log, now, sent }: SendOptions) {
  return async (message: OutboundMessage, entry: ChannelEntry, slot: Slot): Promise<SendOutcome> => {
    let startedAt: number | undefined
    const onStart = () => {
      startedAt = performance.now()
      slot.started()
    }
    const outcome = await entry.provider
      .send(message, entry.channel, createIo({ client, entry, timeoutMs, now, onStart, vendorFiles }))
      .catch((error: unknown): SendOutcome => {
        log.error('a send stopped with an error', { channelId: entry.id, provider: entry.provider.id, error })
        return startedAt === undefined
          ? {
              kind: 'rejected',
              failure: {
                code: 'send_failed',
                vendorText: 'Stopped by an error of the gateway; see its log.',
              },
            }
          : { kind: 'unknown', failure: { code: 'outcome_unknown' } }
      })
    sent(entry, outcome, startedAt === undefined ? 0 : performance.now() - startedAt)
    return outcome
  }
}
