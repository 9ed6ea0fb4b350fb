import type { Referral } from '../../src/contract/content.ts'
import type { InboundEvent } from '../../src/contract/inbound.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { type Names, namesOf } from './addresses.ts'
import { sayingOf } from './content.ts'
import { type Contact, type Message, timeOf } from './shapes.ts'

/** What belongs to every message of one change. */
export interface Around {
  /** The phone number's id. */
  readonly sender: string
  readonly contacts: readonly Contact[]
  readonly mediaBase: string
  readonly now: number
}

/** What a customer's message means. A string where nobody can be told to have sent it: what is wrong. */
export function messageEvents(message: Message, around: Around): readonly InboundEvent[] | string {
  if (message.group_id) return [{ kind: 'unsupported', type: 'message in a group' }]
  if (message.type === 'system') return systemEvents(message, around)
  const contact = contactOf(message, around.contacts)
  const who = namesOf([
    message.from,
    contact?.wa_id,
    message.from_user_id,
    contact?.user_id,
    message.from_parent_user_id,
    contact?.parent_user_id,
  ])
  if (!who) return 'from: neither a phone number nor a user id'
  const at = timeOf(message.timestamp, around.now)
  const act = actEvent(message, { contact: who.address, sender: around.sender, by: 'contact', at })
  if (act) return [act]
  return [
    {
      kind: 'message',
      providerMessageId: message.id,
      from: who.address,
      fromAliases: who.aliases.length > 0 ? who.aliases : undefined,
      fromName: nameOf(contact),
      to: [around.sender],
      ...sayingOf(message, around.mediaBase),
      referral: referralOf(message),
      replyTo: targetOf(message.context?.id),
      receivedAt: at,
    },
  ]
}

/** What the business wrote in the WhatsApp Business app, on a number that is used there too. */
export function echoEvents(message: Message, around: Around): readonly InboundEvent[] | string {
  if (message.group_id) return [{ kind: 'unsupported', type: 'echo in a group' }]
  const who = namesOf([message.to, message.to_user_id])
  if (!who) return 'to: neither a phone number nor a user id'
  const at = timeOf(message.timestamp, around.now)
  const act = actEvent(message, { contact: who.address, sender: around.sender, by: 'business', at })
  if (act) return [act]
  return [
    {
      kind: 'echo',
      providerMessageId: message.id,
      from: around.sender,
      to: who.address,
      ...sayingOf(message, around.mediaBase),
      replyTo: targetOf(message.context?.id),
      at,
    },
  ]
}

interface Act {
  readonly contact: string
  readonly sender: string
  readonly by: 'contact' | 'business'
  readonly at: number
}

/** What is done to an earlier message, or without any. */
function actEvent(message: Message, { contact, sender, by, at }: Act): InboundEvent | undefined {
  switch (message.type) {
    case 'reaction': {
      const target = targetOf(message.reaction?.message_id)
      if (!target) return { kind: 'unsupported', type: 'reaction to nothing' }
      // Without an emoji, or with an empty one, it is taken back.
      return { kind: 'reaction', by, contact, sender, target, emoji: message.reaction?.emoji || null, at }
    }
    case 'edit': {
      const target = targetOf(message.edit?.original_message_id)
      const edited = message.edit?.message
      const text = edited && sayingOf(edited, '').text
      return target && text !== undefined
        ? { kind: 'edit', target, text, at }
        : { kind: 'unsupported', type: 'edit without a text' }
    }
    case 'revoke': {
      const target = targetOf(message.revoke?.original_message_id)
      return target ? { kind: 'deletion', target, at } : { kind: 'unsupported', type: 'revoke of nothing' }
    }
    case 'request_welcome':
      return { kind: 'activity', contact, sender, referral: referralOf(message), at }
    default:
      return undefined
  }
}

const targetOf = (id: string | null | undefined) => (id && id.length <= 255 ? id : undefined)

/** Somebody has another number or user id now. Either may change, and both names of before are told where known. */
function systemEvents({ from, timestamp, system }: Message, { now }: Around): readonly InboundEvent[] {
  const at = timeOf(timestamp, now)
  const changesNumber = system?.type === 'user_changed_number' || system?.type === 'customer_changed_number'
  const changesId = system?.type === 'user_changed_user_id'
  const after = namesOf([
    system?.wa_id ?? system?.new_wa_id,
    changesId ? from : undefined,
    system?.user_id,
    system?.parent_user_id,
  ])
  const before: (string | null | undefined)[] = [
    changesNumber ? from : undefined,
    system?.previous_user_id,
    system?.previous_parent_user_id,
  ]
  const known = changesNumber || changesId ? listed(namesOf(before)) : []
  const afterwards = listed(after)
  const events = known
    .filter((was) => !afterwards.includes(was))
    .map((was): InboundEvent => ({ kind: 'identity', was, now: afterwards, at }))
  if (events.length > 0 && afterwards.length > 0) return events
  return [{ kind: 'unsupported', type: cutText(`system ${system?.type ?? ''}`.trim(), 255) }]
}

const listed = (names: Names | undefined): string[] => (names ? [names.address, ...names.aliases] : [])

/** The contact of a message: by number, by user id, or the only one there is. */
function contactOf(message: Message, contacts: readonly Contact[]): Contact | undefined {
  return (
    contacts.find(
      ({ wa_id, user_id }) =>
        (wa_id && wa_id === message.from) || (user_id && user_id === message.from_user_id),
    ) ?? (contacts.length === 1 && !message.from && !message.from_user_id ? contacts[0] : undefined)
  )
}

/** The name of the profile, else the user name, which the samples write with and without its sign. */
function nameOf(contact: Contact | undefined): string | undefined {
  const { name, username } = contact?.profile ?? {}
  const shown = name?.trim() || (username ? `@${username.replace(/^@/, '')}` : '')
  return cutText(shown, 255) || undefined
}

function referralOf({ referral }: Message): Referral | undefined {
  if (!referral) return undefined
  const { source_type, source_url, source_id, headline, body } = referral
  return {
    source: source_type === 'ad' || source_type === 'post' ? source_type : 'other',
    url: source_url || undefined,
    headline: headline || undefined,
    body: body || undefined,
    ref: source_id || undefined,
  }
}
