import type { Limits } from '../../contract/limits.ts'
import { Problem } from '../../contract/problems.ts'
import type { Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import type { Author } from './accept.ts'
import { type DraftFile, typeMatches } from './split.ts'

/** The attached files, in order. Refuses what is not the author's to send, and what the channel does not take. */
export async function checkMedia(
  trx: Trx,
  entry: ChannelEntry,
  author: Author,
  mediaIds: readonly number[],
): Promise<DraftFile[]> {
  if (mediaIds.length === 0) return []
  const { limits } = entry.provider
  if (!limits.captions && mediaIds.length > limits.mediaPerMessage.value) {
    throw new Problem(
      'validation_failed',
      `This channel takes ${limits.mediaPerMessage.value} files a message at most.`,
    )
  }
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
  for (const file of files) {
    const most = mostBytes(limits, file.content_type)
    if ((file.bytes ?? 0) > most) {
      throw new Problem(
        'validation_failed',
        `${file.name} is larger than this channel takes (${most} bytes for ${file.content_type}).`,
      )
    }
    if (limits.mediaTypes && !limits.mediaTypes.value.some((type) => typeMatches(type, file.content_type))) {
      throw new Problem(
        'validation_failed',
        `This channel does not take files of the type ${file.content_type}.`,
      )
    }
  }
  const total = limits.mediaBytesTotal?.value
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0)
  if (total !== undefined && bytes > total) {
    throw new Problem(
      'validation_failed',
      `The files are larger together than this channel takes in a message (${total} bytes).`,
    )
  }
  const types = new Map(files.map((file) => [file.id, file.content_type]))
  return mediaIds.map((id) => ({ id, contentType: types.get(id) ?? '' }))
}

function mostBytes({ mediaBytes, mediaBytesOf }: Limits, contentType: string): number {
  const of = Object.entries(mediaBytesOf?.value ?? {}).find(([type]) => typeMatches(type, contentType))
  return of?.[1] ?? mediaBytes.value
}
