import type { Holder } from '../../contract/chat-events.ts'
import type { InboundEvent } from '../../contract/inbound.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { type ControlTold, moveControl } from '../conversations/control.ts'
import { knownAddresses } from './identities.ts'
import type { Delivery } from './ingest.ts'
import { senderOf } from './store-messages.ts'

interface Told {
  readonly entry: ChannelEntry
  readonly contact: string
  readonly sender: string
  readonly holder: Holder
  readonly at: number
}

/**
 * Notes who answers, on channels whose vendor knows several programs of a business: as it says so, and as a message shows by
 * the way it came. After the messages of the same deliveries.
 */
export async function noteControl(
  trx: Trx,
  backend: Backend,
  deliveries: readonly Pick<Delivery, 'entry' | 'events'>[],
  now: number,
): Promise<void> {
  const told = deliveries
    .flatMap(({ entry, events }) =>
      entry.provider.control ? events.flatMap((event) => toldBy(entry, event)) : [],
    )
    .sort((a, b) => a.at - b.at)
  if (told.length === 0) return
  const known = await knownAddresses(
    trx,
    backend,
    told.map(({ entry, contact }) => ({ kind: entry.provider.addressKind, address: contact })),
  )
  const placed = told.flatMap(({ entry, contact, sender, holder, at }): ControlTold[] => {
    const senderId = entry.senders.get(sender)?.id
    const identityId = known.get(`${entry.provider.addressKind}:${contact}`)?.identityId
    // Of somebody who has not written yet: their first message will show it.
    if (senderId === undefined || identityId === undefined) return []
    // A vendor's clock that is ahead of ours must not make later news old.
    return [{ channelId: entry.id, senderId, identityId, holder, at: Math.min(at, now) }]
  })
  await moveControl(trx, backend, placed, now)
}

function toldBy(entry: ChannelEntry, event: InboundEvent): Told[] {
  if (event.kind === 'control') return [{ entry, ...event }]
  const sender = event.kind === 'message' ? senderOf(entry, event)?.address : undefined
  if (event.kind !== 'message' || sender === undefined) return []
  const holder: Holder = { by: event.standby ? 'app' : 'us' }
  return [{ entry, contact: event.from, sender, holder, at: event.receivedAt }]
}
