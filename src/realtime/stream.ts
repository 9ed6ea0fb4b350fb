import type { StreamFrame } from '../contract/api/events.ts'
import type { Actor } from '../core/access/actor.ts'
import type { LaneView } from '../core/outbound/waiting.ts'
import type { Store } from '../db/store.ts'
import { failpoint } from '../lib/failpoint.ts'
import type { Log } from '../lib/log/log.ts'
import { hydrate } from './hydrate.ts'
import { type EventRow, eventsAfter, lastEventId } from './read-events.ts'

/** Events read at a time. */
const BATCH = 200
/** A reader further behind than this fetches its lists again instead of living through every event. */
const MOST_BACKFILL = 2_000
/** Browser tabs and programs of one person need no more; without a bound one person could fill the memory. */
export const MOST_STREAMS_A_PERSON = 10
/** Other processes, and rights that run out by the clock, are noticed this late at most. */
const POLL_MS = 1_000
const RIGHTS_MS = 15_000

/** Also true for a number that this log has not reached: the database was restored from a backup. */
function isTooFar(after: number, now: number): boolean {
  return after > now || now - after > MOST_BACKFILL
}

/** One open connection. `send` answers false when the connection takes no more. */
export interface Reader {
  readonly send: (frame: StreamFrame) => boolean
  /** The person as he is now; undefined when his sign-in has ended. */
  readonly actor: () => Promise<Actor | undefined>
  readonly close: () => void
}

interface Open {
  readonly reader: Reader
  actor: Actor
  /** The last event this reader was considered for. */
  cursor: number
}

export interface Stream {
  /** Tells that something was committed. */
  wake(): void
  /** Follows the log from `after` (undefined: from now). The returned function ends it. */
  open(reader: Reader, after: number | undefined): Promise<() => void>
  start(): void
  stop(): Promise<void>
  /** How many are connected: all, or those of one person. */
  readers(extensionId?: number): number
}

export interface StreamOptions {
  readonly store: Store
  readonly lanes: LaneView
  readonly log: Log
}

/**
 * The event log, followed by everybody who is connected. Each reader has a cursor of its own, and one loop serves all of
 * them. Each event is shown only to those who may see it at that moment.
 */
export function createStream({ store, lanes, log }: StreamOptions): Stream {
  const open = new Set<Open>()
  let work: Promise<void> | undefined
  let again = false
  let stopped = false
  let timers: NodeJS.Timeout[] = []

  function wake(): void {
    if (stopped) return
    again = true
    work ??= follow().finally(() => {
      work = undefined
      if (again) wake()
    })
  }

  async function follow(): Promise<void> {
    while (again && !stopped) {
      again = false
      try {
        await deliverNew()
      } catch (error) {
        log.warn('event log not read', { error })
        return
      }
    }
  }

  /** Reads from where the last of the readers stands, so that one who just joined is brought up by the same steps. */
  async function deliverNew(): Promise<void> {
    while (open.size > 0) {
      const from = Math.min(...[...open].map((one) => one.cursor))
      const events = await eventsAfter(store.db, store.backend, from, BATCH)
      if (events.length === 0) return
      failpoint('I9')
      await noticeRights(events)
      await deliver(events, [...open])
    }
  }

  /** Shows events to readers, each from its own cursor on. */
  async function deliver(events: readonly EventRow[], to: readonly Open[]): Promise<void> {
    const show = await hydrate(
      store.db,
      lanes,
      events,
      to.map((one) => one.actor),
    )
    for (const one of to) {
      for (const event of events) {
        if (event.id <= one.cursor) continue
        one.cursor = event.id
        const shown = show(event, one.actor)
        if (shown && !one.reader.send({ type: 'event', event: shown })) {
          drop(one, 'slow')
          break
        }
      }
    }
  }

  /** A change of somebody's rights acts before the events that come with it are shown. */
  async function noticeRights(events: readonly EventRow[]): Promise<void> {
    const changed = new Set<number>()
    for (const event of events) {
      if (event.type !== 'rights.changed') continue
      const { extension_ids: ids } = JSON.parse(event.data) as { extension_ids: readonly number[] }
      for (const id of ids) changed.add(id)
    }
    if (changed.size === 0) return
    for (const one of [...open]) {
      if (!changed.has(one.actor.id)) continue
      if (await renew(one)) one.reader.send({ type: 'refetch', last_event_id: one.cursor })
    }
  }

  async function renew(one: Open): Promise<boolean> {
    const actor = await one.reader.actor()
    if (!actor) {
      drop(one, 'signed_out')
      return false
    }
    one.actor = actor
    return true
  }

  async function renewAll(): Promise<void> {
    try {
      for (const one of [...open]) await renew(one)
    } catch (error) {
      log.warn('rights of open streams not checked', { error })
    }
  }

  function drop(one: Open, reason: 'signed_out' | 'slow' | 'stopping'): void {
    if (!open.delete(one)) return
    one.reader.send({ type: 'bye', reason })
    one.reader.close()
  }

  return {
    wake,
    async open(reader, after) {
      const actor = await reader.actor()
      const now = await lastEventId(store.db, store.backend)
      if (!actor) {
        reader.send({ type: 'bye', reason: 'signed_out' })
        reader.close()
        return () => {}
      }
      const cursor = after === undefined || isTooFar(after, now) ? now : after
      const one: Open = { reader, actor, cursor }
      reader.send({ type: 'hello', last_event_id: cursor })
      if (after !== undefined && cursor !== after) reader.send({ type: 'refetch', last_event_id: cursor })
      open.add(one)
      wake()
      return () => void open.delete(one)
    },
    start() {
      stopped = false
      timers = [
        setInterval(() => open.size > 0 && wake(), POLL_MS),
        setInterval(() => void renewAll(), RIGHTS_MS),
      ]
    },
    async stop() {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      for (const one of [...open]) drop(one, 'stopping')
      await work
    },
    readers: (extensionId) =>
      extensionId === undefined
        ? open.size
        : [...open].filter(({ actor }) => actor.id === extensionId).length,
  }
}
