import type { Selectable } from 'kysely'
import type { InboundMedia } from '../../contract/inbound-media.ts'
import type { Db, Store } from '../../db/store.ts'
import type { MediaTable } from '../../db/tables/conversations.ts'
import { appendEvents } from '../events.ts'
import type { StoredFile } from './store.ts'

export interface PendingFile {
  readonly id: number
  readonly messageId: number
  readonly conversationId: number
  readonly channelId: number
  readonly tries: number
  readonly source: InboundMedia
}

/** Inbound files that are to be fetched now, oldest first. */
export async function pendingFiles(db: Db, now: number, limit: number): Promise<PendingFile[]> {
  const rows = await db
    .selectFrom('media as f')
    .innerJoin('message as m', 'm.id', 'f.message_id')
    .select(['f.id', 'f.message_id', 'f.tries', 'f.source', 'm.conversation_id', 'm.channel_id'])
    .where('f.state', '=', 'pending')
    .where('f.due_at', '<=', now)
    .orderBy('f.due_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id as number,
    conversationId: row.conversation_id,
    channelId: row.channel_id,
    tries: row.tries,
    source: JSON.parse(row.source ?? '{}') as InboundMedia,
  }))
}

/** When the next file falls due; undefined where none waits. */
export async function nextFileDueAt(db: Db): Promise<number | undefined> {
  const row = await db
    .selectFrom('media')
    .select((select) => select.fn.min('due_at').as('due_at'))
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return row?.due_at == null ? undefined : Number(row.due_at)
}

/** The file is in our store. */
export function fileStored(
  store: Store,
  file: PendingFile,
  stored: StoredFile & { readonly contentType: string; readonly name: string },
  now: number,
): Promise<void> {
  return change(store, file, now, {
    state: 'stored',
    sha256: stored.sha256,
    bytes: stored.bytes,
    content_type: stored.contentType,
    name: stored.name,
    due_at: null,
    error_code: null,
    error_detail: null,
  })
}

/** The file will not come; the message says why. */
export function fileRefused(
  store: Store,
  file: PendingFile,
  reason: { readonly code: string; readonly detail: string },
  now: number,
): Promise<void> {
  return change(store, file, now, {
    state: 'refused',
    due_at: null,
    error_code: reason.code,
    error_detail: reason.detail,
  })
}

/** The far end did not give the file this time. */
export async function fileTriedAgainAt(store: Store, file: PendingFile, at: number): Promise<void> {
  await store.write((trx) =>
    trx
      .updateTable('media')
      .set({ tries: file.tries + 1, due_at: at })
      .where('id', '=', file.id)
      .execute(),
  )
}

function change(
  store: Store,
  file: PendingFile,
  now: number,
  values: Partial<Selectable<MediaTable>>,
): Promise<void> {
  return store.write(async (trx) => {
    await trx.updateTable('media').set(values).where('id', '=', file.id).execute()
    await appendEvents(trx, store.backend, [
      {
        type: 'media.changed',
        at: now,
        conversationId: file.conversationId,
        messageId: file.messageId,
        channelId: file.channelId,
        data: { media_id: file.id },
      },
    ])
  })
}
