import type { Io, Uploaded } from '../../contract/io.ts'
import type { OutboundMedia } from '../../contract/outbound.ts'
import type { Store, Trx } from '../../db/store.ts'

/** An id that ends this soon is not used any more: the message that names it has yet to arrive. */
const EARLY_MS = 60_000

/** The `uploaded` of a provider's `Io`, for one channel. */
export type VendorFiles = (channelId: number) => Io['uploaded']

/** Remembers the ids of files that lie at vendors: the same content is uploaded once while its id lives. */
export function createVendorFiles(store: Store, now: () => number): VendorFiles {
  const underWay = new Map<string, Promise<Uploaded>>()

  return (channelId) =>
    async (file, upload, fresh = false) => {
      const key = `${channelId} ${file.sha256} ${file.contentType} ${fresh}`
      const running = underWay.get(key)
      if (running !== undefined) return running
      const started = obtain(channelId, file, upload, fresh).finally(() => underWay.delete(key))
      underWay.set(key, started)
      return started
    }

  async function obtain(
    channelId: number,
    file: OutboundMedia,
    upload: () => Promise<Uploaded>,
    fresh: boolean,
  ): Promise<Uploaded> {
    const known = fresh ? undefined : await find(channelId, file)
    if (known) return known
    const uploaded = await upload()
    // Without its row the id is as good; the next send uploads once more.
    if ('id' in uploaded) await keep(channelId, file, uploaded).catch(() => undefined)
    return uploaded
  }

  async function find(channelId: number, file: OutboundMedia): Promise<Uploaded | undefined> {
    const row = await store.db
      .selectFrom('vendor_file')
      .select(['vendor_id', 'expires_at'])
      .where('channel_id', '=', channelId)
      .where('sha256', '=', file.sha256)
      .where('content_type', '=', file.contentType)
      .where('expires_at', '>', now() + EARLY_MS)
      .executeTakeFirst()
    return row && { id: row.vendor_id, expiresAt: row.expires_at }
  }

  async function keep(
    channelId: number,
    file: OutboundMedia,
    { id, expiresAt }: Extract<Uploaded, { id: string }>,
  ): Promise<void> {
    await store.write((trx) =>
      trx
        .insertInto('vendor_file')
        .values({
          channel_id: channelId,
          sha256: file.sha256,
          content_type: file.contentType,
          vendor_id: id,
          expires_at: expiresAt,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['channel_id', 'sha256', 'content_type'])
            .doUpdateSet({ vendor_id: id, expires_at: expiresAt }),
        )
        .execute(),
    )
  }
}

/** Another account at the vendor does not have the files of the one before. */
export async function forgetVendorFiles(trx: Trx, channelId: number): Promise<void> {
  await trx.deleteFrom('vendor_file').where('channel_id', '=', channelId).execute()
}
