import type { Io } from '../../contract/io.ts'
import { Problem } from '../../contract/problems.ts'
import type { Store } from '../../db/store.ts'
import { vendorWords } from '../../lib/vendor-words.ts'
import type { Actor } from '../access/actor.ts'
import type { ChannelEntry, Directory } from '../channels/directory.ts'
import { mayWrite } from './access.ts'
import { moveControl } from './control.ts'
import { findForChange } from './find.ts'

export interface TakeOverOptions {
  readonly store: Store
  readonly directory: Directory
  io(entry: ChannelEntry): Io
  now(): number
}

/**
 * Takes a conversation from the program that answers it, at the vendor; whoever may write may do so. `control_refused`, with
 * the vendor's words, where the vendor does not give it. What we know of who answers may be old, so that nothing is asked of it.
 */
export type TakeOver = (actor: Actor, conversationId: number) => Promise<void>

export function createTakeOver({ store, directory, io, now }: TakeOverOptions): TakeOver {
  return async (actor, conversationId) => {
    const found = await store.write(async (trx) => {
      const conversation = await findForChange(trx, store.backend, actor, conversationId)
      if (conversation.status === 'closed') throw new Problem('conversation_closed')
      if (!mayWrite(actor, conversation)) throw new Problem('not_owner')
      const named = await trx
        .selectFrom('conversation as c')
        .innerJoin('sender as s', 's.id', 'c.sender_id')
        .innerJoin('identity as i', 'i.id', 'c.identity_id')
        .leftJoin('identity as n', 'n.id', 'i.replaced_by')
        .select((select) => [
          's.address as sender',
          select.fn.coalesce('n.address', 'i.address').as('contact'),
        ])
        .where('c.id', '=', conversationId)
        .executeTakeFirstOrThrow()
      return { ...conversation, ...named }
    })
    const entry = directory.byId(found.channel_id)
    if (!entry?.active) throw new Problem('channel_off')
    const { control } = entry.provider
    if (!control) throw new Problem('validation_failed', 'This channel has no other programs.')
    const taken = await control.take(found.contact, found.sender, entry.channel, io(entry))
    if (!taken.ok) throw new Problem('control_refused', vendorWords(taken.failed, []))
    const told = { channelId: entry.id, senderId: found.sender_id, identityId: found.identity_id }
    const at = now()
    await store.write((trx) =>
      moveControl(
        trx,
        store.backend,
        [{ ...told, holder: { by: 'us' as const }, at, actorId: actor.id }],
        at,
      ),
    )
  }
}
