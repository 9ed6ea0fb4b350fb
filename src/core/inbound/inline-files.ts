import type { InboundEvent } from '../../contract/inbound.ts'
import type { InboundMedia } from '../../contract/inbound-media.ts'
import { receivedFileName } from '../media/names.ts'
import { sniffFile } from '../media/sniff.ts'
import type { MediaStore } from '../media/store.ts'
import type { Delivery } from './ingest.ts'

/** A file that is in our store already. */
type StoredMedia = InboundMedia & { readonly sha256: string; readonly bytes: number }

export type KeepInline = (file: InboundMedia & { readonly data: Uint8Array }) => Promise<InboundMedia>

/** A file has an address to be fetched from, or it came inside the webhook and is stored, or it cannot be had. */
export function isStored(file: InboundMedia): file is StoredMedia {
  return file.url === '' && file.failed === undefined
}

/** A file that the vendor does not hand out. */
export function isRefused(file: InboundMedia): boolean {
  return file.failed !== undefined
}

/** The delivery with the files that came inside it stored; the same delivery, at once, where there are none. */
export function withStoredFiles(delivery: Delivery, keep: KeepInline): Delivery | Promise<Delivery> {
  return delivery.events.some(hasInline) ? store(delivery, keep) : delivery
}

function hasInline(event: InboundEvent): boolean {
  return (
    (event.kind === 'message' || event.kind === 'echo') && event.media.some((file) => file.data !== undefined)
  )
}

async function store(delivery: Delivery, keep: KeepInline): Promise<Delivery> {
  const events = await Promise.all(
    delivery.events.map(async (event) => {
      if (event.kind !== 'message' && event.kind !== 'echo') return event
      const media = event.media.map((file) =>
        file.data === undefined ? file : keep({ ...file, data: file.data }),
      )
      return { ...event, media: await Promise.all(media) }
    }),
  )
  return { ...delivery, events }
}

/** Keeps inline files on disk, under the type that their content shows. */
export function createKeepInline(files: MediaStore, maxBytes: number): KeepInline {
  return async ({ data, ...file }) => {
    const { sha256, bytes } = await files.write(chunksOf(data), maxBytes)
    const contentType = await sniffFile(files.pathOf(sha256), file.contentType)
    return { url: '', name: receivedFileName(file.name, contentType), contentType, sha256, bytes }
  }
}

async function* chunksOf(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data
}
