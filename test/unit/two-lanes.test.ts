import { expect, test, vi } from 'vitest'
import { flowroute } from '../../providers/flowroute/index.ts'
import type { ChannelEntry, Directory } from '../../src/core/channels/directory.ts'
import { type Bucket, holds } from '../../src/core/outbound/bucket.ts'
import type { Claimed } from '../../src/core/outbound/claim.ts'
import type { LaneWork } from '../../src/worker/lane.ts'
import { createLanes } from '../../src/worker/lanes.ts'

interface Waiting {
  readonly id: number
  readonly has_media: number
  readonly priority: number
  readonly text: string
}
interface Sent extends Waiting {
  readonly at: number
}

/** The table of one channel in memory: as many conversations as messages. */
function world() {
  const waiting: Waiting[] = []
  const sent: Sent[] = []
  const claimed = new Map<number, Waiting>()
  let ids = 0
  const add = (count: number, has_media: number, priority: number) => {
    for (let n = 0; n < count; n++) waiting.push({ id: ++ids, has_media, priority, text: `${ids}` })
  }
  const work: LaneWork = {
    async claim(_channel, bucket: Bucket, limit) {
      const due = waiting.filter((one) => holds(bucket, one))
      const taken = due.sort((a, b) => a.priority - b.priority || a.id - b.id).slice(0, limit)
      for (const one of taken) {
        waiting.splice(waiting.indexOf(one), 1)
        claimed.set(one.id, one)
      }
      return taken.map(
        (one) =>
          ({
            messageId: one.id,
            attemptId: one.id,
            attempt: 1,
            priority: one.priority,
            media: [],
            more: {},
          }) as unknown as Claimed,
      )
    },
    nextDueAt: async () => undefined,
    async send({ reference }, _entry, slot) {
      slot.started()
      sent.push({ ...claimed.get(Number(reference.split('.')[0]))!, at: performance.now() })
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { kind: 'accepted', providerMessageId: reference }
    },
    settled: async () => undefined,
    async release(_channel, back) {
      for (const { messageId } of back) waiting.push(claimed.get(messageId)!)
    },
    releaseLost: async () => undefined,
    switchedOff: async () => undefined,
    waited: () => undefined,
    failed: (_channel, error) => expect.unreachable(String(error)),
    now: Date.now,
  }
  let entry = {
    ...{ id: 1, active: true, provider: flowroute, messagesPerSecond: 40, mediaMessagesPerSecond: 10 },
    channel: { id: 1, values: {}, senders: [], webhookUrl: 'https://gateway.example/hook' },
  } as unknown as ChannelEntry
  let changed = (_id: number) => {}
  const directory = {
    byId: () => entry,
    all: () => [entry],
    onChange: (listener: (id: number) => void) => {
      changed = listener
    },
  } as unknown as Directory
  const lanes = createLanes(directory, work)
  function setMediaRate(mediaMessagesPerSecond: number) {
    entry = { ...entry, mediaMessagesPerSecond }
    changed(1)
  }
  return { add, sent, lanes, setMediaRate }
}

/** The most of these that began in any one second. */
function mostInOneSecond(sent: readonly Sent[]): number {
  return Math.max(
    0,
    ...sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + 1_000).length),
  )
}

test('each bucket keeps its own rate in any second, replies first, and a changed one holds at once', async () => {
  const { add, sent, lanes, setMediaRate } = world()
  add(120, 0, 1)
  add(36, 1, 1)
  lanes.start()
  const of = (has_media: number) => sent.filter((one) => one.has_media === has_media)
  await vi.waitFor(() => expect(of(0).length).toBeGreaterThan(50), 10_000)
  // A reply in each: next in its lane, whatever waits in the other.
  const [textsBefore, filesBefore] = [of(0).length, of(1).length]
  add(1, 0, 0)
  add(1, 1, 0)
  lanes.wake(1)
  await vi.waitFor(() => expect(of(1).some((one) => one.priority === 0)).toBe(true), 5_000)
  expect(of(0).findIndex((one) => one.priority === 0) - textsBefore).toBeLessThanOrEqual(3)
  expect(of(1).findIndex((one) => one.priority === 0) - filesBefore).toBeLessThanOrEqual(1)

  setMediaRate(4)
  const changedAt = performance.now()
  await vi.waitFor(() => expect(sent).toHaveLength(158), 20_000)
  expect(mostInOneSecond(of(0))).toBeLessThanOrEqual(40)
  expect(mostInOneSecond(of(1))).toBeLessThanOrEqual(10)
  expect(mostInOneSecond(of(1).filter((one) => one.at > changedAt))).toBeLessThanOrEqual(4)
  // Neither waited for the other: both together went faster than either may.
  const [first] = of(0)
  const together = sent.filter((one) => one.at >= first!.at + 500 && one.at < first!.at + 1_500)
  expect(together.length).toBeGreaterThan(40)
  await lanes.stop()
}, 40_000)

test('a message finds the lane that takes it', async () => {
  const { lanes } = world()
  lanes.start()
  expect(lanes.laneOf(1, { has_media: 1 })?.messagesPerSecond()).toBe(10)
  expect(lanes.laneOf(1, { has_media: 0 })?.messagesPerSecond()).toBe(40)
  expect(lanes.laneOf(2, { has_media: 0 })).toBeUndefined()
  await lanes.stop()
})
