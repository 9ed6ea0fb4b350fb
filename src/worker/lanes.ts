import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import { bucketsOf, holds } from '../core/outbound/bucket.ts'
import type { Claimed } from '../core/outbound/claim.ts'
import type { LaneView } from '../core/outbound/waiting.ts'
import { Lane, type LaneWork } from './lane.ts'

export interface Lanes {
  /** Starts the lanes of every channel that is switched on. */
  start(): void
  /** A message was accepted on this channel. */
  wake(channelId: number): void
  readonly laneOf: LaneView['laneOf']
  /** Lets what is under way finish. */
  stop(): Promise<void>
}

/** A lane for each bucket of each channel, kept in step with the channels. A channel that is switched off sends no more. */
export function createLanes(directory: Directory, work: LaneWork): Lanes {
  const lanes = new Map<number, readonly Lane[]>()
  const ending = new Set<Promise<void>>()
  let running = false

  function follow(channelId: number): void {
    if (!running) return
    const entry = directory.byId(channelId)
    const open = lanes.get(channelId)
    if (entry?.active) {
      if (open) for (const lane of open) lane.update(entry)
      else openLanes(entry)
    } else if (open) {
      lanes.delete(channelId)
      // What the lanes had taken went back to waiting, after the waiting ones were ended.
      const end = Promise.all(open.map((lane) => lane.stop()))
        .then(() => work.switchedOff(channelId))
        .catch((error: unknown) => work.failed(channelId, error))
        .finally(() => ending.delete(end))
      ending.add(end)
    }
  }

  function openLanes(entry: ChannelEntry): void {
    const freed = ({ homeChannelId }: Claimed) => {
      wake(opened)
      if (homeChannelId !== entry.id) wake(lanes.get(homeChannelId) ?? [])
    }
    const opened: readonly Lane[] = bucketsOf(entry).map((bucket) => new Lane(entry, bucket, work, freed))
    lanes.set(entry.id, opened)
    wake(opened)
  }

  function wake(some: readonly Lane[]): void {
    for (const lane of some) lane.wake()
  }

  directory.onChange((channelId) => follow(channelId))

  return {
    start() {
      running = true
      for (const entry of directory.all()) follow(entry.id)
    },
    wake: (channelId) => wake(lanes.get(channelId) ?? []),
    laneOf: (channelId, message) => lanes.get(channelId)?.find((lane) => holds(lane.bucket, message)),
    async stop() {
      running = false
      await Promise.all([...[...lanes.values()].flat().map((lane) => lane.stop()), ...ending])
      lanes.clear()
    },
  }
}
