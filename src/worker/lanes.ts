import type { Directory } from '../core/channels/directory.ts'
import { Lane, type LaneWork } from './lane.ts'

export interface Lanes {
  /** Starts a lane for every channel that is switched on. */
  start(): void
  /** A message was accepted on this channel. */
  wake(channelId: number): void
  pausedForMs(channelId: number): number
  /** Lets what is under way finish. */
  stop(): Promise<void>
}

/** One lane for each channel, kept in step with the channels. A channel that is switched off sends no more. */
export function createLanes(directory: Directory, work: LaneWork): Lanes {
  const lanes = new Map<number, Lane>()
  const ending = new Set<Promise<void>>()
  let running = false

  function follow(channelId: number): void {
    if (!running) return
    const entry = directory.byId(channelId)
    const lane = lanes.get(channelId)
    if (entry?.active) {
      if (lane) lane.update(entry)
      else {
        const started = new Lane(entry, work)
        lanes.set(channelId, started)
        started.wake()
      }
    } else if (lane) {
      lanes.delete(channelId)
      // What the lane had taken went back to waiting, after the waiting ones were ended.
      const end = lane
        .stop()
        .then(() => work.switchedOff(channelId))
        .catch((error: unknown) => work.failed(channelId, error))
        .finally(() => ending.delete(end))
      ending.add(end)
    }
  }

  directory.onChange((channelId) => follow(channelId))

  return {
    start() {
      running = true
      for (const entry of directory.all()) follow(entry.id)
    },
    wake: (channelId) => lanes.get(channelId)?.wake(),
    pausedForMs: (channelId) => lanes.get(channelId)?.pausedForMs() ?? 0,
    async stop() {
      running = false
      await Promise.all([...[...lanes.values()].map((lane) => lane.stop()), ...ending])
      lanes.clear()
    },
  }
}
