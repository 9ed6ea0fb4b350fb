import type { Io } from '../../src/contract/io.ts'
import type { Signal } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { tokenOf } from './fields.ts'
import { askTimeoutMs } from './limits.ts'

/**
 * Marks a message, and all before it, as read; "typing" does so too, and shows for 25 seconds or until the answer.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators, read 2026-11-21.
 */
export async function signal({ type, sender, target }: Signal, channel: Channel, io: Io): Promise<void> {
  await callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(sender)}/messages`,
      token: tokenOf(channel),
      body: {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: target,
        ...(type === 'typing' ? { typing_indicator: { type: 'text' } } : {}),
      },
      timeoutMs: askTimeoutMs,
      preparatory: true,
    },
    channel,
    io,
  )
}
