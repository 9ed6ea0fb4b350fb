import type { OutboundMessage } from '../../src/contract/outbound.ts'
import { markedReference } from '../../src/lib/meta/reference.ts'
import { isUserId } from './addresses.ts'
import { isVoice, mediaKindOf } from './media-kinds.ts'
import { templateOf } from './template-body.ts'

/** Where Meta has a file from: its id after an upload, or the address at which it fetches it. */
export type FileRef = { readonly id: string } | { readonly link: string }

/**
 * The body of a send. `file` is the message's one file. Source:
 * developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages, read 2026-11-21.
 */
export function bodyOf(message: OutboundMessage, file: FileRef | undefined): object {
  const { to, replyTo, reaction, reference } = message
  const content = contentOf(message, file)
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // Without its plus Meta would take a number for one of the business's own country.
    ...(isUserId(to) ? { recipient: to } : { to }),
    // A reaction names its message itself.
    ...(replyTo && !reaction ? { context: { message_id: replyTo } } : {}),
    biz_opaque_callback_data: markedReference(reference),
    ...content,
  }
}

function contentOf(message: OutboundMessage, file: FileRef | undefined): object {
  const { text, media, template, location, reaction } = message
  if (reaction) {
    return {
      type: 'reaction',
      reaction: { message_id: reaction.target, emoji: reaction.emoji ?? '' },
    }
  }
  if (template) return { type: 'template', template: templateOf(template, file, media[0], location) }
  const first = media[0]
  if (first && file) {
    const kind = mediaKindOf(first.contentType)
    const caption = text && kind !== 'audio' && kind !== 'sticker' ? { caption: text } : {}
    const filename = kind === 'document' ? { filename: first.name } : {}
    const voice = isVoice(first.contentType) ? { voice: true } : {}
    return { type: kind, [kind]: { ...file, ...caption, ...filename, ...voice } }
  }
  if (location) {
    const { latitude, longitude, name, address } = location
    return { type: 'location', location: { latitude, longitude, name, address } }
  }
  return { type: 'text', text: { body: text ?? '', preview_url: hasLink(text ?? '') } }
}

/** WhatsApp shows a preview of the first address of a text. */
const hasLink = (text: string) => /https?:\/\/\S/i.test(text)
