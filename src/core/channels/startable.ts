import type { StartableSender } from '../../contract/api/channels.ts'
import type { Provider } from '../../contract/provider.ts'
import type { Db, Trx } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { allowed } from '../access/permissions.ts'
import { providerById } from './provider-by-id.ts'
import { isSenderName } from './sender-address.ts'
import { hasSmartEncoding } from './setting-values.ts'

/**
 * The senders from which a person may open conversations: in service, on a channel in service whose provider lets the
 * business write first. Those who read all conversations may use every one; agents, those that list them.
 */
export async function startableSenders(
  db: Db | Trx,
  providers: Readonly<Record<string, Provider>>,
  actor: Actor,
): Promise<readonly StartableSender[]> {
  const writesFirst = Object.values(providers).filter((provider) => provider.starts === 'business')
  if (writesFirst.length === 0) return []
  let query = db
    .selectFrom('sender')
    .innerJoin('channel', 'channel.id', 'sender.channel_id')
    .select(['sender.id', 'address', 'sender.name', 'channel_id', 'channel.name as channel_name'])
    .select(['provider', 'settings'])
    .where('sender.active', '=', 1)
    .where('channel.active', '=', 1)
    .where('deleted_at', 'is', null)
    .where(
      'provider',
      'in',
      writesFirst.map((provider) => provider.id),
    )
    .orderBy('channel.name')
    .orderBy('sender.id')
  if (!allowed(actor.role, 'conversations.read_all')) {
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('sender_starter')
          .select('extension_id')
          .whereRef('sender_id', '=', 'sender.id')
          .where('extension_id', '=', actor.id),
      ),
    )
  }
  const rows = await query.execute()
  return rows.map(({ settings, ...row }) => {
    const provider = providerById(providers, row.provider)
    return {
      ...row,
      receives: !isSenderName(provider?.addressKind ?? 'tel', row.address),
      smart_encoding: hasSmartEncoding(settings),
      // The window opens with the contact's first act: before it, what holds is what holds when it is over.
      opens_with: provider?.window?.afterwards === 'template' ? 'template' : 'text',
    }
  })
}
