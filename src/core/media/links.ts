import { createHash, randomBytes } from 'node:crypto'
import type { OutboundMedia } from '../../contract/outbound.ts'
import type { Trx } from '../../db/store.ts'

/** The token in a carrier's file address is 256 random bits; the database keeps its hash only. */
export function linkHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * Addresses from which a carrier can fetch the files of messages: one for each file and attempt, bound to it, unguessable
 * and expiring. Answers the files of each message, in order.
 */
export async function mintLinks(
  trx: Trx,
  sends: readonly { readonly messageId: number; readonly attemptId: number }[],
  options: {
    readonly publicUrl: string
    readonly expiresAt: number
    readFile(sha256: string): Promise<Uint8Array>
  },
): Promise<Map<number, OutboundMedia[]>> {
  const minted = new Map<number, OutboundMedia[]>()
  for (const { messageId, attemptId } of sends) {
    const files = await trx
      .selectFrom('media')
      .select(['id', 'name', 'content_type', 'bytes', 'sha256'])
      .where('message_id', '=', messageId)
      .where('state', '=', 'stored')
      .orderBy('position')
      .execute()
    const links: OutboundMedia[] = []
    for (const file of files) {
      const token = randomBytes(32).toString('hex')
      await trx
        .insertInto('media_link')
        .values({
          token_hash: linkHash(token),
          media_id: file.id,
          attempt_id: attemptId,
          expires_at: options.expiresAt,
        })
        .execute()
      links.push({
        url: `${options.publicUrl}/api/chat/${token}`,
        contentType: file.content_type,
        name: file.name,
        bytes: file.bytes ?? 0,
        sha256: file.sha256 ?? '',
        read: () => options.readFile(file.sha256 ?? ''),
      })
    }
    minted.set(messageId, links)
  }
  return minted
}
