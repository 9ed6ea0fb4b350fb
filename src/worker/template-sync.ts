import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import type { Synced } from '../core/templates/sync.ts'
import type { Log } from '../lib/log/log.ts'

const FIRST_MS = 3_000
const DAY_MS = 86_400_000

export interface TemplateSyncOptions {
  readonly directory: Directory
  readonly log: Log
  sync(entry: ChannelEntry): Promise<Synced>
}

export interface TemplateSync {
  start(): void
  stop(): Promise<void>
  /** The vendor told that they changed. */
  soon(channelId: number): void
}

/** Fetches message templates at the start, once a day, when a channel's settings change and when the vendor tells of a change. */
export function createTemplateSync({ directory, log, sync }: TemplateSyncOptions): TemplateSync {
  const underWay = new Map<number, Promise<void>>()
  const again = new Set<number>()
  /** The settings that the last fetch was made with. */
  const fetchedWith = new Map<number, string>()
  let timer: NodeJS.Timeout | undefined
  let running = false

  function soon(channelId: number): void {
    const entry = directory.byId(channelId)
    if (!running || !entry?.active || !entry.provider.listTemplates) return
    if (underWay.has(channelId)) {
      again.add(channelId)
      return
    }
    fetchedWith.set(channelId, JSON.stringify(entry.channel.values))
    const started = sync(entry)
      .then(
        ({ problem }) =>
          problem !== null && log.warn('templates not fetched', { channelId, reason: problem }),
      )
      .catch((error: unknown) => log.warn('templates not fetched', { channelId, error }))
      .then(() => {
        underWay.delete(channelId)
        if (again.delete(channelId)) soon(channelId)
      })
    underWay.set(channelId, started)
  }

  function round(): void {
    for (const entry of directory.all()) soon(entry.id)
    timer = setTimeout(round, DAY_MS)
    timer.unref()
  }

  directory.onChange((channelId, entry) => {
    const known = fetchedWith.get(channelId)
    if (running && entry && known !== JSON.stringify(entry.channel.values)) soon(channelId)
  })

  return {
    soon,
    start() {
      running = true
      timer = setTimeout(round, FIRST_MS)
      timer.unref()
    },
    async stop() {
      running = false
      clearTimeout(timer)
      await Promise.all(underWay.values())
    },
  }
}
