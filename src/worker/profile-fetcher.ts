import type { Io } from '../contract/io.ts'
import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import { keepProfile, type Stranger, strangers } from '../core/contacts/profiles.ts'
import { sniffFile } from '../core/media/sniff.ts'
import type { MediaStore } from '../core/media/store.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../lib/log/log.ts'
import type { HttpClient } from '../lib/net/client.ts'

const AT_A_TIME = 20
const PICTURE_BYTES = 2 * 1024 * 1024
const PICTURE_MS = 20_000

export interface ProfileFetcherOptions {
  readonly store: Store
  readonly files: MediaStore
  readonly directory: Directory
  readonly client: HttpClient
  readonly log: Log
  io(entry: ChannelEntry): Io
  now(): number
}

export interface ProfileFetcher {
  /** Somebody wrote on this channel. */
  wake(channelId: number): void
  stop(): Promise<void>
}

/** Asks vendors for the names and pictures of new contacts, one after the other; their messages are there already. */
export function createProfileFetcher(options: ProfileFetcherOptions): ProfileFetcher {
  const { store, files, directory, client, log, io, now } = options
  const underWay = new Map<number, Promise<void>>()
  const again = new Set<number>()
  let stopped = false

  function wake(channelId: number): void {
    const entry = directory.byId(channelId)
    if (stopped || !entry?.provider.profile) return
    if (underWay.has(channelId)) {
      again.add(channelId)
      return
    }
    const started = round(entry)
      .catch((error: unknown) => log.warn('profiles not fetched', { channelId, error }))
      .then(() => {
        underWay.delete(channelId)
        if (again.delete(channelId)) wake(channelId)
      })
    underWay.set(channelId, started)
  }

  async function round(entry: ChannelEntry): Promise<void> {
    for (const stranger of await strangers(store.db, entry.id, now(), AT_A_TIME)) {
      if (stopped) return
      await ask(entry, stranger)
    }
  }

  async function ask(entry: ChannelEntry, { contactId, address, sender }: Stranger): Promise<void> {
    const told = await entry.provider.profile?.(address, sender, entry.channel, io(entry))
    const picture = told?.pictureUrl === undefined ? undefined : await pictureOf(told.pictureUrl)
    // Noted also where nothing came, or the vendor would be asked with every message.
    await keepProfile(store, contactId, { name: told?.name, picture }, now())
  }

  async function pictureOf(url: string) {
    const result = await client.download(
      { url, maxBytes: PICTURE_BYTES, totalMs: PICTURE_MS, expected: {} },
      (chunks) => files.write(chunks, PICTURE_BYTES),
    )
    if (!result.ok) return undefined
    const contentType = await sniffFile(files.pathOf(result.value.sha256))
    return /^image\/(jpeg|png|webp|gif)$/.test(contentType) ? { ...result.value, contentType } : undefined
  }

  return {
    wake,
    async stop() {
      stopped = true
      await Promise.all(underWay.values())
    },
  }
}
