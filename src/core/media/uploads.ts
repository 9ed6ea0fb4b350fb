import type { Selectable } from 'kysely'
import type { Media } from '../../contract/api/conversations.ts'
import { Problem } from '../../contract/problems.ts'
import type { Db, Store } from '../../db/store.ts'
import type { MediaTable } from '../../db/tables/conversations.ts'
import type { Actor } from '../access/actor.ts'
import { visibleTo } from '../conversations/access.ts'
import { presentMedia } from '../conversations/present-messages.ts'
import { linkHash } from './links.ts'
import { safeFileName } from './names.ts'
import { sniffFile } from './sniff.ts'
import type { MediaStore } from './store.ts'

export interface Upload {
  readonly name: string | undefined
  readonly contentType: string | undefined
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Keeps a file that a person wants to send; it is his alone until a message carries it. */
export async function keepUpload(
  store: Store,
  files: MediaStore,
  actor: Actor,
  upload: Upload,
  options: { readonly maxBytes: number; readonly now: number },
): Promise<Media> {
  const stored = await files.write(upload.chunks, options.maxBytes)
  if (stored.bytes === 0) throw new Problem('validation_failed', 'The file is empty.')
  const contentType = await sniffFile(files.pathOf(stored.sha256), upload.contentType)
  const row = await store.write((trx) =>
    trx
      .insertInto('media')
      .values({
        message_id: null,
        state: 'stored',
        name: safeFileName(upload.name),
        content_type: contentType,
        bytes: stored.bytes,
        sha256: stored.sha256,
        source: null,
        due_at: null,
        error_code: null,
        error_detail: null,
        created_by: actor.id,
        created_at: options.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  return presentMedia(row)
}

export type StoredMedia = Selectable<MediaTable> & { readonly sha256: string; readonly bytes: number }

/** A stored file that the person may read: of a conversation he sees, or an upload of his own; else `not_found`. */
export async function readableFile(db: Db, actor: Actor, id: number): Promise<StoredMedia> {
  const row = await db
    .selectFrom('media as f')
    .leftJoin('message as m', 'm.id', 'f.message_id')
    .leftJoin('conversation as c', 'c.id', 'm.conversation_id')
    .selectAll('f')
    .where('f.id', '=', id)
    .where((where) =>
      where.or([
        where.and([where('f.message_id', 'is not', null), visibleTo(actor)]),
        where.and([where('f.message_id', 'is', null), where('f.created_by', '=', actor.id)]),
      ]),
    )
    .executeTakeFirst()
  return storedOrGone(row)
}

/** The file behind a carrier's link, while the link lives; else `not_found`. */
export async function linkedFile(db: Db, token: string, now: number): Promise<StoredMedia> {
  const row = await db
    .selectFrom('media_link as l')
    .innerJoin('media as f', 'f.id', 'l.media_id')
    .selectAll('f')
    .where('l.token_hash', '=', linkHash(token))
    .where('l.expires_at', '>', now)
    .executeTakeFirst()
  return storedOrGone(row)
}

function storedOrGone(row: Selectable<MediaTable> | undefined): StoredMedia {
  if (row?.state !== 'stored' || row.sha256 === null || row.bytes === null) throw new Problem('not_found')
  return row as StoredMedia
}
