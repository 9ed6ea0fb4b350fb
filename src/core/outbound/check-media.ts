import { Problem } from '../../contract/problems.ts'
import type { Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import type { Author } from './accept.ts'
import { countMisfit, fileMisfit, totalMisfit } from './fits.ts'
import type { DraftFile } from './split.ts'

/** The attached files, in order. Refuses what is not the author's to send, and what the channel does not take. */
export async function checkMedia(
  trx: Trx,
  entry: ChannelEntry,
  author: Author,
  mediaIds: readonly number[],
): Promise<DraftFile[]> {
  if (mediaIds.length === 0) return []
  const { limits } = entry.provider
  refuse(limits.captions ? undefined : countMisfit(limits, mediaIds.length))
  if (new Set(mediaIds).size !== mediaIds.length) {
    throw new Problem('validation_failed', 'The same file is attached twice.')
  }
  const files = await trx
    .selectFrom('media')
    .select(['id', 'name', 'bytes', 'content_type'])
    .where('id', 'in', mediaIds)
    .where('message_id', 'is', null)
    .where('created_by', author.id === null ? 'is' : '=', author.id)
    .where('state', '=', 'stored')
    .execute()
  if (files.length !== mediaIds.length) {
    throw new Problem('validation_failed', 'An attached file is not there, is not yours or was sent already.')
  }
  for (const { name, bytes, content_type: contentType } of files) {
    refuse(fileMisfit(limits, { name, contentType, bytes: bytes ?? 0 }))
  }
  refuse(totalMisfit(limits, files))
  const types = new Map(files.map((file) => [file.id, file.content_type]))
  return mediaIds.map((id) => ({ id, contentType: types.get(id) ?? '' }))
}

function refuse(misfit: string | undefined): void {
  if (misfit !== undefined) throw new Problem('validation_failed', misfit)
}
