import { readFile } from 'node:fs/promises'
import type { MediaStore } from '../core/media/store.ts'
import type { Trx } from '../db/store.ts'
import type { Picture } from './stories.ts'

/** A picture that lies in the media store. */
export interface Example {
  readonly name: Picture
  readonly type: 'image/png'
  readonly bytes: number
  readonly sha256: string
  /** Makes it somebody's upload, to be attached; answers the file's id. */
  upload(trx: Trx, extensionId: number, at: number): Promise<number>
}

const names: readonly Picture[] = ['torn-parcel.png', 'fitting-the-legs.png']

/** Puts the example pictures into the media store. */
export async function keepPictures(files: MediaStore): Promise<Record<Picture, Example>> {
  const kept = await Promise.all(names.map(async (name) => [name, await keep(files, name)] as const))
  return Object.fromEntries(kept) as Record<Picture, Example>
}

async function keep(files: MediaStore, name: Picture): Promise<Example> {
  const content = await readFile(new URL(`pictures/${name}`, import.meta.url))
  const { sha256, bytes } = await files.write(chunksOf(content), content.byteLength)
  const stored = { state: 'stored', name, content_type: 'image/png', bytes, sha256, due_at: null } as const
  return {
    name,
    type: 'image/png',
    bytes,
    sha256,
    async upload(trx, extensionId, at) {
      const row = await trx
        .insertInto('media')
        .values({ ...stored, created_by: extensionId, created_at: at })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
  }
}

/** The file of a message that just came is here already: nobody has to fetch it. */
export async function showPicture(
  trx: Trx,
  channelId: number,
  providerMessageId: string,
  picture: Example,
): Promise<void> {
  const message = await trx
    .selectFrom('message')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', providerMessageId)
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('media')
    .set({ state: 'stored', sha256: picture.sha256, due_at: null })
    .where('message_id', '=', message.id)
    .execute()
}

async function* chunksOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
