import type { Content } from '../../src/contract/content.ts'
import type { InboundMedia } from '../../src/contract/inbound-media.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { wordsOf } from './errors.ts'
import type { Said, WebhookFile } from './shapes.ts'

export interface Saying {
  readonly text: string | undefined
  readonly media: readonly InboundMedia[]
  readonly content: Content | undefined
}

/**
 * What a message says, whatever its type; a type that we do not know stays visible under its name. `mediaBase` is where the
 * address of a file can be asked for by its id.
 */
export function sayingOf(said: Said, mediaBase: string): Saying {
  const { type } = said
  switch (type) {
    case 'text':
      return said.text?.body ? words(said.text.body) : unsupported('text')
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return {
        text: said[type]?.caption || undefined,
        media: [mediaOf(type, said, mediaBase)],
        content: undefined,
      }
    case 'location':
      return locationOf(said)
    case 'contacts':
      return cardsOf(said)
    case 'interactive':
      return interactiveOf(said)
    case 'button':
      return choiceOf(said.button?.text, said.button?.payload) ?? unsupported('button')
    case 'order':
      return orderOf(said)
    default:
      return unsupported(said.unsupported?.type || type || 'unknown')
  }
}

const words = (text: string): Saying => ({ text, media: [], content: undefined })
const holding = (content: Content, text?: string | null): Saying => ({
  text: text || undefined,
  media: [],
  content,
})
const unsupported = (name: string) => holding({ type: 'unsupported', name: cutText(name, 100) })

function mediaOf(
  type: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker',
  said: Said,
  mediaBase: string,
): InboundMedia {
  const file = said[type]
  const form =
    type === 'sticker'
      ? 'sticker'
      : type === 'voice' || (type === 'audio' && file?.voice)
        ? 'voice'
        : undefined
  const known = {
    contentType: cutText(file?.mime_type ?? '', 255) || undefined,
    name: cutText(file?.filename ?? '', 255) || undefined,
    form,
  } as const
  const error = said.errors[0]
  if (error) return { url: '', ...known, failed: wordsOf(error) }
  const url = urlOf(file, mediaBase)
  if (!url) return { url: '', ...known, failed: 'WhatsApp gave neither an address nor an id of the file.' }
  return { url, id: idOf(file), ...known, sha256: hexOf(file?.sha256) }
}

/** Ids of files are digits; they become part of an address. */
const idOf = (file: WebhookFile | null | undefined): string | undefined =>
  file?.id && /^[\w-]{1,100}$/.test(file.id) ? file.id : undefined

function urlOf(file: WebhookFile | null | undefined, mediaBase: string): string | undefined {
  if (file?.url && file.url.length <= 4096 && /^https?:/i.test(file.url) && URL.canParse(file.url)) {
    return file.url
  }
  const id = idOf(file)
  return id && `${mediaBase}/${id}`
}

/** The base64 of a SHA-256 as hex; what is no such thing is not held against the file. */
function hexOf(base64: string | null | undefined): string | undefined {
  return base64 && /^[A-Za-z0-9+/]{43}=$/.test(base64)
    ? Buffer.from(base64, 'base64').toString('hex')
    : undefined
}

function locationOf({ location }: Said): Saying {
  const { latitude, longitude } = location ?? {}
  const right = Math.abs(latitude ?? Number.NaN) <= 90 && Math.abs(longitude ?? Number.NaN) <= 180
  if (latitude == null || longitude == null || !right) return unsupported('location')
  return holding({
    type: 'location',
    latitude,
    longitude,
    name: location?.name || undefined,
    address: location?.address || undefined,
  })
}

function cardsOf({ contacts }: Said): Saying {
  const cards = contacts.map(({ name, phones, emails, org }) => ({
    name: name?.formatted_name || [name?.first_name, name?.last_name].filter(Boolean).join(' ') || '',
    phones: phones.flatMap(({ phone, wa_id }) => phone || (wa_id && `+${wa_id}`) || []),
    emails: emails.flatMap(({ email }) => email || []),
    organisation: org?.company || undefined,
  }))
  return cards.length > 0 ? holding({ type: 'contacts', cards }) : unsupported('contacts')
}

function interactiveOf({ interactive }: Said): Saying {
  const picked = interactive?.button_reply ?? interactive?.list_reply
  const form = interactive?.nfm_reply
  return (
    choiceOf(picked?.title, picked?.id, picked?.description) ??
    choiceOf(form?.body || form?.name, form?.response_json) ??
    unsupported(interactive?.type || 'interactive')
  )
}

function choiceOf(
  title: string | null | undefined,
  payload: string | null | undefined,
  description?: string | null,
): Saying | undefined {
  if (!title && !payload) return undefined
  return holding(
    { type: 'choice', payload: payload ?? '', description: description || undefined },
    title || payload,
  )
}

function orderOf({ order }: Said): Saying {
  const items = (order?.product_items ?? []).map(
    ({ product_retailer_id, quantity, item_price, currency }) => ({
      id: product_retailer_id ?? '',
      quantity: quantity ?? 1,
      price: [item_price, currency].filter(Boolean).join(' ') || undefined,
    }),
  )
  return items.length > 0 || order?.text
    ? holding({ type: 'order', items }, order?.text)
    : unsupported('order')
}
