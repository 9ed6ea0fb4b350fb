import { z } from 'zod'
import type { Content } from '../../src/contract/content.ts'
import type { InboundEvent } from '../../src/contract/inbound.ts'
import { contentIds } from '../../src/lib/content-ids.ts'
import { referenceIn } from '../../src/lib/meta/reference.ts'
import { personText } from '../../src/lib/wire-text.ts'
import { readAttachments } from './attachments.ts'
import { id, mid, type Place, word } from './envelope.ts'
import { readReferral } from './referral.ts'

/** Meta repeats what was not answered for up to 36 hours. */
const repeatsMs = 36 * 3_600_000

export const message = z.object({
  mid,
  text: personText.nullish(),
  is_echo: z.boolean().nullish().catch(undefined),
  is_deleted: z.boolean().nullish().catch(undefined),
  app_id: id.nullish().catch(undefined),
  metadata: word,
  attachments: z.array(z.unknown()).max(100, 'more than 100').nullish(),
  quick_reply: z.object({ payload: word }).nullish().catch(undefined),
  reply_to: z
    .object({
      mid: mid.nullish().catch(undefined),
      story: z.object({ url: word }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  referral: z.unknown().optional(),
})

/** A message in either direction; undefined where it names nobody. */
export function messageEvent(read: z.output<typeof message>, place: Place): InboundEvent | undefined {
  const { from, to, at } = place
  if (read.is_deleted) return { kind: 'deletion', target: read.mid, at }
  if (!from || !to) return undefined
  const attached = readAttachments(read.attachments ?? [])
  const text = [read.text, ...attached.lines].filter(Boolean).join('\n') || undefined
  const own = attached.content ?? choiceOf(read) ?? storyOf(read)
  // Nothing at all is something that the API does not hand out.
  const content: Content | undefined =
    own ?? (text || attached.media.length > 0 ? undefined : { type: 'unsupported', name: 'message' })
  const replyTo = read.reply_to?.mid ?? undefined
  const common = { providerMessageId: read.mid, text, media: attached.media, content, replyTo }
  if (!read.is_echo) {
    const referral = readReferral(read.referral)
    return { kind: 'message', from, to: [to], ...common, referral, receivedAt: at, ...standbyOf(place) }
  }
  // Another app may be another Trunkline.
  const isOurApp = read.app_id == null || read.app_id === place.appId
  const reference = isOurApp ? referenceIn(read.metadata) : undefined
  return { kind: 'echo', from, to, ...common, reference, at }
}

const standbyOf = ({ standby }: Place) => (standby ? { standby } : {})

function choiceOf({ quick_reply }: z.output<typeof message>): Content | undefined {
  return quick_reply?.payload ? { type: 'choice', payload: quick_reply.payload } : undefined
}

function storyOf({ reply_to }: z.output<typeof message>): Content | undefined {
  const url = reply_to?.story?.url
  return url && /^https?:\/\//i.test(url) ? { type: 'link', url } : undefined
}

export const postback = z.object({
  mid: mid.nullish(),
  title: word,
  payload: word,
  referral: z.unknown().optional(),
})

/** A tap on a button, a menu entry or "Get started", as a message of the button's title. */
export function postbackEvent(read: z.output<typeof postback>, place: Place): InboundEvent | undefined {
  const { from, to, at, now } = place
  if (!from || !to) return undefined
  const { title, payload } = read
  const ids = read.mid
    ? { providerMessageId: read.mid }
    : contentIds(['postback', from, to, title ?? '', payload ?? '', String(at)], now, repeatsMs)
  return {
    kind: 'message',
    ...ids,
    from,
    to: [to],
    // Apps that only stand by are not told the payload.
    text: title || payload || undefined,
    media: [],
    content: payload
      ? { type: 'choice', payload }
      : title
        ? undefined
        : { type: 'unsupported', name: 'postback' },
    referral: readReferral(read.referral),
    receivedAt: at,
    ...standbyOf(place),
  }
}
