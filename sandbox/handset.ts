import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { VendorWebhook } from '../src/contract/sandbox.ts'
import { handsetFile } from './files.ts'
import type { Line } from './lines.ts'
import { postWebhook, type WebhookTry } from './post.ts'
import type { Bubble } from './thread.ts'
import type { World } from './world.ts'

/** What a person at the handset sends: `files` are ids of uploaded files, `media_urls` any other addresses. */
export const handsetText = z.strictObject({
  /** The line's example customer unless given. */
  from: z.string().max(64).optional(),
  to: z.string().max(64).optional(),
  text: z.string().max(100_000).default(''),
  files: z.array(z.string()).max(20).default([]),
  media_urls: z.array(z.string().max(4096)).max(20).default([]),
  /** The carrier's id of the message; made up unless given. */
  id: z.string().max(1000).optional(),
  /** The carrier's id of the message that this one answers. */
  reply_to: z.string().max(1000).optional(),
  /** When it was written, in milliseconds UTC; now unless given. For windows that are over. */
  at: z.int().min(0).optional(),
})
export type HandsetText = z.input<typeof handsetText>

export interface HandsetOutcome {
  readonly id: string
  readonly delivered: boolean
  readonly tries: readonly WebhookTry[]
}

/** Sends a customer's message to the gateway and waits for the outcome, retries included. */
export async function sendFromHandset(world: World, line: Line, raw: HandsetText): Promise<HandsetOutcome> {
  const input = handsetText.parse(raw)
  const from = input.from ?? line.addresses.customer
  const to = input.to ?? line.numbers[0] ?? line.addresses.business
  const kept = input.files.map((id) => {
    const file = world.files.get(id)
    if (!file) throw new Error('That file is not kept here any more.')
    return file
  })
  const media = kept.map((file) => handsetFile(file, world.url))
  const id = input.id ?? randomUUID()
  const bubble = line.thread.add({
    by: 'customer',
    customer: from,
    business: to,
    text: input.text,
    message_id: id,
    reply_to: input.reply_to ?? null,
    files: [
      ...kept.map((file) => ({
        name: file.name,
        content_type: file.contentType,
        url: `/files/${file.id}`,
        error: null,
      })),
      ...input.media_urls.map((url) => ({ name: url, content_type: '', url: null, error: null })),
    ],
  })
  const bare = input.media_urls.map((url) => ({ url }))
  const { text, reply_to: replyTo, at = Date.now() } = input
  const mediaUrls = [...media, ...bare].map((file) => file.url)
  line.remember({ direction: 'inbound', id, from, to, text, mediaUrls, at })
  const webhooks = [
    line.vendor.message({ id, from, to, text, media: [...media, ...bare], replyTo, at }, line),
  ].flat()
  const tries: WebhookTry[] = []
  const postAll = async () => {
    let delivered = true
    for (const [i, webhook] of webhooks.entries()) {
      const what = webhooks.length > 1 ? `Webhook ${i + 1} of ${webhooks.length}` : 'Webhook'
      const taken = await post(world, line, bubble, what, webhook, (one) => tries.push(one))
      delivered &&= taken
    }
    return delivered
  }
  const copies = line.faults.take(['duplicate_webhook']) ? 2 : 1
  const sent = await Promise.all(Array.from({ length: copies }, postAll))
  const delivered = sent.every((ok) => ok)
  bubble.state = delivered ? 'ok' : 'failed'
  line.thread.changed(bubble)
  return { id, delivered, tries }
}

/** Posts one webhook and writes each try under the bubble. */
export async function post(
  world: World,
  line: Line,
  bubble: Bubble,
  what: string,
  webhook: VendorWebhook,
  tell: (one: WebhookTry) => void = () => undefined,
): Promise<boolean> {
  const url = webhook.url ?? line.webhookUrl
  if (!url) {
    line.thread.step(bubble, `${what}: the line has no webhook URL yet`, false)
    return false
  }
  return postWebhook(url, webhook, world.webhookPausesMs, world.signal, (one) => {
    tell(one)
    const ok = one.status !== null && one.status >= 200 && one.status < 300
    const answer =
      one.status === null ? `no answer (${one.reason})` : `${one.status} ${one.reason ?? ''}`.trim()
    line.thread.step(bubble, `${what} → ${answer}, ${one.ms} ms`, ok)
  })
}
