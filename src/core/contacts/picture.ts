import { Problem } from '../../contract/problems.ts'
import type { Db } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { visibleTo } from '../conversations/access.ts'
import type { MediaStore } from '../media/store.ts'

export interface Picture {
  readonly sha256: string
  readonly bytes: number
  readonly content_type: string
  readonly name: string
}

/** A contact's picture, for whoever sees one of their conversations; else `not_found`. */
export async function contactPicture(
  db: Db,
  files: MediaStore,
  actor: Actor,
  contactId: number,
): Promise<Picture> {
  const row = await db
    .selectFrom('contact as p')
    .innerJoin('identity as i', 'i.contact_id', 'p.id')
    .innerJoin('conversation as c', 'c.identity_id', 'i.id')
    .select(['p.picture_sha256', 'p.picture_type'])
    .where('p.id', '=', contactId)
    .where(visibleTo(actor))
    .limit(1)
    .executeTakeFirst()
  const bytes = row?.picture_sha256 ? await files.sizeOf(row.picture_sha256) : undefined
  if (!row?.picture_sha256 || bytes === undefined) throw new Problem('not_found')
  return { sha256: row.picture_sha256, bytes, content_type: row.picture_type ?? '', name: 'picture' }
}
