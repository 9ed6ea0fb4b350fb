import { expect, test, vi } from 'vitest'
import { generic } from '../../providers/generic/index.ts'
import type { ChannelEntry } from '../../src/core/channels/directory.ts'
import type { Claimed } from '../../src/core/outbound/claim.ts'
import { Lane, type LaneWork } from '../../src/worker/lane.ts'

test('a message that falls due between the claim and the next timer is sent', async () => {
  const message = {
    messageId: 1,
    attempt: 1,
    from: '+12025550123',
    to: '+12025550101',
    media: [],
    more: {},
  } as unknown as Claimed
  const channel = { id: 1, values: {}, senders: [], webhookUrl: 'https://gateway.example/hook' }
  let dueAt: number | undefined
  let waiting = true
  let sent = 0
  const work: LaneWork = {
    async claim() {
      dueAt ??= Date.now() + 20
      if (!waiting || Date.now() < dueAt) {
        // The database is slow: meanwhile the message falls due.
        await new Promise((resolve) => setTimeout(resolve, 40))
        return []
      }
      waiting = false
      return [message]
    },
    nextDueAt: async (_channel, _bucket, after) =>
      waiting && dueAt !== undefined && dueAt > after ? dueAt : undefined,
    async send(_message, _entry, slot) {
      slot.started()
      sent++
      return { kind: 'accepted', providerMessageId: 'a' }
    },
    settled: async () => undefined,
    release: async () => undefined,
    releaseLost: async () => undefined,
    switchedOff: async () => undefined,
    waited: () => undefined,
    failed: (_channel, error) => expect.unreachable(String(error)),
    now: Date.now,
  }
  const lane = new Lane(
    { id: 1, messagesPerSecond: 100, provider: generic, channel } as unknown as ChannelEntry,
    'all',
    work,
    () => undefined,
  )
  lane.wake()
  // A new lane behaves as if its last second had been full.
  await vi.waitFor(() => expect(sent).toBe(1), { timeout: 5000 })
  await lane.stop()
})
