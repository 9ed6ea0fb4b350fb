import { z } from 'zod'
import type { Content } from '../../src/contract/content.ts'
import type { InboundMedia } from '../../src/contract/inbound-media.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { wireText } from '../../src/lib/wire-text.ts'
import { word } from './envelope.ts'

/** What the attachments of a message come to. `lines` are said as text, below the message's own. */
export interface Attached {
  readonly media: readonly InboundMedia[]
  readonly content: Content | undefined
  readonly lines: readonly string[]
}

const element = z.object({ title: word, subtitle: word })
const elements = z.array(element).max(100).nullish().catch(undefined)
const payload = z
  .object({
    url: word,
    title: word,
    sticker_id: z.union([z.string(), z.number()]).transform(String).nullish().catch(undefined),
    coordinates: z.object({ lat: z.number(), long: z.number() }).nullish().catch(undefined),
    text: word,
    elements,
    product: z.object({ elements }).nullish().catch(undefined),
    buttons: z
      .array(z.object({ title: word }))
      .nullish()
      .catch(undefined),
    start_time: z.union([wireText, z.number()]).transform(String).nullish().catch(undefined),
    status: word,
  })
  .nullish()
  .catch(undefined)
const attachment = z.object({
  type: wireText.pipe(z.string().min(1).max(100)),
  payload,
  title: word,
  url: word,
})
type Attachment = z.output<typeof attachment>

const files = new Set(['image', 'video', 'audio', 'file', 'sticker'])
/** Shared posts and the like, whose address may lack its host. */
const links: ReadonlyMap<string, string> = new Map([
  ...(['fallback', 'reel', 'post', 'share'] as const).map(
    (type) => [type, 'https://www.facebook.com'] as const,
  ),
  ...(['ig_reel', 'ig_post'] as const).map((type) => [type, 'https://www.instagram.com'] as const),
])

/** Source: …/messenger-platform/webhooks/webhook-events/messages, read 2026-11-21; older shapes are seen in other gateways. */
export function readAttachments(values: readonly unknown[]): Attached {
  const read = values.map((value) => attachment.safeParse(value).data)
  const media: InboundMedia[] = []
  const contents: Content[] = []
  const lines: string[] = []
  for (const one of read) {
    if (!one) contents.push({ type: 'unsupported', name: 'attachment' })
    else if (files.has(one.type)) addFile(media, one)
    else if (links.has(one.type)) addLink(contents, lines, one)
    else {
      const { content, line } = other(one)
      if (content) contents.push(content)
      if (line) lines.push(line)
    }
  }
  // One place or link is shown as what it is, whatever comes after it in words.
  const [content, ...rest] = contents.filter(({ type }) => type !== 'unsupported')
  for (const one of rest) lines.push(...wordsOf(one))
  const unsupported = contents.find(({ type }) => type === 'unsupported')
  return { media, content: content ?? unsupported, lines }
}

/** A sticker came as an image until August 2026, and both ways at once for a while. */
function addFile(media: InboundMedia[], { type, payload, url }: Attachment): void {
  const address = payload?.url ?? url ?? ''
  const form = type === 'sticker' || payload?.sticker_id ? ('sticker' as const) : undefined
  const twin = form && media.findIndex((one) => one.url === address && one.form === form)
  if (twin !== undefined && twin >= 0) return
  media.push(
    isHttp(address) ? { url: address, form } : { url: '', form, failed: 'Meta gave no address for it.' },
  )
}

function addLink(contents: Content[], lines: string[], { type, payload, title, url }: Attachment): void {
  const written = payload?.url ?? url ?? ''
  const address = written.startsWith('/') ? links.get(type) + written : written
  const name = payload?.title || title || undefined
  if (isHttp(address)) contents.push({ type: 'link', url: address, title: name })
  // What was shared may have no more than a name, such as that of a file.
  else if (name || written) lines.push([name, written].filter(Boolean).join(' '))
  else contents.push({ type: 'unsupported', name: type })
}

function other({ type, payload, title, url }: Attachment): { content?: Content; line?: string } {
  const at = payload?.coordinates
  if (type === 'location' && at && Math.abs(at.lat) <= 90 && Math.abs(at.long) <= 180) {
    const name = payload?.title || title || undefined
    return { content: { type: 'location', latitude: at.lat, longitude: at.long, name } }
  }
  if (type === 'like_heart') return { line: '❤️' }
  const line = summary(type, payload)
  if (line) return { line }
  const address = payload?.url ?? url
  if (address && isHttp(address)) {
    return { content: { type: 'link', url: address, title: payload?.title || title || undefined } }
  }
  return { content: { type: 'unsupported', name: vendorWords(type, []) || 'attachment' } }
}

/** Templates, products and appointments in words. */
function summary(type: string, payload: Attachment['payload']): string {
  if (type === 'appointment_booking') {
    return ['Appointment', payload?.start_time, payload?.status].filter(Boolean).join(' · ')
  }
  if (type !== 'template') return ''
  const cards = [...(payload?.elements ?? []), ...(payload?.product?.elements ?? [])]
  const lines = [
    payload?.text,
    ...cards.map(({ title, subtitle }) => [title, subtitle].filter(Boolean).join(': ')),
    ...(payload?.buttons ?? []).map(({ title }) => title && `[${title}]`),
  ]
  return lines.filter(Boolean).join('\n')
}

function wordsOf(content: Content): string[] {
  if (content.type === 'link') return [[content.title, content.url].filter(Boolean).join(' ')]
  if (content.type === 'location')
    return [`${content.name ?? ''} ${content.latitude}, ${content.longitude}`.trim()]
  return []
}

const isHttp = (url: string) => url.length <= 4096 && /^https?:\/\//i.test(url) && URL.canParse(url)
