import type { NewConsent } from '../../contract/api/consent.ts'
import { Problem } from '../../contract/problems.ts'
import type { Store } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { mayDirect, mayOptIn } from '../conversations/access.ts'
import { findForChange } from '../conversations/find.ts'
import { recordConsent } from './consent.ts'

/**
 * A person notes what a contact asked for in other words, or elsewhere. Whoever may close the conversation notes an opt-out;
 * only supervisors and administrators undo one. No text goes to the contact.
 */
export async function noteConsent(
  store: Store,
  actor: Actor,
  conversationId: number,
  { state, words }: NewConsent,
  now: number,
): Promise<void> {
  await store.write(async (trx) => {
    const found = await findForChange(trx, store.backend, actor, conversationId)
    if (found.status === 'closed') throw new Problem('conversation_closed')
    if (!mayDirect(actor, found)) throw new Problem('not_owner')
    if (state === 'in' && !mayOptIn(actor, found)) throw new Problem('forbidden')
    const said = {
      senderId: found.sender_id,
      identityId: found.identity_id,
      conversationId,
      channelId: found.channel_id,
      state,
      source: 'extension',
      words,
      actorId: actor.id,
      at: now,
    } as const
    await recordConsent(trx, store.backend, said, now)
  })
}
