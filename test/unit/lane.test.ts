import { expect, test, vi } from 'vitest'
import { generic } from '../../providers/generic/index.ts'
import type { ChannelEntry } from '../../src/core/channels/directory.ts'
import type { Claimed } from '../../src/core/outbound/claim.ts'
import { Lane, type LaneWork } from '../../src/worker/lane.ts'

const messageOf = (id: number) =>
  ({
    ...{ messageId: id, attemptId: id, attempt: 1, priority: 0 },
    ...{ from: '+12025550123', to: '+12025550101', media: [], more: {} },
  }) as unknown as Claimed

function laneOf(work: Partial<LaneWork>): Lane {
  const channel = { id: 1, values: {}, senders: [], webhookUrl: 'https://gateway.example/hook' }
  const lane = new Lane(
    { id: 1, messagesPerSecond: 100, provider: generic, channel } as unknown as ChannelEntry,
    'all',
    {
      claim: async () => [],
      nextDueAt: async () => undefined,
      async send(_message, _entry, slot) {
        slot.started()
        return { kind: 'accepted', providerMessageId: 'a' }
      },
      settled: async () => undefined,
      release: async () => undefined,
      releaseLost: async () => undefined,
      switchedOff: async () => undefined,
      waited: () => undefined,
      failed: (_channel, error) => expect.unreachable(String(error)),
      now: Date.now,
      ...work,
    },
    () => lane.wake(),
  )
  return lane
}

/** A new lane behaves as if its last second had been full. */
const soon = { timeout: 5_000 }

test('a message that falls due between the claim and the next timer is sent', async () => {
  let dueAt: number | undefined
  let waiting = true
  const sent: number[] = []
  const lane = laneOf({
    async claim() {
      dueAt ??= Date.now() + 20
      if (!waiting || Date.now() < dueAt) {
        // The database is slow: meanwhile the message falls due.
        await new Promise((resolve) => setTimeout(resolve, 40))
        return []
      }
      waiting = false
      return [messageOf(1)]
    },
    nextDueAt: async (_channel, _bucket, after) =>
      waiting && dueAt !== undefined && dueAt > after ? dueAt : undefined,
    settled: async (_channel, { messageId }) => {
      sent.push(messageId)
    },
  })
  lane.wake()
  await vi.waitFor(() => expect(sent).toEqual([1]), soon)
  await lane.stop()
})

test('what could not be put back when the carrier paused is put back before the next claim', async () => {
  const waiting = [1, 2, 3, 4, 5, 6, 7, 8]
  let taken: number[] = []
  const sent: number[] = []
  const failures: unknown[] = []
  const lane = laneOf({
    async claim() {
      const now = waiting.splice(0)
      taken = [...taken, ...now]
      return now.map(messageOf)
    },
    async send({ reference }, _entry, slot) {
      const first = sent.push(Number(reference.split('.')[0])) === 1
      slot.started()
      if (!first) return { kind: 'accepted', providerMessageId: reference }
      return { kind: 'retry', afterMs: 20, failure: { code: 'provider_unavailable' } }
    },
    async settled(_channel, { attemptId }, { kind }) {
      taken = taken.filter((id) => id !== attemptId)
      if (kind === 'retry') waiting.push(attemptId)
    },
    release: () => Promise.reject(new Error('a statement was refused')),
    async releaseLost(_channel, _bucket, held) {
      const lost = taken.filter((id) => !held.has(id))
      taken = taken.filter((id) => held.has(id))
      waiting.unshift(...lost)
    },
    failed: (_channel, error) => failures.push(error),
  })
  lane.wake()
  await vi.waitFor(() => expect([...sent].sort()).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 8]), soon)
  expect(failures).toHaveLength(1)
  await lane.stop()
})
