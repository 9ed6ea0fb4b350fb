import type { ChatEvent, InboundNotice } from '../../contract/chat-events.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { appendEvents, type NewEvent } from '../events.ts'
import { type Act, isLimited, noteActs } from './acts.ts'
import { keepEarly, type OfMessage, takeEarly } from './early-events.ts'
import { isVacant, knownAddresses } from './identities.ts'
import type { Delivery } from './ingest.ts'
import { idKey } from './known-ids.ts'
import { deleteMessage, editMessage, react } from './message-changes.ts'
import { moveIdentity } from './move-identity.ts'
import { noteActivity, notePreference } from './person-changes.ts'
import { targetsOf, type VendorId } from './targets.ts'
import { type Mark, moveUpTo } from './watermarks.ts'

/** What a chat event needs to be applied: its channel, and what was looked up for the whole batch. */
export interface Applying {
  readonly trx: Trx
  readonly backend: Backend
  readonly now: number
  readonly entry: ChannelEntry
  /** The identity of whoever had the address at the time of the event; undefined for those never heard of. */
  identityOf(address: string): number | undefined
}

type Told = Exclude<ChatEvent, { kind: 'echo' | 'control' }>

/**
 * Applies what chats tell besides messages and receipts, after the messages of the same deliveries: each event once, a
 * repeated or outdated one changes nothing. Look-ups are made once for all of them. Answers the notices, in order, and the
 * channels on which messages are due that were held back before.
 */
export async function applyChatEvents(
  trx: Trx,
  backend: Backend,
  deliveries: readonly Pick<Delivery, 'entry' | 'events'>[],
  now: number,
): Promise<{
  readonly notices: readonly { readonly entry: ChannelEntry; readonly notice: InboundNotice }[]
  readonly letGo: ReadonlySet<number>
}> {
  const told: { readonly entry: ChannelEntry; readonly event: Told }[] = [
    ...(await takeEarly(trx, backend, deliveries)),
    ...deliveries.flatMap(({ entry, events }) =>
      events.flatMap((event) => (isTold(event.kind) ? [{ entry, event: event as Told }] : [])),
    ),
  ]
  if (told.length === 0) return { notices: [], letGo: new Set() }
  const targets = await targetsOf(
    trx,
    backend,
    told.flatMap(({ entry, event }): VendorId[] =>
      'target' in event ? [{ channelId: entry.id, providerMessageId: event.target }] : [],
    ),
  )
  const known = await knownAddresses(
    trx,
    backend,
    told.flatMap(({ entry, event }) =>
      addressesOf(event).map((address) => ({ kind: entry.provider.addressKind, address })),
    ),
  )
  const acts: Act[] = []
  const marks: Mark[] = []
  const events: NewEvent[] = []
  const notices: { entry: ChannelEntry; notice: InboundNotice }[] = []
  const early: OfMessage[] = []

  for (const { entry, event } of told) {
    const identityOf = (address: string) => {
      const found = known.get(`${entry.provider.addressKind}:${address}`)
      return 'at' in event && isVacant(found, event.at) ? undefined : found?.identityId
    }
    const applying: Applying = { trx, backend, now, entry, identityOf }
    const target = 'target' in event ? targets.get(idKey(entry.id, event.target)) : undefined
    if ('target' in event && !target) early.push({ entry, event })
    if ((event.kind === 'reaction' && event.by === 'contact') || event.kind === 'activity') {
      const senderId = entry.senders.get(event.sender)?.id
      const identityId = identityOf(event.contact)
      if (senderId !== undefined && identityId !== undefined)
        acts.push({ senderId, identityId, at: event.at, limited: isLimited(entry) })
    }
    switch (event.kind) {
      case 'reaction':
        if (target) events.push(...(await react(applying, target, event)))
        break
      case 'edit':
        if (target) events.push(...(await editMessage(applying, target, event)))
        break
      case 'deletion':
        if (target) events.push(...(await deleteMessage(applying, target, event)))
        break
      case 'watermark': {
        const senderId = entry.senders.get(event.sender)?.id
        const identityId = identityOf(event.contact)
        if (senderId !== undefined && identityId !== undefined)
          marks.push({ senderId, identityId, status: event.status, at: event.at })
        break
      }
      case 'activity':
        events.push(...(await noteActivity(applying, event)))
        break
      case 'identity':
        events.push(...(await moveIdentity(applying, event)))
        break
      case 'preference':
        events.push(...(await notePreference(applying, event)))
        break
      case 'notice':
        notices.push({ entry, notice: event })
    }
  }
  const letGo = await noteActs(trx, backend, acts, now)
  await moveUpTo(trx, backend, marks, now)
  await keepEarly(trx, backend, early, now)
  await appendEvents(trx, backend, events)
  return { notices, letGo }
}

const kinds: Readonly<Record<Told['kind'], true>> = {
  reaction: true,
  edit: true,
  deletion: true,
  watermark: true,
  activity: true,
  identity: true,
  preference: true,
  notice: true,
}
const isTold = (kind: string): boolean => Object.hasOwn(kinds, kind)

function addressesOf(event: Told): readonly string[] {
  if ('contact' in event) return [event.contact]
  return event.kind === 'identity' ? [event.was, ...event.now] : []
}
