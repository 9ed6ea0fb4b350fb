import { z } from 'zod'

const text = z.string()

/** Mirrors `LocationContent`. */
export const location = z.object({
  type: z.literal('location'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: text.max(1_000).optional(),
  address: text.max(1_000).optional(),
})

/** What a message holds besides its text and its files. */
export const content = z.discriminatedUnion('type', [
  location,
  z.object({
    type: z.literal('contacts'),
    cards: z.array(
      z.object({
        name: text,
        phones: z.array(text),
        emails: z.array(text),
        organisation: text.optional(),
      }),
    ),
  }),
  z.object({
    type: z.literal('order'),
    items: z.array(z.object({ id: text, quantity: z.number(), price: text.optional() })),
  }),
  /** A shared link, post or reel. The address was chosen by a stranger. */
  z.object({ type: z.literal('link'), url: text, title: text.optional() }),
  /** A button, list row or menu entry that the contact chose; its title is the message's text. */
  z.object({ type: z.literal('choice'), payload: text, description: text.optional() }),
  /** A message that the vendor does not hand out; `name` is the vendor's word for what it was. */
  z.object({ type: z.literal('unsupported'), name: text }),
  /** A template as it was sent, its values put in; the body is the message's text. */
  z.object({
    type: z.literal('template'),
    name: text,
    language: text,
    header: text.optional(),
    footer: text.optional(),
    buttons: z.array(text),
    location: location.optional(),
  }),
  /** Our reaction to another message, shown there; null takes it back. */
  z.object({ type: z.literal('reaction'), message_id: z.int(), emoji: text.nullable() }),
])
export type MessageContent = z.infer<typeof content>

/** Where the contact came from: an advertisement, a post or a link. */
export const referral = z.object({
  source: z.enum(['ad', 'post', 'link', 'other']),
  url: text.optional(),
  headline: text.optional(),
  body: text.optional(),
  ref: text.optional(),
})
