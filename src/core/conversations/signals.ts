import type { Io } from '../../contract/io.ts'
import type { Signal } from '../../contract/outbound.ts'
import type { Store } from '../../db/store.ts'
import type { Log } from '../../lib/log/log.ts'
import type { Actor } from '../access/actor.ts'
import type { ChannelEntry, Directory } from '../channels/directory.ts'
import { mayWrite } from './access.ts'

export interface SignalOptions {
  readonly store: Store
  readonly directory: Directory
  readonly log: Log
  io(entry: ChannelEntry): Io
}

/** Vendors show that somebody types for 20 seconds and more; each word of it is a call that counts for the account. */
const TYPING_EVERY_MS = 3_000

/** Tells the contact, where the vendor can, that the conversation was read or that an answer is being typed. */
export type SendSignal = (actor: Actor, conversationId: number, type: Signal['type']) => Promise<void>

/**
 * Best effort: never tried again, and never a reason for a call to fail. Only whoever may answer is seen reading and typing;
 * a supervisor who looks in is not, and nobody while another program answers.
 */
export function createSignals({ store, directory, log, io }: SignalOptions): SendSignal {
  /** The newest message that was told read, by conversation. */
  const told = new Map<number, string>()
  /** When somebody was last seen typing, by conversation. */
  const typed = new Map<number, number>()

  return async (actor, conversationId, type) => {
    try {
      if (
        type === 'typing' &&
        performance.now() - (typed.get(conversationId) ?? -Infinity) < TYPING_EVERY_MS
      ) {
        return
      }
      const row = await newestOf(store, conversationId)
      const entry = row && directory.byId(row.channel_id)
      if (!row?.target || row.holder === 'app' || row.holder === 'inbox') return
      if (!entry?.active || !entry.provider.signal || !mayWrite(actor, row)) return
      if (type === 'read') {
        if (told.get(conversationId) === row.target) return
        keep(told, conversationId, row.target)
      } else keep(typed, conversationId, performance.now())
      const signal = { type, contact: row.contact, sender: row.sender, target: row.target }
      await entry.provider.signal(signal, entry.channel, io(entry))
    } catch (error) {
      log.debug('a signal was not sent', { conversationId, error })
    }
  }
}

function keep<T>(map: Map<number, T>, conversationId: number, what: T): void {
  if (map.size > 10_000) map.clear()
  map.set(conversationId, what)
}

async function newestOf(store: Store, conversationId: number) {
  return store.db
    .selectFrom('conversation as c')
    .innerJoin('sender as s', 's.id', 'c.sender_id')
    .innerJoin('identity as i', 'i.id', 'c.identity_id')
    .leftJoin('identity as n', 'n.id', 'i.replaced_by')
    .leftJoin('queue as q', 'q.id', 'c.queue_id')
    .leftJoin('thread_control as t', (join) =>
      join.onRef('t.sender_id', '=', 'c.sender_id').onRef('t.identity_id', '=', 'c.identity_id'),
    )
    .select([
      't.holder',
      'c.channel_id',
      'c.status',
      'c.owner_type',
      'c.owner_id',
      'c.queue_id',
      'q.pickup_mode',
    ])
    .select((select) => [
      's.address as sender',
      select.fn.coalesce('n.address', 'i.address').as('contact'),
      select
        .selectFrom('message as m')
        .select('m.provider_message_id')
        .whereRef('m.conversation_id', '=', 'c.id')
        .where('m.direction', '=', 'in')
        .orderBy('m.id', 'desc')
        .limit(1)
        .as('target'),
    ])
    .where('c.id', '=', conversationId)
    .executeTakeFirst()
}
