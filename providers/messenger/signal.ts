import type { Io } from '../../src/contract/io.ts'
import type { Signal } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { pageToken } from './page-token.ts'

const timeoutMs = 10_000

/**
 * Marks the customer's messages as seen, or shows for up to 20 seconds that an answer is being typed.
 * Source: developers.facebook.com/docs/messenger-platform/send-messages/sender-actions, read 2026-11-21.
 */
export async function signal({ type, contact, sender }: Signal, channel: Channel, io: Io): Promise<void> {
  const access = await pageToken(sender, channel, io)
  if (!access.ok) return
  await callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(sender)}/messages`,
      token: access.token,
      body: { recipient: { id: contact }, sender_action: type === 'read' ? 'mark_seen' : 'typing_on' },
      timeoutMs,
      preparatory: true,
    },
    channel,
    io,
  )
}
