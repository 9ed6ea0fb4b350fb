import { readFile } from 'node:fs/promises'
import type { MediaStore } from '../core/media/store.ts'
import type { Trx } from '../db/store.ts'

/** The example files, as they lie beside this one. */
const described = {
  'torn-parcel.png': { type: 'image/png' },
  'fitting-the-legs.png': { type: 'image/png' },
  'sofa-in-love.webp': { type: 'image/webp', form: 'sticker' },
  'voice-message.ogg': { type: 'audio/ogg', form: 'voice' },
  'nora.jpg': { type: 'image/jpeg' },
  'marco.jpg': { type: 'image/jpeg' },
} as const

export type FileName = keyof typeof described

/** A file that lies in the media store. */
export interface Example {
  readonly name: FileName
  readonly type: string
  /** How a customer sends it, where that is more than a file. */
  readonly form?: 'sticker' | 'voice'
  readonly bytes: number
  readonly sha256: string
  /** Makes it somebody's upload, to be attached; answers the file's id. */
  upload(trx: Trx, extensionId: number, at: number): Promise<number>
}

export type Examples = Readonly<Record<FileName, Example>>

/** Puts the example files into the media store. */
export async function keepFiles(files: MediaStore): Promise<Examples> {
  const names = Object.keys(described) as FileName[]
  const kept = await Promise.all(names.map(async (name) => [name, await keep(files, name)] as const))
  return Object.fromEntries(kept) as Record<FileName, Example>
}

async function keep(files: MediaStore, name: FileName): Promise<Example> {
  const content = await readFile(new URL(`files/${name}`, import.meta.url))
  const { sha256, bytes } = await files.write(chunksOf(content), content.byteLength)
  const { type } = described[name]
  const stored = { state: 'stored', name, content_type: type, bytes, sha256, due_at: null } as const
  return {
    ...described[name],
    name,
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
export async function showFile(
  trx: Trx,
  channelId: number,
  providerMessageId: string,
  { sha256 }: Example,
): Promise<void> {
  const message = await trx
    .selectFrom('message')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', providerMessageId)
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('media')
    .set({ state: 'stored', sha256, due_at: null })
    .where('message_id', '=', message.id)
    .execute()
}

/** Gives the contact of a conversation their picture, as the vendor's profile would. */
export async function showPortrait(
  trx: Trx,
  conversationId: number,
  { sha256, type }: Example,
  at: number,
): Promise<void> {
  await trx
    .updateTable('contact')
    .set({ picture_sha256: sha256, picture_type: type, profile_at: at })
    .where('id', '=', (from) =>
      from
        .selectFrom('conversation as c')
        .innerJoin('identity as i', 'i.id', 'c.identity_id')
        .select('i.contact_id')
        .where('c.id', '=', conversationId),
    )
    .execute()
}

async function* chunksOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
