import { z } from 'zod'
import type { InboundEvent } from '../../src/contract/inbound.ts'
import { epochTime } from '../../src/lib/plausible-time.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { personText } from '../../src/lib/wire-text.ts'
import { controlEvent, handover } from './control.ts'
import { mid, type Place, word } from './envelope.ts'
import { message, messageEvent, postback, postbackEvent } from './message.ts'
import { readReferral } from './referral.ts'

const reaction = z.object({ mid, action: word, reaction: word, emoji: word })
const edit = z.object({ mid, text: personText })
const delivery = z.object({ mids: z.array(mid).max(10_000).nullish(), watermark: z.unknown().optional() })
const read = z.object({ watermark: z.unknown().optional(), mid: mid.nullish() })
const optin = z.object({ ref: word, type: word, notification_messages_status: word })
const policy = z.object({ action: word, reason: word })

/** For clients that name a reaction and send no emoji. Source: …/webhook-events/message-reactions, read 2026-11-21. */
const emojis: ReadonlyMap<string, string> = new Map([
  ['smile', '😆'],
  ['angry', '😠'],
  ['sad', '😢'],
  ['wow', '😮'],
  ['love', '❤️'],
  ['like', '👍'],
  ['dislike', '👎'],
])

/** Undefined: it names nobody, or has nothing to say. */
type Reader = (value: unknown, place: Place) => readonly InboundEvent[] | undefined

const one =
  <T>(schema: z.ZodType<T>, make: (value: T, place: Place) => InboundEvent | undefined): Reader =>
  (value, place) => {
    const event = make(schema.parse(value), place)
    return event && [event]
  }

/** By the event's key; a value that does not fit throws a ZodError. */
export const readers: Readonly<Record<string, Reader>> = {
  message: one(message, messageEvent),
  postback: one(postback, postbackEvent),
  reaction: one(reaction, reactionEvent),
  message_edit: one(edit, ({ mid, text }, { at }) => ({ kind: 'edit', target: mid, text, at })),
  delivery: (value, place) => {
    const { mids, watermark } = delivery.parse(value)
    const until = epochTime(place.now, watermark)
    const at = until ?? place.at
    const receipts = (mids ?? []).map((providerMessageId) => {
      return { kind: 'receipt', providerMessageId, status: 'delivered', at } as const
    })
    return found([...receipts, ...watermarkOf('delivered', until, place)])
  },
  read: (value, place) => {
    const { watermark, mid: providerMessageId } = read.parse(value)
    const until = epochTime(place.now, watermark)
    const receipts = providerMessageId
      ? [{ kind: 'receipt', providerMessageId, status: 'read', at: until ?? place.at } as const]
      : []
    return found([...receipts, ...watermarkOf('read', until, place)])
  },
  referral: one(z.unknown(), (value, place) => activityOf(place, readReferral(value))),
  optin: one(optin, optinEvent),
  pass_thread_control: one(handover, (value, place) => controlEvent(value, place, 'us')),
  take_thread_control: one(handover, (value, place) => controlEvent(value, place, 'app')),
  policy_enforcement: one(policy, ({ action, reason }, { page }) => {
    const words = vendorWords([action, reason].filter(Boolean).join(': '), [])
    return {
      kind: 'notice',
      topic: 'account',
      detail: `Meta enforced a policy on the Page ${page}${words ? `: ${words}` : ''}.`,
    }
  }),
}

const found = (events: readonly InboundEvent[]) => (events.length > 0 ? events : undefined)

/** Reactions come from the customer, or from the Page where somebody reacted in its inbox. */
function reactionEvent(
  { mid: target, action, reaction: name, emoji }: z.output<typeof reaction>,
  { page, from, to, at }: Place,
): InboundEvent | undefined {
  if (!from || !to) return undefined
  const shown = emoji || emojis.get(name ?? '')
  if (action !== 'unreact' && !shown) return undefined
  const who =
    from === page
      ? ({ by: 'business', contact: to, sender: from } as const)
      : ({ by: 'contact', contact: from, sender: to } as const)
  return { kind: 'reaction', ...who, target, emoji: action === 'unreact' ? null : shown!, at }
}

function watermarkOf(
  status: 'delivered' | 'read',
  at: number | undefined,
  { from: contact, to: sender }: Place,
): InboundEvent[] {
  if (at === undefined || !contact || !sender) return []
  return [{ kind: 'watermark', status, contact, sender, at }]
}

function activityOf(
  { from: contact, to: sender, at }: Place,
  referral: ReturnType<typeof readReferral>,
): InboundEvent | undefined {
  return contact && sender ? { kind: 'activity', contact, sender, referral, at } : undefined
}

/** Stopped and resumed marketing messages come as an opt-in too. */
function optinEvent(
  { ref, type, notification_messages_status }: z.output<typeof optin>,
  place: Place,
): InboundEvent | undefined {
  const { from: contact, to: sender, at } = place
  const word = /^(STOP|RESUME)\b/i.exec(notification_messages_status ?? '')?.[1]?.toLowerCase()
  if (type === 'notification_messages' && word && contact && sender) {
    return { kind: 'preference', contact, sender, marketing: word === 'stop' ? 'stop' : 'resume', at }
  }
  return activityOf(place, { source: 'other', ref: ref || undefined })
}
