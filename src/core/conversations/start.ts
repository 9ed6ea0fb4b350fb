import { Problem } from '../../contract/problems.ts'
import type { AddressKind, Provider } from '../../contract/provider.ts'
import { validationProblem } from '../../contract/validation.ts'
import type { Store, Trx } from '../../db/store.ts'
import { toE164 } from '../../lib/phone-number.ts'
import type { Actor } from '../access/actor.ts'
import type { Directory } from '../channels/directory.ts'
import { startableSenders } from '../channels/startable.ts'
import { appendEvents } from '../events.ts'
import { identitiesOf } from '../inbound/identities.ts'
import { openConversations } from '../inbound/open-conversations.ts'
import { acceptMessage, type Draft, once, priorities, requested } from '../outbound/accept.ts'
import { mayWrite } from './access.ts'
import { findForChange } from './find.ts'

export interface Start extends Draft {
  readonly senderId: number
  /** The contact's address as a person writes it. */
  readonly to: string
  readonly idempotencyKey?: string | undefined
}

/**
 * Writes to a contact first. An open conversation with that contact is used where the person may write in it; otherwise
 * one opens with the person as its owner.
 */
export async function start(
  store: Store,
  directory: Directory,
  providers: Readonly<Record<string, Provider>>,
  actor: Actor,
  draft: Start,
  now: number,
): Promise<{ messageId: number; conversationId: number; channelId: number }> {
  const startable = await startableSenders(store.db, providers, actor)
  const sender = startable.find((one) => one.id === draft.senderId)
  const entry = sender && directory.byId(sender.channel_id)
  const senderEntry = sender && entry?.senders.get(sender.address)
  if (!sender || !entry || !senderEntry) {
    throw new Problem('validation_failed', 'You may not open conversations from this sender.')
  }
  const to = contactAddress(entry.provider.addressKind, draft.to)
  if (!to) {
    const message = 'must be a number with + and its country code, for example +1 202 555 0101'
    throw validationProblem([{ path: 'body.to', message }])
  }
  const key = draft.idempotencyKey ?? (draft.clientRef && `start:${draft.clientRef}`)
  const request = { sender: sender.id, to, ...requested(draft) }

  return store.write(async (trx) => {
    const messageId = await once(trx, key, `extension:${actor.id}`, request, now, async () => {
      const identityIds = await identitiesOf(trx, store.backend, [{ entry, message: { from: to } }], now)
      const mine = { ...senderEntry, destination: { type: 'extension', id: actor.id } as const }
      const { conversationIds, opened } = await openConversations(
        trx,
        store.backend,
        [{ entry, sender: mine }],
        identityIds,
        now,
      )
      const conversationId = conversationIds[0] as number
      if (opened.size > 0) {
        await appendEvents(trx, store.backend, [
          { type: 'conversation.opened', at: now, conversationId, channelId: entry.id, actorId: actor.id },
        ])
      }
      await refuseIfTaken(trx, store, actor, conversationId)
      const target = { conversationId, senderId: sender.id, entry }
      const author = { type: 'extension', id: actor.id } as const
      return acceptMessage(trx, store.backend, target, author, draft, {
        priority: priorities.interactive,
        now,
      })
    })
    const { conversation_id } = await trx
      .selectFrom('message')
      .select('conversation_id')
      .where('id', '=', messageId)
      .executeTakeFirstOrThrow()
    return { messageId, conversationId: conversation_id, channelId: entry.id }
  })
}

/** Somebody else may be talking to this contact already; who it is stays unsaid to those who may not see it. */
async function refuseIfTaken(trx: Trx, store: Store, actor: Actor, conversationId: number): Promise<void> {
  const taken = new Problem(
    'not_owner',
    'A conversation with this contact is open and somebody else owns it.',
  )
  const found = await findForChange(trx, store.backend, actor, conversationId).catch((error: unknown) => {
    throw error instanceof Problem ? taken : error
  })
  if (!mayWrite(actor, found)) throw taken
}

/** WhatsApp's own ids of people (`US.1349…`) stand beside numbers. */
function contactAddress(kind: AddressKind, written: string): string | undefined {
  if (kind === 'tel') return toE164(written)
  if (kind === 'whatsapp') return /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/.test(written) ? written : toE164(written)
  return written
}
