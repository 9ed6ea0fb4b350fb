import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { Io } from '../contract/io.ts'
import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import { nameFromDisposition, receivedFileName } from '../core/media/names.ts'
import {
  fileRefused,
  fileStored,
  fileTriedAgainAt,
  nextFileDueAt,
  type PendingFile,
  pendingFiles,
} from '../core/media/pending.ts'
import { sniffFile } from '../core/media/sniff.ts'
import type { MediaStore } from '../core/media/store.ts'
import type { Store } from '../db/store.ts'
import { failpoint } from '../lib/failpoint.ts'
import type { Log } from '../lib/log/log.ts'
import type { HttpClient } from '../lib/net/client.ts'

const AT_A_TIME = 4
/** Waits before the next tries of a file whose host does not answer; after the last the file is refused. */
const AGAIN_MS = [5_000, 30_000, 120_000, 600_000]
/** A carrier's file server gets this long for a file of the largest size. */
const TOTAL_MS = 120_000
/** A file whose wait could not be written down would be fetched again at once, and again. */
const NO_DATABASE_MS = 5_000

export interface MediaFetcher {
  /** Something may be pending. */
  wake(): void
  /** Lets what is being fetched end. */
  stop(): Promise<void>
}

export interface MediaFetcherOptions {
  readonly store: Store
  readonly files: MediaStore
  readonly directory: Directory
  readonly client: HttpClient
  readonly maxBytes: number
  readonly log: Log
  /** The world, for providers that fetch an access token first. */
  io(entry: ChannelEntry): Io
  now(): number
}

/**
 * Fetches inbound files into our own store: carriers keep them for a short time only, and agents' browsers must never be
 * sent to addresses that strangers chose. The message is there already; the file joins it, or the reason why it does not.
 */
export function createMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const { store, files, directory, client, log, io: ioOf, now } = options
  const queue = new PQueue({ concurrency: AT_A_TIME })
  const underWay = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let stopped = false
  const ending = new AbortController()

  function wake(): void {
    if (stopped) return
    again = true
    looking ??= look().finally(() => {
      looking = undefined
      if (again) wake()
    })
  }

  async function look(): Promise<void> {
    again = false
    try {
      const due = await pendingFiles(store.db, now(), AT_A_TIME * 4)
      for (const file of due) {
        if (underWay.has(file.id)) continue
        underWay.add(file.id)
        void queue
          .add(() => take(file))
          .finally(() => {
            underWay.delete(file.id)
            wake()
          })
      }
      if (underWay.size > 0) return
      const next = await nextFileDueAt(store.db)
      if (next !== undefined) sleepUntil(next)
    } catch (error) {
      log.warn('files to fetch not read', { error })
      sleepUntil(now() + (AGAIN_MS[0] as number))
    }
  }

  function sleepUntil(at: number): void {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(wake, Math.min(Math.max(at - now(), 100), 60_000))
  }

  async function take(file: PendingFile): Promise<void> {
    if (stopped) return
    try {
      await fetchFile(file)
    } catch (error) {
      log.error('file not stored', { mediaId: file.id, channelId: file.channelId, error })
      await tryAgain(file, {
        code: 'storage_failed',
        detail: 'The file could not be written to the disk of this gateway.',
      }).catch(() => sleep(NO_DATABASE_MS, undefined, { signal: ending.signal }).catch(() => {}))
    }
  }

  async function fetchFile(file: PendingFile): Promise<void> {
    const { source } = file
    const entry = directory.byId(file.channelId)
    const wanted = { url: source.url, id: source.id, tries: file.tries }
    const access = entry && (await entry.provider.mediaAccess?.(entry.channel, ioOf(entry), wanted))
    if (access && 'failed' in access) {
      return tryAgain(file, { code: 'no_access', detail: access.failed })
    }
    let disposition: string | undefined
    const result = await client.download(
      {
        url: access?.url ?? source.url,
        maxBytes: options.maxBytes,
        totalMs: TOTAL_MS,
        expected: { sha256: source.sha256, bytes: source.bytes },
        ...(access ? { credentials: access } : {}),
      },
      (chunks, headers) => {
        failpoint('I10')
        disposition = headers.contentDisposition
        return files.write(chunks, options.maxBytes)
      },
    )
    if (!result.ok) {
      // An address that lives for minutes only: the next try asks for a new one.
      const mayBeOld = source.id !== undefined && file.tries === 0 && result.code === 'bad_status'
      if (result.temporary || mayBeOld) await tryAgain(file, result)
      else await fileRefused(store, file, result, now())
      return
    }
    failpoint('I11')
    const contentType = await sniffFile(files.pathOf(result.value.sha256), source.contentType)
    const called = source.name ?? nameFromDisposition(disposition) ?? lastOfPath(source.url)
    const name = receivedFileName(called, contentType)
    await fileStored(store, file, { ...result.value, contentType, name }, now())
  }

  async function tryAgain(file: PendingFile, reason: { code: string; detail: string }): Promise<void> {
    const wait = AGAIN_MS[file.tries]
    if (wait === undefined) await fileRefused(store, file, reason, now())
    else await fileTriedAgainAt(store, file, now() + wait)
  }

  return {
    wake,
    async stop() {
      stopped = true
      ending.abort()
      clearTimeout(timer)
      await looking
      await queue.onIdle()
    },
  }
}

function lastOfPath(url: string): string | undefined {
  const last = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined
  try {
    return last ? decodeURIComponent(last) : undefined
  } catch {
    return last
  }
}
