import type { Db, Store } from '../../db/store.ts'
import { appendEvents } from '../events.ts'
import type { StoredFile } from '../media/store.ts'

/** Names and pictures seldom change, and a vendor is asked again only for people who write. */
const AGAIN_MS = 30 * 86_400_000
const RECENT_MS = 3_600_000

export interface Stranger {
  readonly contactId: number
  readonly address: string
  readonly sender: string
}

/** Contacts with recent conversations on a channel whose name and picture nobody asked for yet, or long ago. */
export async function strangers(db: Db, channelId: number, now: number, limit: number): Promise<Stranger[]> {
  return db
    .selectFrom('conversation as c')
    .innerJoin('identity as i', 'i.id', 'c.identity_id')
    .innerJoin('contact as p', 'p.id', 'i.contact_id')
    .innerJoin('sender as s', 's.id', 'c.sender_id')
    .select(['p.id as contactId', 'i.address', 's.address as sender'])
    .where('c.channel_id', '=', channelId)
    .where('c.status', '=', 'open')
    .where('c.last_activity_at', '>', now - RECENT_MS)
    .where((where) =>
      where.or([where('p.profile_at', 'is', null), where('p.profile_at', '<', now - AGAIN_MS)]),
    )
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()
}

/** Keeps what the vendor told; what it did not tell stays as it was. Open conversations tell of it. */
export async function keepProfile(
  store: Store,
  contactId: number,
  told: {
    readonly name?: string | undefined
    readonly picture?: (StoredFile & { readonly contentType: string }) | undefined
  },
  now: number,
): Promise<void> {
  const { name, picture } = told
  await store.write(async (trx) => {
    await trx
      .updateTable('contact')
      .set({
        profile_at: now,
        ...(name ? { name } : {}),
        ...(picture ? { picture_sha256: picture.sha256, picture_type: picture.contentType } : {}),
      })
      .where('id', '=', contactId)
      .execute()
    if (!name && !picture) return
    const open = await trx
      .selectFrom('conversation as c')
      .innerJoin('identity as i', 'i.id', 'c.identity_id')
      .select(['c.id', 'c.channel_id'])
      .where('i.contact_id', '=', contactId)
      .where('c.status', '=', 'open')
      .execute()
    await appendEvents(
      trx,
      store.backend,
      open.map((row) => ({
        type: 'contact.changed',
        at: now,
        conversationId: row.id,
        channelId: row.channel_id,
        data: { reason: 'profile' },
      })),
    )
  })
}
